import type { Language } from '../../text/types.js'
import type { ChatSettings } from '../contract/chats.js'
import { cleanLine } from './clean.js'
import type { Texts } from './parse-texts.js'
import type { ShownRegion } from './shown-region.js'
import { texts } from './texts.js'
import { regionInCyrillic } from './uzbek-cyrillic.js'
import { matterById } from '../../summaries/claims/claim-words.js'

export type { ShownRegion } from './shown-region.js'

/** Through whose eyes a message is made: the reader's language and texts, and the region's names. */
export interface View {
  readonly language: Language
  readonly say: Texts
  readonly region: ShownRegion
  /** Writes lines of ours in the letters that the chat chose; absent: they stay as they are. */
  readonly written?: (line: string) => string
}

/** The view of a reader of `language`, on the clocks and in the letters that the chat chose. */
export function viewIn(
  language: Language,
  region: ShownRegion,
  { timezone, script }: Pick<ChatSettings, 'timezone' | 'script'> = {},
): View {
  const cyrillic = language === 'uz' && script === 'Cyrl' ? regionInCyrillic(region) : undefined
  const shown = cyrillic?.region ?? region
  return {
    language,
    say: texts(language, script),
    region: timezone === undefined ? shown : { ...shown, timezone },
    ...(cyrillic !== undefined && { written: cyrillic.line }),
  }
}

/** A line of ours - not what others wrote - in the letters that the chat chose. */
export function ownLine(line: string, { written }: Pick<View, 'written'>): string {
  return written === undefined ? line : written(line)
}

/** A section's title in the reader's language; "all sections" for undefined, the id where the pack has no such section. */
export function sectionTitle(sectionId: string | undefined, { language, say, region }: View): string {
  if (sectionId === undefined) return say('section.all')
  return region.sections.find(({ id }) => id === sectionId)?.title[language] ?? cleanLine(sectionId)
}

/** A measure's and its parties' names: "trade turnover: Kazakhstan, China". Words that name no measure stay as they are. */
export function measureName(what: string, between: readonly string[], view: View): string {
  const measured = view.region.measures.find(({ id }) => id === what) ?? matterById.get(what)
  const measure = measured === undefined ? cleanLine(what) : ownLine(measured.name[view.language], view)
  // "All the world" is what no partner means.
  const parties = between.filter((party) => party !== 'world').map((party) => entityName(party, view))
  return parties.length === 0 ? measure : `${measure}${colon(view)}${namesJoined(parties, view)}`
}

/** Names in a row: 、 parts them in Chinese, a comma elsewhere. */
export function namesJoined(names: readonly string[], { language }: Pick<View, 'language'>): string {
  return names.join(language === 'zh' ? '、' : ', ')
}

/** Between what is spoken of and what is said of it. */
export function colon({ language }: Pick<View, 'language'>): string {
  return language === 'zh' ? '：' : ': '
}

/** " (state)" behind a name: with the brackets of the language, which in Chinese take no space. */
export function inBrackets(words: string, { language }: Pick<View, 'language'>): string {
  return language === 'zh' ? `（${words}）` : ` (${words})`
}

/** Between the parts of a line. */
export function comma({ language }: Pick<View, 'language'>): string {
  return language === 'zh' ? '，' : ', '
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
