import { cleanLine } from '../wording/clean.js'
import type { Draft } from './draft.js'
import { CAPS, figureChoices, hourChoices, mutedChoices } from './menu-choices.js'
import type { Message } from '../contract/message.js'
import type { Press } from '../contract/request.js'
import type { Turn } from '../turn/turn.js'
import {
  checkEntities,
  checkKeywords,
  checkLanguage,
  checkQuiet,
  checkTimes,
  checkTimezone,
  menuTimes,
} from './values.js'
import type { View } from '../wording/view.js'
import { privateLine, shown } from '../wording/blocks.js'

type Changed = { readonly draft: Draft } | { readonly wrong: Message }

/** A draft with one field set to what was chosen or written, or the line that says what is wrong with it. Rights over another chat are asked here, and again when it is saved. */
export async function changeDraft(draft: Draft, field: string, press: Press, turn: Turn): Promise<Changed> {
  if (field === 'where') return moveDraft(draft, press, turn)
  if (field === 'role') return pickRole(draft, press, turn)
  const change =
    CHANGES[field] ?? (/^voices[1-9]$/.test(field) ? voices : /^(?:fig|m)\d$/.test(field) ? shared : undefined)
  return change === undefined
    ? { wrong: privateLine(turn.view.say('wrong.button')) }
    : change(draft, press, { ...turn, field })
}

async function moveDraft(draft: Draft, { where }: Press, { deps, request, view }: Turn): Promise<Changed> {
  if (where === undefined) return { wrong: privateLine(view.say('wrong.button')) }
  const rights = await deps.rights?.(where, request.userId)
  if (rights === undefined) return { wrong: privateLine(view.say('menu.unknownChat')) }
  if (!rights.mayManage) return { wrong: privateLine(view.say('wrong.rights')) }
  const name = rights.name ?? where.chatId
  if (rights.missing.length > 0)
    return { wrong: privateLine(view.say('menu.missing', { where: name, missing: rights.missing.join(', ') })) }
  if (rights.needsTag === true) return { wrong: privateLine(view.say('forum.needsTag', { where: name })) }
  const delivery = rights.kind === 'forum' ? { ...draft.delivery, isForum: true } : draft.delivery
  return { draft: { ...draft, where, whereName: name, ...(delivery && { delivery }) } }
}

/** Sets the role that posts ping; without a value nobody is pinged. Everyone never is. */
async function pickRole(draft: Draft, { values: [roleId] }: Press, { deps, view }: Turn): Promise<Changed> {
  const { mentionRoleId: _, ...others } = draft.delivery ?? {}
  if (roleId === undefined) return { draft: { ...draft, delivery: others } }
  const role = await deps.role?.(draft.where, roleId)
  if (role === undefined) return { wrong: privateLine(view.say('menu.roleGone')) }
  if (role.isEveryone) return { wrong: privateLine(view.say('menu.roleAll')) }
  if (!role.mayPing) {
    const named = { role: cleanLine(role.name), right: 'Mention @everyone, @here, and All Roles' }
    return { wrong: privateLine(view.say('menu.roleMute', named)) }
  }
  return { draft: { ...draft, delivery: { ...others, mentionRoleId: roleId } } }
}

type Change = (draft: Draft, press: Press, turn: Turn & { readonly field: string }) => Changed

const voices: Change = (draft, _press, { field }) => {
  const count = Number(field.slice('voices'.length))
  return { draft: { ...draft, filter: withOut({ ...draft.filter, minVoices: count > 1 ? count : undefined }) } }
}

/** One of the selects that share a set, `fig0`, `m2`: what the others chose stays. */
const shared: Change = (draft, press, { field, view }) => {
  const [, name, index] = /^(fig|m)(\d)$/.exec(field) ?? []
  const key = name === 'fig' ? 'measures' : 'mutedOutletIds'
  const selects = name === 'fig' ? figureChoices(draft, view) : mutedChoices(draft, view)
  const own = new Set(selects[Number(index)]?.map(({ value }) => value))
  const before = draft.filter[key] ?? []
  const chosen = chosenOf(press, before).filter((id) => own.has(id))
  return inFilter(draft, key, [...before.filter((id) => !own.has(id)), ...chosen])
}

