import type { Answer, Digest, FigureHistory, StoryView, Finding } from '../summaries/types.js'
import type { Language } from '../text/types.js'

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

/** What the bots ask of the newsroom. Served by another thread: every call may fail with a time-out. */
export interface Newsroom {
  ask(question: string, options: { language: Language; at?: number }): Promise<Answer>
  digest(options: { from: number; to: number; language: Language; sectionId?: string }): Promise<Digest>
  figure(words: string, options: { language: Language; at?: number }): Promise<FigureHistory | undefined>
  story(id: string): Promise<StoryView | undefined>
  compare(text: string, options: { language: Language }): Promise<CompareReport>
  sources(): Promise<SourcesReport>
}
