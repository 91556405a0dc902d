import type { Draft } from './draft.js'
import type { Choice } from '../contract/message.js'
import { clockTime, weekdayName } from './order-words.js'
import { zoneLabel } from '../schedule/named-zones.js'
import { ownLine, type View } from '../wording/view.js'

// A select takes 25 at most on Discord.
const MOST = 25

/** Things as choices, those of `chosen` marked. */
export function choicesOf<T extends { readonly id: string }>(
  things: readonly T[],
  chosen: readonly string[] = [],
  label: (thing: T) => string,
): readonly Choice[] {
  return things
    .slice(0, MOST)
    .map((thing) => ({ value: thing.id, label: label(thing), isChosen: chosen.includes(thing.id) }))
}

/** Figures that the pack measures, by name, in as many selects as they need. */
export function figureChoices(
  { filter }: Pick<Draft, 'filter'>,
  { region, language }: View,
): readonly (readonly Choice[])[] {
  return inSelects(region.measures, filter.measures, { name: ({ name }) => name[language], language })
}

/** Outlets that can be muted, by name, in as many selects as they need. */
export function mutedChoices(
  { filter }: Pick<Draft, 'filter'>,
  { region, language }: View,
): readonly (readonly Choice[])[] {
  return inSelects(region.outlets, filter.mutedOutletIds, { name: ({ name }) => name, language })
}

function inSelects<T extends { readonly id: string }>(
  things: readonly T[],
  chosen: readonly string[] | undefined,
  { name, language }: { readonly name: (thing: T) => string; readonly language: View['language'] },
): readonly (readonly Choice[])[] {
  const sorted = [...things].sort((a, b) => name(a).localeCompare(name(b), language))
  return Array.from({ length: Math.ceil(sorted.length / MOST) }, (_, index) =>
    choicesOf(sorted.slice(index * MOST, (index + 1) * MOST), chosen, name),
  )
}

/** Full hours, those of a draft marked; its other times stand beside them. */
export function hourChoices(
  { schedule }: Pick<Draft, 'schedule'>,
  hours = Array.from({ length: 24 }, (_, hour) => hour),
): readonly Choice[] {
  const set = schedule.kind === 'times' ? schedule.minutes : []
  const minutes = [...new Set([...hours.map((hour) => hour * 60), ...set])].sort((a, b) => a - b)
  return minutes
    .slice(0, MOST)
    .map((minute) => ({ value: String(minute), label: clockTime(minute), isChosen: set.includes(minute) }))
}

/** Days of the week, from Monday. */
export function weekdayChoices({ schedule }: Pick<Draft, 'schedule'>, view: View): readonly Choice[] {
  const set = schedule.kind === 'times' ? (schedule.weekdays ?? [1, 2, 3, 4, 5, 6, 7]) : []
  return [1, 2, 3, 4, 5, 6, 7].map((day) => ({
    value: String(day),
    label: ownLine(weekdayName(day, view.language), view),
    isChosen: set.includes(day),
  }))
}

const ZONES = ['Asia/Almaty', 'Asia/Tashkent', 'Asia/Bishkek', 'Asia/Dushanbe', 'Asia/Ashgabat', 'Europe/Moscow', 'Asia/Shanghai', 'Asia/Urumqi', 'Europe/Istanbul', 'Europe/London', 'Europe/Berlin', 'America/New_York', 'UTC'] // prettier-ignore

/** Zones that readers of a region live in, the chosen one and the pack's own first. */
export function zoneChoices(chosen: string, { region }: Pick<View, 'region'>): readonly Choice[] {
  return [...new Set([chosen, region.timezone, ...ZONES])].map((zone) => ({
    value: zone,
    label: zoneLabel(zone),
    isChosen: zone === chosen,
  }))
}

/** Short, normal, full. */
export function lengthChoices(chosen: Draft['length'], { say }: View): readonly Choice[] {
  return (['short', 'normal', 'full'] as const).map((value) => ({
    value,
    label: say(`length.${value}`),
    isChosen: value === chosen,
  }))
}

/** How many posts a day an order may bring at most, as the menu offers it. */
export const CAPS = [1, 2, 3, 5, 10, 20, 50]

/** Caps, the one that holds marked; it is among them though the menu would not offer it. */
export function capChoices(chosen: number): readonly Choice[] {
  const caps = [...new Set([...CAPS, chosen])].sort((a, b) => a - b)
  return caps.map((cap) => ({ value: String(cap), label: String(cap), isChosen: cap === chosen }))
}
