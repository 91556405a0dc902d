/** An article that a reader labelled, as rows of label files have it. Several rows of one id are one: labels may stand apart from articles. */
export interface LabelledRow {
  readonly id: string
  readonly source?: string
  readonly lang?: string
  readonly title?: string | null
  readonly body?: string | null
  readonly date?: string | null
  /** Sections with the sentences that carry them. Absent: an article with no tie to the region, in no section that needs one. */
  readonly sections?: Readonly<Record<string, readonly string[]>>
  /** 0 to 3. */
  readonly importance?: number
  /** The sentence that tells the news. */
  readonly lead?: string
  /** The row that this one is a translation of: both are one vote. */
  readonly of?: string
}

/** Rows of several files joined by id. A row that is no object or has no id is left out. */
export function joinRows(lines: Iterable<string>): LabelledRow[] {
  const rows = new Map<string, LabelledRow>()
  for (const line of lines) {
    if (!line.startsWith('{')) continue
    const row = JSON.parse(line) as Omit<LabelledRow, 'id'> & { readonly id?: string | number }
    const id = String(row.id ?? '')
    if (id !== '') rows.set(id, { ...rows.get(id), ...row, id })
  }
  return [...rows.values()].filter(({ title, body }) => (title ?? '') !== '' || (body ?? '') !== '')
}

/** Words of a sentence as labels are compared: folded, Chinese by characters. */
export function labelWords(text: string): Set<string> {
  const folded = text.normalize('NFKC').toLowerCase()
  return new Set(folded.match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? [])
}

/** Share of words that two sentences have in common, of the longer one's. */
export function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0
  for (const word of a) if (b.has(word)) both++
  return both / Math.max(1, a.size, b.size)
}

/** A label's sentence and ours are the same from here. */
export const SAME_SENTENCE = 0.6

/** Parts a list into `count` folds such that what shares a key stays together; the largest keys first, into the smallest fold. */
export function foldsOf(keys: readonly string[], count: number): number[] {
  const sizes = new Map<string, number>()
  for (const key of keys) sizes.set(key, (sizes.get(key) ?? 0) + 1)
  const loads = Array.from({ length: count }, () => 0)
  const foldOf = new Map<string, number>()
  for (const [key, size] of [...sizes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))) {
    const fold = loads.indexOf(Math.min(...loads))
    foldOf.set(key, fold)
    loads[fold] = (loads[fold] ?? 0) + size
  }
  return keys.map((key) => foldOf.get(key) ?? 0)
}
