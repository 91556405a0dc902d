import { controls, heading, paragraph, small, privateLine } from '../wording/blocks.js'
import { cleanLine } from '../wording/clean.js'
import { changeDraft } from './draft-changes.js'
import { draftOf, newDraft, readDraft, type Draft } from './draft.js'
import { languageName } from '../wording/format.js'
import {
  capChoices,
  choicesOf,
  figureChoices,
  hourChoices,
  lengthChoices,
  mutedChoices,
  weekdayChoices,
  zoneChoices,
} from './menu-choices.js'
import type { Managed } from './managed-subscriptions.js'
import type { Block, Choice, Control, Message } from '../contract/message.js'
import { alertWords, clockTime, graceLine, quietLine, quietWords, whatWords, whenWords } from './order-words.js'
import type { Chat, Press } from '../contract/request.js'
import { previewOf, saveOrder } from './subscription-order.js'
import { textLanguages } from '../wording/texts.js'
import { ownLine } from '../wording/view.js'
import type { Turn } from '../turn/turn.js'

/** `subscribe` without values: the menu that asks where, what and when, with a preview at hand. `about`: what to begin with. */
export async function openSubscribeMenu(
  turn: Turn,
  begin: Partial<Pick<Draft, 'filter' | 'alerts'>> = {},
): Promise<Message> {
  const draft = { ...newDraft(turn.request.chat, turn.settings, turn.view), ...begin }
  return { ...(await page(draft, 'main', turn)), replaces: false }
}

/** The same for another chat, where the person may manage it. */
export async function openSubscribeMenuAt(where: Chat, turn: Turn): Promise<Message> {
  const draft = newDraft(turn.request.chat, turn.settings, turn.view)
  const moved = await changeDraft(draft, 'where', { name: 'press', action: ['new-at'], values: [], where }, turn)
  return 'wrong' in moved ? moved.wrong : { ...(await page(moved.draft, 'main', turn)), replaces: false }
}

/** The same menu over a subscription that is there. */
export async function openEditMenu({ subscription, whereName }: Managed, turn: Turn): Promise<Message> {
  return page({ ...draftOf(subscription), ...(whereName !== undefined && { whereName }) }, 'main', turn)
}

/**
 * A press in the menu: `['e', key, page]` turns to a page, `['es', key, page, field]` sets a field to what was chosen or written,
 * `['ep', key]` previews, `['ok', key]` saves. The draft behind `key` is never changed: each choice keeps another.
 */
export async function pressSubscriptionMenu(press: Press, turn: Turn): Promise<Message> {
  const [verb, key = '', name = 'main', field = ''] = press.action
  const { deps, request, view } = turn
  const draft = readDraft(await deps.memos.recall(request.chat, key, deps.now()))
  if (draft === undefined) return privateLine(view.say('wrong.button'))
  if (verb === 'ep') return previewOf(draft, turn)
  if (verb === 'ok') return saveOrder(draft, turn)
  if (verb === 'type-e') return { blocks: [], form: formOf(key, name, field, { draft, turn }) }
  if (verb === 'e') return page(draft, name, turn)
  const changed = await changeDraft(draft, field, press, turn)
  return 'wrong' in changed ? changed.wrong : page(changed.draft, name, turn)
}

async function page(draft: Draft, name: string, turn: Turn): Promise<Message> {
  const { deps, request, view } = turn
  const key = await deps.memos.keep(request.chat, draft, deps.now())
  const state = [...(await summary(draft, turn)), ...(await pingLine(draft, turn))]
  const parts = pageNamed(name)({ key, draft, turn })
  const isNew = draft.id === undefined
  const end = controls(
    ...(name === 'main' ? [] : [button(view.say('menu.back'), ['e', key, 'main'])]),
    button(view.say('menu.preview'), ['ep', key]),
    button(view.say(isNew ? 'menu.subscribe' : 'menu.save'), ['ok', key], 'primary'),
    button(view.say('menu.cancel'), ['close']),
  )
  return { blocks: [...state, ...parts, ...end], isPrivate: true, replaces: true }
}

