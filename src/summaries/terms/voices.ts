import type { Article } from '../../feeds/article.js'
import type { Outlet, Region, Voice } from '../../regions/region.js'
import { tokenize } from '../../text/words/words.js'

/** An outlet's name and voice, also of one that the pack does not know. */
export function outletOf(outletId: string, region: Region): Pick<Outlet, 'id' | 'name' | 'voice'> & { owner?: string } {
  const outlet = region.outlets.find((known) => known.id === outletId)
  if (outlet === undefined) return { id: outletId, name: outletId, voice: 'unknown' }
  return {
    id: outlet.id,
    name: outlet.name,
    voice: outlet.voice,
    ...(outlet.owner === undefined ? {} : { owner: outlet.owner }),
  }
}

/** The voices behind articles on one story: outlets of one owner speak with one voice, and a reprint adds none. Oldest first. */
export function voicesOf(
  articles: readonly Article[],
  region: Region,
): { readonly outletId: string; readonly voice: Voice }[] {
  const voices: { outletId: string; voice: Voice; owner: string }[] = []
  const told: Article[] = []
  const shingles = createShingles()
  for (const article of [...articles].sort((a, b) => a.publishedAt - b.publishedAt || a.id.localeCompare(b.id))) {
    const outlet = outletOf(article.outletId, region)
    const owner = outlet.owner ?? outlet.id
    if (voices.some((voice) => voice.owner === owner)) continue
    const isReprint = told.some((other) => overlap(shingles(article), shingles(other)) > 0.8)
    told.push(article)
    if (!isReprint) voices.push({ outletId: outlet.id, voice: outlet.voice, owner })
  }
  return voices.map(({ outletId, voice }) => ({ outletId, voice }))
}

// Where one tells a story alone, nothing is compared.
function createShingles(): (article: Article) => ReadonlySet<string> {
  const made = new Map<Article, ReadonlySet<string>>()
  return (article) => {
    const known = made.get(article) ?? shinglesOf(article)
    made.set(article, known)
    return known
  }
}

// Runs of three words of the start of a text: copied wire text shares nearly all of them.
function shinglesOf({ title, text }: Article): Set<string> {
  const words = tokenize((text === '' ? title : text).slice(0, 1500)).map((token) => token.folded)
  return new Set(words.slice(0, -2).map((word, i) => `${word} ${words[i + 1] ?? ''} ${words[i + 2] ?? ''}`))
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0
  let shared = 0
  for (const item of a) if (b.has(item)) shared++
  return shared / Math.min(a.size, b.size)
}