function typedTimes(draft: Draft, { values }: Press, view: View): Changed {
  const times = checkTimes(values.join(','), view)
  return 'wrong' in times ? times : atTimes(draft, times.value, view)
}

function atTimes(draft: Draft, minutes: readonly number[] | undefined, { say }: View): Changed {
  if (minutes === undefined) return { wrong: privateLine(say('wrong.button')) }
  const { schedule } = draft
  const weekdays = schedule.kind === 'times' && schedule.weekdays ? { weekdays: schedule.weekdays } : {}
  return { draft: { ...draft, schedule: { kind: 'times', minutes, timezone: schedule.timezone, ...weekdays } } }
}

const CHANGES: Readonly<Record<string, Change>> = {
  sections: (draft, press) => inFilter(draft, 'sectionIds', chosenOf(press, draft.filter.sectionIds)),
  countries: (draft, press, { view }) => {
    const countries = new Set(view.region.entities.filter(({ kind }) => kind === 'country').map(({ id }) => id))
    const before = draft.filter.entityIds ?? []
    const others = before.filter((id) => !countries.has(id))
    const chosen = chosenOf(press, before).filter((id) => countries.has(id))
    return inFilter(draft, 'entityIds', [...others, ...chosen])
  },
  entities: (draft, { values }, { view }) => {
    const names = (values[0] ?? '').split(/[,;\n]/).map((name) => name.trim()).filter((name) => name !== '') // prettier-ignore
    const entities = checkEntities(names, view)
    return 'wrong' in entities ? entities : inFilter(draft, 'entityIds', entities.value)
  },
  keywords: (draft, { values }, { view }) => {
    const keywords = checkKeywords(values[0] ?? '', view)
    if ('wrong' in keywords) return keywords
    return { draft: { ...draft, filter: withOut({ ...draft.filter, keywords: keywords.value }) } }
  },
  times: (draft, press, { view }) => {
    const { schedule } = draft
    const before = schedule.kind === 'times' ? schedule.minutes.map(String) : []
    const offered = [...hourChoices(draft).map(({ value }) => value), ...before]
    const given = chosenOf(press, before)
    if (press.isToggle === true && given.length === 0) return { wrong: privateLine(view.say('times.none')) }
    // A form that was opened before 2026-12 writes into this field.
    const chosen = menuTimes(given, offered)
    return chosen === undefined && press.isToggle !== true
      ? typedTimes(draft, press, view)
      : atTimes(draft, chosen, view)
  },
  'typed-times': (draft, press, { view }) => typedTimes(draft, press, view),
  days: (draft, press, { view }) => {
    const { schedule } = draft
    if (schedule.kind !== 'times') return { draft }
    const before = (schedule.weekdays ?? [1, 2, 3, 4, 5, 6, 7]).map(String)
    const days = chosenOf(press, before).map(Number).filter((day) => day >= 1 && day <= 7).sort() // prettier-ignore
    if (days.length === 0) return { wrong: privateLine(view.say('menu.noDays')) }
    const { weekdays: _, ...rest } = schedule
    return { draft: { ...draft, schedule: days.length === 7 ? rest : { ...rest, weekdays: days } } }
  },
  live: (draft) => {
    const { timezone } = draft.schedule
    if (draft.schedule.kind === 'as-it-happens')
      return { draft: { ...draft, schedule: { kind: 'times', minutes: [540], timezone } } }
    return {
      draft: {
        ...draft,
        schedule: { kind: 'as-it-happens', timezone, atMostPerDay: 10, quiet: { fromMinute: 1320, toMinute: 420 } },
      },
    }
  },
  cap: (draft, { values: [value] }, { view }) => {
    const { schedule } = draft
    const atMostPerDay = capOf(value)
    if (schedule.kind !== 'as-it-happens' || atMostPerDay === undefined)
      return { wrong: privateLine(view.say('wrong.button')) }
    return { draft: { ...draft, schedule: { ...schedule, atMostPerDay } } }
  },
  quiet: (draft, { values }, { view }) => {
    const { schedule } = draft
    if (schedule.kind !== 'as-it-happens') return { wrong: privateLine(view.say('wrong.button')) }
    const quiet = checkQuiet(values[0] ?? '', view)
    return 'wrong' in quiet ? quiet : { draft: { ...draft, schedule: withOut({ ...schedule, quiet: quiet.value }) } }
  },
  'alert-cap': (draft, { values: [value] }, { view }) => {
    const { alerts } = draft
    const atMostPerDay = capOf(value)
    if (alerts === undefined || atMostPerDay === undefined) return { wrong: privateLine(view.say('wrong.button')) }
    return { draft: { ...draft, alerts: { ...alerts, atMostPerDay } } }
  },
  zone: (draft, { values }, { view }) => {
    const zone = checkTimezone(values[0] ?? '', view)
    return 'wrong' in zone ? zone : { draft: { ...draft, schedule: { ...draft.schedule, timezone: zone.value } } }
  },
  language: (draft, { values }, { view }) => {
    const language = checkLanguage(values[0] ?? '', view)
    return 'wrong' in language ? language : { draft: { ...draft, language: language.value } }
  },
  length: (draft, { values }, { view }) => {
    const length = (['short', 'normal', 'full'] as const).find((each) => each === values[0])
    return length === undefined ? { wrong: privateLine(view.say('wrong.button')) } : { draft: { ...draft, length } }
  },
  'alert-stories': (draft) => withAlerts(draft, { stories: draft.alerts?.stories === true ? undefined : true }),
  'alert-figures': (draft) => {
    const isOn = (draft.alerts?.figures ?? []).length > 0
    return withAlerts(draft, { figures: isOn ? undefined : followedFigures(draft) })
  },
  crosspost: (draft) => toggled(draft, 'crosspost'),
  forum: (draft) => toggled(draft, 'isForum'),
  // Each section's topic is made when its first item comes.
  topics: (draft) => ({
    draft: { ...draft, delivery: withOut({ ...draft.delivery, topics: draft.delivery?.topics ? undefined : {} }) },
  }),
}