async function summary(draft: Draft, { view, deps }: Turn): Promise<readonly Block[]> {
  const { say } = view
  const where = draft.whereName === undefined ? say('menu.here') : draft.whereName
  const quiet = quietLine(draft, await deps.chats.settings(draft.where), view)
  return [
    heading(say(draft.id === undefined ? 'menu.title' : 'menu.editTitle')),
    paragraph(say('menu.where', { where })),
    paragraph(say('menu.what', { what: whatWords(draft, view) })),
    paragraph(say('menu.when', { when: whenWords(draft, deps.now(), view) })),
    paragraph(
      say('menu.language', {
        language: ownLine(languageName(draft.language, view.language), view),
        length: say(`length.${draft.length}`),
      }),
    ),
    ...quiet.map((line) => paragraph(line)),
    paragraph(alertWords(draft, view)),
  ]
}

/** Whom posts ping, where that is anybody. */
async function pingLine({ where, delivery }: Draft, { view: { say }, deps }: Turn): Promise<readonly Block[]> {
  const roleId = delivery?.mentionRoleId
  if (roleId === undefined) return []
  const role = await deps.role?.(where, roleId)
  return [paragraph(role === undefined ? say('menu.roleGone') : say('menu.pings', { role: cleanLine(role.name) }))]
}

interface PageOf {
  readonly key: string
  readonly draft: Draft
  readonly turn: Turn
}

const button = (label: string, action: Control extends infer C ? (C extends { action: infer A } ? A : never) : never, look: 'plain' | 'primary' | 'danger' = 'plain'): Control => ({ kind: 'button', label, action, look }) // prettier-ignore

type Select = Extract<Control, { kind: 'select' }>

function select(
  label: string,
  action: Select['action'],
  choices: Select['choices'],
  { least, most } = { least: 1, most: 1 },
): Control {
  return { kind: 'select', label, action, choices, least, most }
}

type Page = (page: PageOf) => readonly Block[]

function pageNamed(name: string): Page {
  const [, index] = /^m(\d)$/.exec(name) ?? []
  return index === undefined ? (PAGES[name] ?? mainPage) : (page) => mutedPage(page, Number(index))
}

const PAGES: Readonly<Record<string, Page>> = {
  main: mainPage,
  what: whatPage,
  lands: (page) => countriesPage(page),
  fig: figuresPage,
  when: whenPage,
  more: morePage,
}

function mainPage({ key, draft, turn: { view, request } }: PageOf): readonly Block[] {
  const { say } = view
  const languages = textLanguages().map((id) => ({
    value: id,
    label: languageName(id, id),
    isChosen: id === draft.language,
  }))
  const pick: Control = { kind: 'pick-chat', label: say('menu.pickWhere'), action: ['es', key, 'main', 'where'] }
  return [
    ...(draft.id === undefined && request.chat.threadId === undefined ? controls(pick) : []),
    ...controls(
      select(say('menu.pickTimes'), ['es', key, 'main', 'times'], hourChoices(draft, [7, 8, 9, 12, 18, 21]), {
        least: 1,
        most: 6,
      }),
    ),
    ...controls(select(say('menu.pickLanguage'), ['es', key, 'main', 'language'], languages)),
    ...controls(
      button(say('menu.toWhat'), ['e', key, 'what']),
      button(say('menu.toWhen'), ['e', key, 'when']),
      button(say('menu.toMore'), ['e', key, 'more']),
    ),
  ]
}

/** Countries, on a page of their own where each choice is a button. */
function countriesPage({ key, draft, turn: { view } }: PageOf, name = 'lands'): readonly Block[] {
  const countries = view.region.entities.filter(({ kind }) => kind === 'country').slice(0, 25)
  const choices = choicesOf(countries, draft.filter.entityIds, ({ name: names }) => names[view.language])
  if (choices.length === 0) return []
  const action = ['es', key, name, 'countries'] as const
  return controls(select(view.say('menu.pickCountries'), action, choices, { least: 0, most: choices.length }))
}

