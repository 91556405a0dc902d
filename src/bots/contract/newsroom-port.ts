import type { Alert, AlertRequest } from '../../summaries/digest/alerts.js'
import type { CitedQuote, Correction } from '../../summaries/digest/corrections.js'
import type { DigestRequest } from '../../summaries/digest/digest-choice.js'
import type { ItemView } from '../../summaries/digest/item-view.js'
import type { ResultList } from '../../summaries/answer/result-list.js'
import type { Answer, Digest, FigureHistory, StoryView, Finding } from '../../summaries/terms/shapes.js'
import type { Language } from '../../text/types.js'
import type { Understood } from '../../summaries/terms/understood.js'
import type { Vector } from '../../summaries/terms/vector.js'

export interface FeedReport {
  readonly feedId: string
  readonly outlet: string
  readonly voice: string
  readonly language?: string
  readonly url: string
  readonly status: 'default' | 'trial' | 'off'
  /** ok, unchanged, never, or what went wrong in one word; `detail` says it in a sentence. */
  readonly verdict: string
  readonly detail?: string
  readonly lastFetchedAt?: number
  readonly lastNewAt?: number
  readonly articles: number
}

export interface SourcesReport {
  readonly feeds: readonly FeedReport[]
  readonly articles: number
  readonly outlets: number
  readonly newestAt?: number
}

export interface CompareReport {
  readonly title: string
  readonly findings: readonly Finding[]
  /** Section ids that the text says nothing for. */
  readonly missing: readonly string[]
}

/** A question whose answer is shown while it grows; `onGrown` hears of each state but the last, and must not throw. */
export type AskGrowing = (
  question: string,
  options: Parameters<Newsroom['ask']>[1],
  onGrown: (answer: Answer) => void,
) => Promise<Answer>

/** What the bots ask of the newsroom. Served by another thread: every call may fail with a time-out. */
export interface Newsroom {
  /**
   * `before`: how the question before was understood in the same talk; see summaries/follow-up.ts.
   * `near`: the question's embedding; see withEmbedding. `languageIsGuessed`: nobody chose `language`; see languageToAnswer.
   */
  ask(
    question: string,
    options: { language: Language; languageIsGuessed?: boolean; at?: number; before?: Understood; near?: Vector },
  ): Promise<Answer>
  digest(options: DigestRequest): Promise<Digest>
  /** What is worth more than the next digest; see summaries/alerts.ts. */
  alerts(request: AlertRequest): Promise<readonly Alert[]>
  /** Of these quotes those that no longer stand in their articles; see summaries/corrections.ts. */
  corrections(quotes: readonly CitedQuote[]): Promise<readonly Correction[]>
  figure(words: string, options: { language: Language; at?: number }): Promise<FigureHistory | undefined>
  /** The same as a PNG of less than a megabyte, and in words what it shows. Undefined: no measure is named, or nothing is known that can be drawn. Throws DrawingError. */
  figurePicture(
    words: string,
    options: { language: Language; at?: number },
  ): Promise<{ readonly png: Uint8Array; readonly alt: string } | undefined>
  story(id: string): Promise<StoryView | undefined>
  /** An item of a digest opened; see summaries/item-view.ts. */
  item(asked: { storyId: string; sectionId: string; language: Language }): Promise<ItemView | undefined>
  /** The stories that were told last, newest first. `titles`: those of its articles, whatever their languages. */
  recentStories(
    limit: number,
  ): Promise<readonly { readonly id: string; readonly title: string; readonly titles?: readonly string[] }[]>
  /** A page of a list; see summaries/results.ts. */
  results(question: string, options: { language: Language; offset: number; limit: number }): Promise<ResultList>
  compare(text: string, options: { language: Language }): Promise<CompareReport>
  sources(): Promise<SourcesReport>
}

/** A feed that was found at an address, with what it says first. */
export interface FeedFound {
  readonly url: string
  readonly title: string
  readonly items: number
  /** Titles of its newest items, at most three. */
  readonly newest: readonly string[]
  /** It is read already. */
  readonly isKnown: boolean
  /** A key that stands for the name and password of its address, to be given to `add`. */
  readonly login?: string
}

/** What became of a feed that was to be added. */
export type Put =
  | { readonly kind: 'added'; readonly feedId: string; readonly url: string }
  | { readonly kind: 'known'; readonly url: string }
  | { readonly kind: 'full'; readonly most: number }

/** The feeds that stand beside the pack's. `by`: a chat, as `chatKey` names it; absent for an owner, who may do all. */
export interface FeedCatalogue {
  /** Goes to the net: within 60 s. `verdict` and `detail` where the address cannot be read. */
  discover(
    address: string,
  ): Promise<{ readonly found: readonly FeedFound[]; readonly verdict?: string; readonly detail?: string }>
  add(found: { readonly url: string; readonly title: string; readonly login?: string }, by?: string): Promise<Put>
  /** By id or address; of-others: another chat added it. */
  remove(
    feed: string,
    by?: string,
  ): Promise<
    | { readonly kind: 'removed' | 'of-pack' | 'of-others'; readonly url: string; readonly login?: string }
    | { readonly kind: 'unknown' }
  >
  /** `left`: over what one chat may add. `unread`: lines that name no address. */
  importOpml(
    opml: string,
    by?: string,
  ): Promise<{
    readonly listed: number
    readonly added: number
    readonly known: number
    readonly left: number
    readonly unread?: number
  }>
  exportOpml(): Promise<string>
  /** The article on a page, its title first; `detail` where it cannot be read or its robots.txt closes it. Within 30 s. */
  article(address: string): Promise<{ readonly text: string } | { readonly detail: string }>
}
