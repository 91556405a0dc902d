import type { Names, Region } from '../../regions/region.js'
import type { Language } from '../../text/types.js'
import { uzbekInCyrillic } from '../../text/words/uzbek-script.js'
import type { ChatSettings } from '../contract/chats.js'
import { cleanLine } from './clean.js'
import type { Texts } from './parse-texts.js'
import { texts } from './texts.js'
import { matterById } from '../../summaries/claims/claim-words.js'

/** What the bots need of a region pack: names, the zone of its clocks, and where its stories have pages. */
export interface ShownRegion extends Pick<
  Region,
  'name' | 'timezone' | 'sections' | 'entities' | 'measures' | 'outlets'
> {
  /** Without a slash at the end; absent: stories have no pages that readers can open. */
  readonly webUrl?: string
}

/** Through whose eyes a message is made: the reader's language and texts, and the region's names. */
export interface View {
  readonly language: Language
  readonly say: Texts
  readonly region: ShownRegion
}

/** The view of a reader of `language`, on the clocks and in the letters that the chat chose. */
export function viewIn(
  language: Language,
  region: ShownRegion,
  { timezone, script }: Pick<ChatSettings, 'timezone' | 'script'> = {},
): View {
  const shown = language === 'uz' && script === 'Cyrl' ? inCyrillic(region) : region
  return { language, say: texts(language, script), region: timezone === undefined ? shown : { ...shown, timezone } }
}

const cyrillic = new WeakMap<ShownRegion, ShownRegion>()

/** The same region with its Uzbek names in Cyrillic letters. */
function inCyrillic(region: ShownRegion): ShownRegion {
  const known = cyrillic.get(region)
  if (known !== undefined) return known
  const written = (names: Names): Names => ({ ...names, uz: uzbekInCyrillic(names.uz) })
  const made = {
    ...region,
    name: written(region.name),
    sections: region.sections.map((section) => ({
      ...section,
      title: written(section.title),
      asks: written(section.asks),
    })),
    measures: region.measures.map((measure) => ({ ...measure, name: written(measure.name) })),
    entities: region.entities.map((entity) => ({ ...entity, name: written(entity.name) })),
  }
  cyrillic.set(region, made)
  return made
}

/** A section's title in the reader's language; "all sections" for undefined, the id where the pack has no such section. */
export function sectionTitle(sectionId: string | undefined, { language, say, region }: View): string {
  if (sectionId === undefined) return say('section.all')
  return region.sections.find(({ id }) => id === sectionId)?.title[language] ?? cleanLine(sectionId)
}

/** A measure's and its parties' names: "trade turnover: Kazakhstan, China". Words that name no measure stay as they are. */
export function measureName(what: string, between: readonly string[], view: View): string {
  const measured = view.region.measures.find(({ id }) => id === what) ?? matterById.get(what)
  const measure = measured?.name[view.language] ?? cleanLine(what)
  const parties = between.map((party) => entityName(party, view))
  return parties.length === 0 ? measure : `${measure}${colon(view)}${namesJoined(parties, view)}`
}

/** Names in a row: 、 parts them in Chinese, a comma elsewhere. */
export function namesJoined(names: readonly string[], { language }: Pick<View, 'language'>): string {
  return names.join(language === 'zh' ? '、' : ', ')
}

/** Between what is spoken of and what is said of it. */
function colon({ language }: Pick<View, 'language'>): string {
  return language === 'zh' ? '：' : ': '
}

/** Where a story's page stands, in the reader's language; undefined where there are no pages. */
export function storyPage(
  { storyId, sectionId }: { readonly storyId: string; readonly sectionId?: string | undefined },
  { language, region }: View,
): string | undefined {
  if (region.webUrl === undefined) return undefined
  const query = new URLSearchParams({ ...(sectionId !== undefined && { section: sectionId }), language })
  return `${region.webUrl}/story/${encodeURIComponent(storyId)}?${query.toString()}`
}

/** An entity's name in the reader's language; the id where the pack has no such entity. */
export function entityName(id: string, { language, region }: View): string {
  return region.entities.find((entity) => entity.id === id)?.name[language] ?? cleanLine(id)
}

/** A section's place in the template, as an action names it. */
export function sectionIndex(sectionId: string, { region }: View): string {
  return String(region.sections.findIndex(({ id }) => id === sectionId))
}

/** The section that `sectionIndex` named; undefined where the pack has changed since. */
export function sectionAt(index: string | undefined, { region }: View): string | undefined {
  return index === undefined ? undefined : region.sections[Number(index)]?.id
}
