import type { DetectedLanguage } from '../text/types.js'

/** A run of text with one look. `text` is plain: each platform escapes it for itself. */
export interface Run {
  readonly text: string
  readonly bold?: boolean
  readonly italic?: boolean
  /** http(s) address; shown as a link on `text`. */
  readonly link?: string
}

/** A part of a message that may be parted from its neighbours but not cut, unless it alone is over a platform's limit. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string; readonly level: 1 | 2 }
  | { readonly kind: 'paragraph'; readonly runs: readonly Run[] }
  | { readonly kind: 'quote'; readonly runs: readonly Run[]; readonly language?: DetectedLanguage }
  | { readonly kind: 'list'; readonly items: readonly (readonly Run[])[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'small'; readonly runs: readonly Run[] }

/** What the bot says, before any platform has dressed it. */
export interface Message {
  readonly blocks: readonly Block[]
  /** Shown only to the person who asked, where the platform can. */
  readonly isPrivate?: boolean
  /** Part of a digest item or answer that an inline result can stand for: a short plain title. */
  readonly title?: string
}