/** So many posts a day at most; undefined: it is none that the menu offers. */
function capOf(value = ''): number | undefined {
  return CAPS.find((cap) => String(cap) === value)
}

/** The set that is chosen after a press: a toggle turns one of it, a select gives it whole. */
export function chosenOf(
  { values, isToggle }: Pick<Press, 'values' | 'isToggle'>,
  before: readonly string[] = [],
): readonly string[] {
  if (isToggle !== true) return values
  const [value = ''] = values
  return before.includes(value) ? before.filter((each) => each !== value) : [...before, value]
}

type Ids = 'sectionIds' | 'entityIds' | 'measures' | 'mutedOutletIds'

function inFilter(draft: Draft, key: Ids, ids: readonly string[]): Changed {
  const set = [...new Set(ids)].slice(0, 50).map((id) => shown(id))
  const filter = withOut({ ...draft.filter, [key]: set.length === 0 ? undefined : set })
  const changed: Draft = { ...draft, filter }
  // Alerts follow what the order follows.
  return draft.alerts?.figures === undefined
    ? { draft: changed }
    : withAlerts(changed, { figures: followedFigures(changed) })
}

/** Whatever an order follows; every figure, where it follows nothing of its own. */
function followedFigures({ filter: { entityIds, measures } }: Pick<Draft, 'filter'>) {
  return (measures ?? [undefined]).map((measure) => ({
    ...(measure && { measure }),
    ...(entityIds && { entityIds }),
  }))
}

function withAlerts(
  draft: Draft,
  changes: { stories?: boolean | undefined; figures?: NonNullable<Draft['alerts']>['figures'] },
): Changed {
  const alerts = withOut({ atMostPerDay: 3, ...draft.alerts, ...changes })
  const { alerts: _, ...rest } = draft
  return { draft: alerts.stories === undefined && alerts.figures === undefined ? rest : { ...rest, alerts } }
}

function toggled(draft: Draft, key: 'crosspost' | 'isForum'): Changed {
  const delivery = withOut({ ...draft.delivery, [key]: draft.delivery?.[key] === true ? undefined : true })
  return { draft: { ...draft, delivery } }
}

/** The object without its undefined properties. */
function withOut<T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}