function whatPage(page: PageOf): readonly Block[] {
  const { key, draft, turn } = page
  const { view, traits } = turn
  const { say, region } = view
  const { filter } = draft
  const many = (label: string, field: string, choices: ReturnType<typeof choicesOf>): readonly Block[] =>
    choices.length === 0
      ? []
      : controls(select(label, ['es', key, 'what', field], choices, { least: 0, most: choices.length }))
  const toCountries = say('menu.pickCountries').replace(/[?？].*$/su, '…')
  return [
    ...many(
      say('menu.pickSections'),
      'sections',
      choicesOf(region.sections, filter.sectionIds, ({ title }) => title[view.language]),
    ),
    ...(traits.hasSelects ? countriesPage(page, 'what') : []),
    ...controls(
      ...(traits.hasSelects ? [] : [button(toCountries, ['e', key, 'lands'])]),
      button(say('menu.typeEntities'), ['type-e', key, 'what', 'entities']),
      ...(region.measures.length === 0 ? [] : [button(`${say('menu.pickFigures')}…`, ['e', key, 'fig'])]),
      button(say('menu.typeKeywords'), ['type-e', key, 'what', 'keywords']),
    ),
    ...controls(
      ...[1, 2, 3].map((count) =>
        button(
          say('menu.voices', { count }),
          ['es', key, 'what', `voices${count}`],
          (filter.minVoices ?? 1) === count ? 'primary' : 'plain',
        ),
      ),
    ),
  ]
}

function figuresPage({ key, draft, turn: { view } }: PageOf): readonly Block[] {
  return figureChoices(draft, view).flatMap((choices, index) => {
    const label = `${view.say('menu.pickFigures')}: ${spanOf(choices)}`
    return controls(select(label, ['es', key, 'fig', `fig${index}`], choices, { least: 0, most: choices.length }))
  })
}

// Outlets are too many for one page of Telegram’s buttons, and names are short for what a button carries.
function mutedPage({ key, draft, turn: { view } }: PageOf, index: number): readonly Block[] {
  const { say } = view
  const pages = mutedChoices(draft, view)
  const choices = pages[index] ?? []
  if (choices.length === 0) return []
  const name = `m${index}`
  const next = (index + 1) % pages.length
  const label = `${say('menu.pickMuted')} ${spanOf(choices)}`
  return [
    ...controls(select(label, ['es', key, name, name], choices, { least: 0, most: choices.length })),
    ...(pages.length < 2
      ? []
      : controls(button(say('page.on', { page: next + 1, pages: pages.length }), ['e', key, `m${next}`]))),
  ]
}

/** "Altai – Steppe Courier": what a select of many holds. */
function spanOf(choices: readonly Choice[]): string {
  return `${choices[0]?.label ?? ''} – ${choices.at(-1)?.label ?? ''}`
}

function whenPage({ key, draft, turn: { view } }: PageOf): readonly Block[] {
  const { say } = view
  const { schedule } = draft
  const isLive = schedule.kind === 'as-it-happens'
  return [
    ...graceLine(draft, view).map((line) => small(line)),
    ...controls(
      select(say('menu.pickTimes'), ['es', key, 'when', 'times'], hourChoices(draft), { least: 1, most: 24 }),
    ),
    ...(isLive
      ? []
      : controls(
          select(say('menu.pickDays'), ['es', key, 'when', 'days'], weekdayChoices(draft, view), { least: 1, most: 7 }),
        )),
    ...(isLive
      ? controls(select(say('menu.pickCap'), ['es', key, 'when', 'cap'], capChoices(schedule.atMostPerDay)))
      : []),
    ...controls(select(say('menu.pickZone'), ['es', key, 'when', 'zone'], zoneChoices(schedule.timezone, view))),
    ...controls(
      button(say('menu.typeTimes'), ['type-e', key, 'when', 'typed-times']),
      button(say('menu.typeZone'), ['type-e', key, 'when', 'zone']),
      ...(isLive ? [button(say('settings.typeQuiet'), ['type-e', key, 'when', 'quiet'])] : []),
      button(say('menu.live'), ['es', key, 'when', 'live'], isLive ? 'primary' : 'plain'),
    ),
  ]
}

