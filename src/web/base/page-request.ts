import type { Context } from 'hono'
import { viewIn, type View } from '../../bots/wording/view.js'
import type { Region } from '../../regions/region.js'
import { LANGUAGES, type Language } from '../../text/types.js'
import { OWN_BASE } from '../html/runs.js'
import type { KeepResults } from './kept-results.js'
import type { WebDeps } from './web-deps.js'

export interface RouteDeps extends WebDeps {
  readonly keep: KeepResults
}

/** What a page is asked with. */
export interface PageRequest {
  /** Of the reader; links to our own pages begin with OWN_BASE. */
  readonly view: View
  readonly query: (name: string) => string | undefined
}

/** The language that the address names, else the first of ours that the browser asks for, else English. */
export function languageOf(named: string | undefined, accepted: string | undefined): Language {
  const wanted = [named ?? '', ...acceptedTags(accepted ?? '')]
  const found = wanted.flatMap(
    (tag) => LANGUAGES.find((language) => language === tag.toLowerCase().split('-')[0]) ?? [],
  )
  return found[0] ?? 'en'
}

/** "ru-RU,ru;q=0.9,en;q=0.8" → tags, most wanted first. */
function acceptedTags(header: string): readonly string[] {
  const weighed = header
    .slice(0, 300)
    .split(',')
    .map((part) => {
      const [tag = '', ...options] = part.split(';').map((each) => each.trim())
      const q = options.find((option) => option.startsWith('q='))
      return { tag, weight: q === undefined ? 1 : Number(q.slice(2)) || 0 }
    })
  return weighed
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag)
}

export function pageView(language: Language, region: Region): View {
  return viewIn(language, { ...region, webUrl: OWN_BASE })
}

/** What a press of the address bar says of its reader; the answer says in which language it is. */
export function pageRequestOf(c: Context, { region }: Pick<WebDeps, 'region'>): PageRequest {
  const language = languageOf(c.req.query('language'), c.req.header('accept-language'))
  c.header('Content-Language', language)
  c.header('Vary', 'Accept-Language')
  return { view: pageView(language, region), query: (name) => c.req.query(name) }
}
