import { LANGUAGES } from '../../text/types.js'
import { controls, paragraph, privateLine } from '../wording/blocks.js'
import type { ChatSettings } from '../contract/chats.js'
import type { Control, Message } from '../contract/message.js'
import { digestPages, presentDigest, withoutSections, type DigestLook } from '../present/present-digest.js'
import { firstReadingLine } from '../present/first-reading.js'
import type { Press } from '../contract/request.js'
import { midnightBefore } from '../schedule/days.js'
import type { Turn } from '../turn/turn.js'
import { checkCountry, checkHours, checkSection } from '../menus/values.js'
import { sectionAt, sectionIndex, sectionTitle, viewIn, type View } from '../wording/view.js'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** How a chat wants its digests; a hidden section is shown to who asks for that one. */
interface ChatLook extends DigestLook {
  readonly hiddenSections?: readonly string[]
}

/** A digest's bounds and filters, as its buttons carry them. */
interface Asked {
  readonly from: number
  readonly to: number
  readonly sectionId?: string | undefined
  readonly countryId?: string | undefined
}

/** What a person asks a digest of; absent: all sections and countries, a day. */
interface DigestAsked {
  readonly section?: string
  readonly country?: string
  readonly hours?: number
  readonly span?: 'today' | 'week' | 'month'
}

/** Answers `digest`: its first page, with buttons for the others where it has more. */
export async function digestHere(asked: DigestAsked, turn: Turn): Promise<Message> {
  const { view, deps } = turn
  const section = checkSection(asked.section, view)
  if ('wrong' in section) return section.wrong
  const country = checkCountry(asked.country, view)
  if ('wrong' in country) return country.wrong
  const hours = checkHours(asked.hours ?? 24, view)
  if ('wrong' in hours) return hours.wrong
  const to = deps.now()
  const from = fromOf(asked, { to, hours: hours.value, view })
  return digestPage({ from, to, sectionId: section.value, countryId: country.value }, 0, turn)
}

function fromOf({ span }: DigestAsked, { to, hours, view }: { to: number; hours: number; view: View }): number {
  switch (span) {
    case 'today':
      return midnightBefore(to, view.region.timezone)
    case 'week':
      return to - 7 * DAY
    case 'month':
      return to - 30 * DAY
    default:
      return to - hours * HOUR
  }
}

/**
 * A page of a digest, asked for by a button, `['d', from, to, section, country, page, language]`, times in base 36; or its section,
 * chosen of a select: the same with `?` for the section, without page and language.
 */
export async function digestPressed({ action, values }: Press, turn: Turn): Promise<Message> {
  const { view } = turn
  const [, from, to, place, country, page, language] = action
  const section = place === '?' ? values[0] : place
  const bounds = [from, to].map((time) => parseInt(time ?? '', 36))
  const [fromAt = NaN, toAt = NaN] = bounds
  if (!(fromAt < toAt) || toAt - fromAt > 32 * DAY) return privateLine(view.say('wrong.button'))
  const asked = {
    from: fromAt,
    to: toAt,
    sectionId: section === '-' ? undefined : sectionAt(section, view),
    countryId: country === '-' ? undefined : country,
  }
  const shared = { ...turn, view: sharedView(language, turn) }
  return { ...(await digestPage(asked, Number(page) || 0, shared)), replaces: true }
}

// Where all read the message that is turned, it stays in the language in which it was asked for.
function sharedView(given: string | undefined, { deps, request, view, settings, traits }: Turn): View {
  const language = LANGUAGES.find((each) => each === given)
  const isShared = !traits.answersPrivately && request.isDirect !== true
  return language === undefined || !isShared ? view : viewIn(settings.language ?? language, deps.region, settings)
}

async function digestPage(asked: Asked, page: number, { view, settings, traits, deps }: Turn): Promise<Message> {
  const look = digestLook(settings)
  const { from, to, sectionId, countryId } = asked
  const whole = await deps.newsroom.digest({
    from,
    to,
    language: view.language,
    ...(sectionId !== undefined && { sectionId }),
    ...(countryId !== undefined && { filter: { entityIds: [countryId] } }),
    ...(look.length !== undefined && { length: look.length }),
  })
  const digest = sectionId === undefined ? withoutSections(whole, look.hiddenSections ?? []) : whole
  const isEmpty = digest.sections.every(({ items }) => items.length === 0)
  const first = isEmpty ? firstReadingLine(await deps.newsroom.sources(), view) : undefined
  // "No news" would not be so where nothing was read yet.
  if (first !== undefined) return { title: first, blocks: [paragraph(first)], isPrivate: true }
  const pages = digestPages(digest, view, look)
  const at = Math.min(Math.max(0, Math.trunc(page)), pages.length - 1)
  const shown = pages[at] ?? presentDigest(digest, view, look)
  const buttons = pageButtons(asked, at, { pages: pages.length, view })
  const pick = traits.hasSelects ? controls(sectionSelect(asked, view)) : []
  return { ...shown, blocks: [...shown.blocks, ...pick, ...controls(...buttons)] }
}

/** Chooses one section of the same span and country, or all. */
function sectionSelect({ from, to, sectionId, countryId }: Asked, view: View): Control {
  const titles = view.region.sections.map(({ id }) => ({
    value: sectionIndex(id, view),
    label: sectionTitle(id, view),
    isChosen: id === sectionId,
  }))
  const all = { value: '-', label: sectionTitle(undefined, view), isChosen: sectionId === undefined }
  return {
    kind: 'select',
    label: view.say('digest.pickSection'),
    action: ['d', from.toString(36), to.toString(36), '?', countryId ?? '-'],
    choices: [all, ...titles],
    least: 1,
    most: 1,
  }
}

function pageButtons(
  { from, to, sectionId, countryId }: Asked,
  at: number,
  { pages, view }: { pages: number; view: View },
): readonly Control[] {
  if (pages < 2) return []
  const place = sectionId === undefined ? '-' : sectionIndex(sectionId, view)
  const button = (label: string, page: number): Control => ({
    kind: 'button',
    label,
    action: ['d', from.toString(36), to.toString(36), place, countryId ?? '-', String(page), view.language],
  })
  const back = at > 0 ? [button(view.say('page.back'), at - 1)] : []
  const on = at < pages - 1 ? [button(view.say('page.on', { page: at + 2, pages }), at + 1)] : []
  return [...back, ...on]
}

/** How a chat wants its digests. */
function digestLook({ length, sectionOrder, hiddenSections }: ChatSettings): ChatLook {
  return {
    ...(length && { length }),
    ...(sectionOrder && { sectionOrder }),
    ...(hiddenSections && { hiddenSections }),
  }
}