function morePage({ key, draft, turn: { view, request, traits } }: PageOf): readonly Block[] {
  const { say } = view
  const set = (label: string, field: string, isOn: boolean) =>
    button(label, ['es', key, 'more', field], isOn ? 'primary' : 'plain')
  const { alerts, delivery = {} } = draft
  const role: Control = {
    kind: 'pick-role',
    label: say('menu.pickRole'),
    action: ['es', key, 'more', 'role'],
    ...(delivery.mentionRoleId !== undefined && { chosen: delivery.mentionRoleId }),
  }
  return [
    ...controls(select(say('menu.pickLength'), ['es', key, 'more', 'length'], lengthChoices(draft.length, view))),
    ...(view.region.outlets.length === 0
      ? []
      : controls(button(say('menu.pickMuted').replace(/[?？]$/, '…'), ['e', key, 'm0']))),
    ...(traits.hasRoles && request.isDirect !== true ? controls(role) : []),
    ...controls(
      set(say('menu.alertFigures'), 'alert-figures', (alerts?.figures ?? []).length > 0),
      set(say('menu.alertStories'), 'alert-stories', alerts?.stories === true),
    ),
    ...(alerts === undefined
      ? []
      : controls(select(say('menu.pickAlertCap'), ['es', key, 'more', 'alert-cap'], capChoices(alerts.atMostPerDay)))),
    ...controls(
      ...(traits.canCrosspost ? [set(say('menu.crosspost'), 'crosspost', delivery.crosspost === true)] : []),
      ...(traits.hasForums ? [set(say('menu.forum'), 'forum', delivery.isForum === true)] : []),
      ...(traits.hasTopics && request.isDirect !== true
        ? [set(say('menu.topics'), 'topics', delivery.topics !== undefined)]
        : []),
    ),
    small(say('menu.moreHelp')),
  ]
}

function formOf(key: string, name: string, field: string, { draft, turn: { view } }: { draft: Draft; turn: Turn }) {
  const { say, region } = view
  const { filter, schedule } = draft
  const action = ['es', key, name, field] as const
  switch (field) {
    case 'entities': {
      const named = (filter.entityIds ?? []).map(
        (id) => region.entities.find((entity) => entity.id === id)?.name[view.language] ?? id,
      )
      return {
        title: say('menu.typeEntities'),
        label: say('menu.entitiesLabel'),
        value: named.join(', '),
        most: 300,
        action,
      }
    }
    case 'keywords':
      return {
        title: say('menu.typeKeywords'),
        label: say('menu.keywordsLabel'),
        placeholder: say('keywords.example'),
        value: filter.keywords ?? '',
        most: 300,
        action,
      }
    case 'quiet': {
      const quiet = schedule.kind === 'as-it-happens' ? schedule.quiet : undefined
      const value = quiet === undefined ? '' : quietWords(quiet)
      return { title: say('settings.typeQuiet'), label: say('settings.quietLabel'), value, most: 20, action }
    }
    case 'zone':
      return { title: say('menu.typeZone'), label: say('menu.zoneLabel'), value: schedule.timezone, most: 60, action }
    default: {
      const times = schedule.kind === 'times' ? schedule.minutes.map(clockTime).join(', ') : ''
      return { title: say('menu.typeTimes'), label: say('menu.timesLabel'), value: times, most: 200, action }
    }
  }
}
