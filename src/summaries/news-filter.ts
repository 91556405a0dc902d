/** What a reader wants to hear of. Absent parts leave nothing out; lists are or within, and between each other. */
export interface NewsFilter {
  readonly sectionIds?: readonly string[]
  readonly entityIds?: readonly string[]
  readonly measures?: readonly string[]
  readonly mutedOutletIds?: readonly string[]
  /** Words with `+must`, `!not`, `stem*` and "phrases". */
  readonly keywords?: readonly string[]
  /** Stories told by fewer are left out. */
  readonly minVoices?: number
}
