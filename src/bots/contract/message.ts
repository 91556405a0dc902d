import type { DetectedLanguage } from '../../text/types.js'
import type { Action } from './actions.js'

/** A run of text with one look. `text` is plain: each platform escapes it for itself. */
export interface Run {
  readonly text: string
  readonly bold?: boolean
  readonly italic?: boolean
  /** http(s) address; shown as a link on `text`. */
  readonly link?: string
}

/** Something to choose, of a select or of suggestions. */
export interface Choice {
  /** 1-100 characters, without spaces where an action carries it. */
  readonly value: string
  readonly label: string
  readonly description?: string
  readonly isChosen?: boolean
}

/** Something to press. Platforms that lack one leave it out or show what comes nearest. */
export type Control =
  | {
      readonly kind: 'button'
      readonly label: string
      readonly action: Action
      readonly look?: 'plain' | 'primary' | 'danger'
    }
  | { readonly kind: 'link'; readonly label: string; readonly url: string }
  /** The chosen values come with the press. `most` 1: choosing is the press; more: a set. At most 25 choices. */
  | {
      readonly kind: 'select'
      readonly label: string
      readonly action: Action
      readonly choices: readonly Choice[]
      readonly least: number
      readonly most: number
    }
  /** Picks a channel or group that the person may manage; the press brings it as `where`. */
  | { readonly kind: 'pick-chat'; readonly label: string; readonly action: Action }
  /** Picks a role of the server, or none; the press brings its id as the only value. */
  | { readonly kind: 'pick-role'; readonly label: string; readonly action: Action; readonly chosen?: string }
  /** Hands a question over to another chat, where the platform can. */
  | { readonly kind: 'share'; readonly label: string; readonly query: string }

/** A part of a message that may be parted from its neighbours but not cut, unless it alone is over a platform's limit. */
export type Block =
  /** Level 1 heads a message; level 2 begins a section. `folds`: quotes and sources of its items may stay shut until a reader opens them. */
  | { readonly kind: 'heading'; readonly text: string; readonly level: 1 | 2; readonly folds?: boolean }
  | { readonly kind: 'paragraph'; readonly runs: readonly Run[] }
  | { readonly kind: 'quote'; readonly runs: readonly Run[]; readonly language?: DetectedLanguage }
  | { readonly kind: 'list'; readonly items: readonly (readonly Run[])[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'small'; readonly runs: readonly Run[] }
  /** One row; longer rows are wrapped. They stand where the platform can put them: here, or below the message. */
  | { readonly kind: 'controls'; readonly controls: readonly Control[] }
  /** A PNG. `alt` says in words what it shows. */
  | { readonly kind: 'picture'; readonly png: Uint8Array; readonly name: string; readonly alt: string }
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly name: string; readonly mediaType: string }

/** A block that is text: what every platform can show. */
export type TextBlock = Exclude<Block, { readonly kind: 'controls' | 'picture' | 'file' }>

/** Asks for text: a modal where the platform has one, else a question whose reply is the text. */
export interface Form {
  readonly title: string
  readonly label: string
  readonly placeholder?: string
  /** What stands there now. */
  readonly value?: string
  readonly isLong?: boolean
  /** A file instead, where the platform can take one: its text is the value. */
  readonly takesFile?: boolean
  /** Characters that may be written. */
  readonly most: number
  /** The press that brings the text as its only value. */
  readonly action: Action
}

/** One line of an inline list, and what is posted where it is chosen. */
export interface Result {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly blocks: readonly Block[]
}

/** What the bot says, before any platform has dressed it. */
export interface Message {
  readonly blocks: readonly Block[]
  /** Shown only to the person who asked, where the platform can. */
  readonly isPrivate?: boolean
  /** Part of a digest item or answer that an inline result can stand for: a short plain title. */
  readonly title?: string
  /** Stands in place of the message whose control was pressed: the next page, the next state of a menu. */
  readonly replaces?: boolean
  /** A word or two in answer to a press, at most 200 characters, shown for a moment where the platform can. */
  readonly toast?: string
  /** Opened instead of saying anything, in answer to a press whose verb begins with `type-`. */
  readonly form?: Form
  /** In answer to an inline query. */
  readonly results?: readonly Result[]
  /** There are more results, from this offset. */
  readonly nextOffset?: string
}
