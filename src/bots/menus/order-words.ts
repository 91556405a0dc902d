import type { ChatSettings } from '../contract/chats.js'
import { parseKeywords, type Keyword } from '../../text/patterns/keywords.js'
import { cleanLine } from '../wording/clean.js'
import type { Draft } from './draft.js'
import { formatZone, languageName } from '../wording/format.js'
import { GRACE_HOURS } from '../schedule/occurrences.js'
import { entityName, measureName, namesJoined, ownLine, sectionTitle, type View } from '../wording/view.js'
import type { Quiet } from '../contract/schedule.js'

type Order = Pick<Draft, 'filter' | 'schedule' | 'language'>

/** What an order brings, in words: "Trade and energy; Kazakhstan, China; words: +gas". */
export function whatWords({ filter }: Pick<Order, 'filter'>, view: View): string {
  const { say } = view
  const sections = (filter.sectionIds ?? []).map((id) => sectionTitle(id, view))
  const parts = [
    sections.length === 0 ? say('section.all') : namesJoined(sections, view),
    namesJoined((filter.entityIds ?? []).map((id) => entityName(id, view)), view), // prettier-ignore
    namesJoined((filter.measures ?? []).map((id) => measureName(id, [], view)), view), // prettier-ignore
    filter.keywords === undefined ? '' : keywordWords(filter.keywords, view),
    filter.minVoices === undefined ? '' : say('order.voices', { count: filter.minVoices }),
    (filter.mutedOutletIds ?? []).length === 0
      ? ''
      : say('order.muted', {
          names: namesJoined(
            (filter.mutedOutletIds ?? []).map((id) => outletName(id, view)),
            view,
          ),
        }),
  ]
  return parts.filter((part) => part !== '').join(view.language === 'zh' ? '；' : '; ')
}

/** What keywords ask for, in words: "any of: gas, oil; none of: sport". */
function keywordWords(keywords: string, view: View): string {
  const { say } = view
  const { some, all, none } = parseKeywords(keywords)
  const named = (words: readonly Keyword[]) => words.map((word) => keywordShown(word, view))
  const alternatives = some.map((group) => {
    const together = named(group.all).join(` ${say('keywords.and')} `)
    if (group.none.length === 0) return together
    return `${together} (${say('keywords.none', { words: namesJoined(named(group.none), view) })})`
  })
  const parts = [
    all.length === 0 ? '' : say('keywords.all', { words: namesJoined(named(all), view) }),
    alternatives.length === 0 ? '' : say('keywords.any', { words: namesJoined(alternatives, view) }),
    none.length === 0 ? '' : say('keywords.none', { words: namesJoined(named(none), view) }),
  ]
  return say('order.keywords', {
    words: parts.filter((part) => part !== '').join(view.language === 'zh' ? '；' : '; '),
  })
}

function keywordShown({ text, isPhrase }: Keyword, { language }: View): string {
  const word = cleanLine(text)
  if (!isPhrase) return word
  return ['ru', 'kk', 'ky', 'tg'].includes(language) ? `«${word}»` : `“${word}”`
}

/** An outlet's name; the id where the pack has no such outlet. */
function outletName(id: string, { region }: View): string {
  return region.outlets.find((outlet) => outlet.id === id)?.name ?? cleanLine(id)
}

/** When an order comes, in words: "Mon, Wed at 09:00, 18:00 (Asia/Almaty, UTC+5)". */
export function whenWords({ schedule }: Pick<Order, 'schedule'>, at: number, view: View): string {
  const { say, language } = view
  const zone = formatZone(at, schedule.timezone)
  if (schedule.kind === 'as-it-happens') return say('order.live', { most: schedule.atMostPerDay, zone })
  const times = namesJoined(schedule.minutes.map(clockTime), view)
  const days = schedule.weekdays
  if (days === undefined || days.length === 7) return say('order.daily', { times, zone })
  return say('order.days', {
    days: namesJoined(
      days.map((day) => ownLine(weekdayName(day, language), view)),
      view,
    ),
    times,
    zone,
  })
}

/** How late a digest of set times may still come; nothing of what comes as it happens. */
export function graceLine({ schedule }: Pick<Order, 'schedule'>, { say }: View): readonly string[] {
  return schedule.kind === 'times' ? [say('subscribe.grace', { hours: GRACE_HOURS })] : []
}

/** "22:00–07:00". */
export function quietWords({ fromMinute, toMinute }: Quiet): string {
  return `${clockTime(fromMinute)}–${clockTime(toMinute)}`
}

/** The hours in which an order that comes as it happens, or its alerts, stay silent: its own, else the chat's. A digest of set times knows none. */
export function quietLine(
  { schedule, alerts }: Pick<Draft, 'schedule' | 'alerts'>,
  settings: Pick<ChatSettings, 'quiet'>,
  { say }: View,
): readonly string[] {
  const isLive = schedule.kind === 'as-it-happens'
  if (!isLive && alerts === undefined) return []
  const quiet = (isLive ? schedule.quiet : undefined) ?? settings.quiet
  return [say('settings.quiet', { quiet: quiet === undefined ? say('menu.none') : quietWords(quiet) })]
}

/** How many alerts a day come beside an order, in words. */
export function alertWords({ alerts }: Pick<Draft, 'alerts'>, { say }: View): string {
  const words = alerts === undefined ? say('menu.none') : say('menu.alertsSet', { most: alerts.atMostPerDay })
  return say('menu.alerts', { alerts: words })
}

/** "09:00" of the 540th minute of the day. */
export function clockTime(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/** "Mon" for 1, in the reader's language. */
export function weekdayName(day: number, language: View['language']): string {
  // 1 January 2024 was a Monday.
  return new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day))
}

/** Words for a subscription's texts. */
export function orderWords(order: Order, at: number, view: View) {
  return {
    section: whatWords(order, view),
    when: whenWords(order, at, view),
    language: ownLine(languageName(order.language, view.language), view),
  }
}
