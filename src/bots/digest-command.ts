import { controls } from './blocks.js'
import type { ChatSettings } from './chats.js'
import type { CommandDeps } from './commands.js'
import type { Control, Message } from './message.js'
import { digestPages, presentDigest, withoutSections, type DigestLook } from './present-digest.js'
import type { Command } from './request.js'
import { midnightBefore } from './days.js'
import { checkCountry, checkHours, checkSection, privateLine } from './values.js'
import { sectionAt, sectionIndex, type View } from './view.js'

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

/** Answers `digest`: its first page, with buttons for the others where it has more. */
export async function digestCommand(
  command: Extract<Command, { name: 'digest' }>,
  view: View,
  look: ChatLook,
  deps: CommandDeps,
): Promise<Message> {
  const section = checkSection(command.section, view)
  if ('wrong' in section) return section.wrong
  const country = checkCountry(command.country, view)
  if ('wrong' in country) return country.wrong
  const hours = checkHours(command.hours ?? 24, view)
  if ('wrong' in hours) return hours.wrong
  const to = deps.now()
  const from = fromOf(command, { to, hours: hours.value, view })
  return digestPage({ from, to, sectionId: section.value, countryId: country.value }, 0, { view, look, deps })
}

function fromOf(
  { span }: Extract<Command, { name: 'digest' }>,
  { to, hours, view }: { to: number; hours: number; view: View },
): number {
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

/** A page of a digest, asked for by a button: `['d', from, to, section, country, page]`, times in base 36. */
export async function digestPressed(
  args: readonly string[],
  view: View,
  look: ChatLook,
  deps: CommandDeps,
): Promise<Message> {
  const [from, to, section, country, page] = args
  const bounds = [from, to].map((time) => parseInt(time ?? '', 36))
  const [fromAt = NaN, toAt = NaN] = bounds
  if (!(fromAt < toAt) || toAt - fromAt > 32 * DAY) return privateLine(view.say('wrong.button'))
  const asked = {
    from: fromAt,
    to: toAt,
    sectionId: section === '-' ? undefined : sectionAt(section, view),
    countryId: country === '-' ? undefined : country,
  }
  return { ...(await digestPage(asked, Number(page) || 0, { view, look, deps })), replaces: true }
}

async function digestPage(
  asked: Asked,
  page: number,
  { view, look, deps }: { view: View; look: ChatLook; deps: CommandDeps },
): Promise<Message> {
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
  const pages = digestPages(digest, view, look)
  const at = Math.min(Math.max(0, Math.trunc(page)), pages.length - 1)
  const shown = pages[at] ?? presentDigest(digest, view, look)
  const buttons = pageButtons(asked, at, { pages: pages.length, view })
  return { ...shown, blocks: [...shown.blocks, ...controls(...buttons)] }
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
    action: ['d', from.toString(36), to.toString(36), place, countryId ?? '-', String(page)],
  })
  const back = at > 0 ? [button(view.say('page.back'), at - 1)] : []
  const on = at < pages - 1 ? [button(view.say('page.on', { page: at + 2, pages }), at + 1)] : []
  return [...back, ...on]
}

/** How a chat wants its digests. */
export function digestLook({ length, sectionOrder, hiddenSections }: ChatSettings): ChatLook {
  return {
    ...(length && { length }),
    ...(sectionOrder && { sectionOrder }),
    ...(hiddenSections && { hiddenSections }),
  }
}
