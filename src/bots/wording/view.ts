import type { Region } from '../../regions/region.js'
import type { Language } from '../../text/types.js'
import type { ChatSettings } from '../contract/chats.js'
import { cleanLine } from './clean.js'
import type { Texts } from './parse-texts.js'
import { texts } from './texts.js'

/** What the bots need of a region pack: names and the zone of its clocks. */
export type ShownRegion = Pick<Region, 'name' | 'timezone' | 'sections' | 'entities' | 'measures' | 'outlets'>

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
  return { language, say: texts(language, script), region: timezone === undefined ? region : { ...region, timezone } }
}

/** A section's title in the reader's language; "all sections" for undefined, the id where the pack has no such section. */
export function sectionTitle(sectionId: string | undefined, { language, say, region }: View): string {
  if (sectionId === undefined) return say('section.all')
  return region.sections.find(({ id }) => id === sectionId)?.title[language] ?? cleanLine(sectionId)
}

/** A measure's and its parties' names: "trade turnover: Kazakhstan, China". Words that name no measure stay as they are. */
export function measureName(what: string, between: readonly string[], view: View): string {
  const measure = view.region.measures.find(({ id }) => id === what)?.name[view.language] ?? cleanLine(what)
  const parties = between.map((party) => entityName(party, view))
  return parties.length === 0 ? measure : `${measure}: ${parties.join(', ')}`
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
