import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { sealAction, type Action } from '../../../src/bots/contract/actions.js'
import { handleRequest, conversationLimits } from '../../../src/bots/commands/handle-request.js'
import type { Control, Message } from '../../../src/bots/contract/message.js'
import { parseCommand } from '../../../src/bots/commands/parse-command.js'
import type { Rights } from '../../../src/bots/contract/platform.js'
import type { Chat, Command, Request } from '../../../src/bots/contract/request.js'
import { createTurns } from '../../../src/bots/timing/in-turn.js'
import { openSuggestions } from '../../../src/bots/suggest/suggestions.js'
import { keyboardOf } from '../../../src/bots/telegram/render/keyboard.js'
import { loadRegion } from '../../../src/regions/load-region.js'
import { greet } from '../../../src/bots/suggest/greeting.js'
import {
  answer,
  chatStore,
  digest,
  memos,
  newsroom,
  now,
  plain,
  region,
  catalogue,
  traits,
} from '../stand-ins/stand-ins.js'
import type { CommandDeps } from '../../../src/bots/turn/turn.js'

const chat = { platform: 'discord', chatId: '7' } as const
const other = { platform: 'discord', chatId: '8' } as const

function setUp(parts: Partial<CommandDeps> = {}) {
  const { store, kept, chosen } = chatStore()
  let ids = 0
  const deps: CommandDeps = {
    ...{ newsroom: newsroom(), chats: store, memos: memos(), catalogue: catalogue(), region, now },
    traits,
    firstSight: async () => true,
    newId: () => `s${(ids += 1)}`,
    ...parts,
  }
  const send = async (command: Command | string, more: Partial<Request> = {}): Promise<Message> => {
    const asked = typeof command === 'string' ? parseCommand(command) : command
    const message = await handleRequest({ chat, userId: 'u', command: asked, mayManage: true, ...more }, deps)
    // Whatever a message offers can be put on a button.
    for (const control of controlsOf(message)) if ('action' in control) sealAction(control.action, 'secret')
    return message
  }
  const press = (
    message: Message,
    label: string | RegExp,
    values: readonly string[] = [],
    more: Partial<Request> & { where?: Chat } = {},
  ) => {
    const { where, ...rest } = more
    return send({ name: 'press', action: actionOf(message, label), values, ...(where && { where }) }, rest)
  }
  /** Subscribes another chat from where the person stands. */
  const subscribeFor = async (where: Chat, from: Partial<Request>): Promise<Message> => {
    const menu = await send('/subscribe', from)
    return press(await press(menu, 'Another channel or group', [], { ...from, where }), 'Subscribe', [], from)
  }
  return { send, press, subscribeFor, kept, chosen, deps }
}

const controlsOf = (message: Message): readonly Control[] =>
  message.blocks.flatMap((block) => (block.kind === 'controls' ? block.controls : []))
const labels = (message: Message) => controlsOf(message).map(({ label }) => label)

function actionOf(message: Message, label: string | RegExp): Action {
  const found = controlsOf(message).find((control) => control.label.match(label) && 'action' in control)
  if (!found || !('action' in found)) throw new Error(`no control ${String(label)} among ${labels(message).join(', ')}`)
  return found.action
}

test('subscribe without values opens a menu whose choices become a subscription', async () => {
  const { send, press, kept } = setUp()
  const menu = await send('/subscribe')
  expect(plain(menu)).toBe(
    [
      'A new subscription',
      'Where: this chat',
      'What: all sections',
      'When: every day at 09:00 (Asia/Almaty, UTC+5)',
      'Language: English. Length: normal: with quotes',
      'Alerts between digests: none',
    ].join('\n'),
  )
  const what = await press(menu, 'What…')
  const sections = await press(what, /sections/, ['outlook'])
  const countries = await press(sections, /countries/, ['kazakhstan', 'china'])
  const voiced = await press(countries, 'from 2 sources')
  const when = await press(await press(voiced, '◀ Back'), 'When…')
  const times = await press(when, /times/, ['480', '1080'])
  const days = await press(times, /days/, ['1', '3'])
  const zoned = await press(days, /time zone\?/, ['Asia/Tashkent'])
  const spoken = await press(await press(zoned, '◀ Back'), /language/, ['ru'])
  const more = await press(spoken, 'More…')
  const alerted = await press(await press(more, 'Alert: a story breaks'), 'Alert: a figure changes')
  const saved = await press(alerted, 'Subscribe')
  expect(plain(saved)).toMatch(
    /^Done\. To this chat comes: Outlook; Kazakhstan, China; told by at least 2 sources; Mon, Wed at 08:00, 18:00/,
  )
  expect(kept()).toEqual([
    {
      ...{ id: 's1', chat, status: 'active', language: 'ru', length: 'normal', createdBy: 'u', createdAt: now() },
      filter: { sectionIds: ['outlook'], entityIds: ['kazakhstan', 'china'], minVoices: 2 },
      schedule: { kind: 'times', minutes: [480, 1080], weekdays: [1, 3], timezone: 'Asia/Tashkent' },
      alerts: { atMostPerDay: 3, stories: true, figures: [{ entityIds: ['kazakhstan', 'china'] }] },
      nextDueAt: Date.parse('2025-06-18T03:00Z'),
    },
  ])
})

test('a toggle changes one of a set, a choice gives the set whole', async () => {
  const { send, press } = setUp()
  const what = await press(await send('/subscribe'), 'What…')
  const toggle = { name: 'press', action: actionOf(what, /sections/), values: ['outlook'], isToggle: true } as const
  const on = await send(toggle)
  expect(plain(on)).toContain('What: Outlook')
  expect(plain(await send({ ...toggle, action: actionOf(on, /sections/) }))).toContain('What: all sections')
})

test('figures to follow are chosen by name, of as many as the pack measures, and alerts follow what is followed', async () => {
  const measures = Array.from({ length: 30 }, (_, index) => {
    const called = `figure ${String(index).padStart(2, '0')}`
    return { id: `m${index}`, name: { en: called, ru: called } }
  })
  const { send, press, kept } = setUp({
    region: { ...region, measures: measures as unknown as typeof region.measures },
  })
  const more = await press(await press(await send('/subscribe'), 'More…'), 'Alert: a figure changes')
  const page = await press(await press(await press(more, '◀ Back'), 'What…'), 'Figures to follow…')
  expect(labels(page).slice(0, 2)).toEqual([
    'Figures to follow: figure 00 – figure 24',
    'Figures to follow: figure 25 – figure 29',
  ])
  const first = await press(page, /figure 00/, ['m1', 'm2', 'no-such-figure'])
  const second = await press(first, /figure 25/, ['m29'])
  expect(plain(second)).toContain('What: all sections; figure 01, figure 02, figure 29')
  const toggle = { name: 'press', action: actionOf(second, /figure 00/), values: ['m2'], isToggle: true } as const
  const less = await send(toggle)
  await press(less, 'Subscribe')
  expect(kept()).toMatchObject([
    { filter: { measures: ['m29', 'm1'] }, alerts: { figures: [{ measure: 'm29' }, { measure: 'm1' }] } },
  ])
  const none = await press(await press(less, /figure 00/, []), /figure 25/, [])
  await press(none, 'Subscribe')
  expect(kept()[1]).toMatchObject({ filter: {}, alerts: { figures: [{}] } })
})

test('any of the outlets can be muted, a page of them at a time', async () => {
  const outlets = Array.from({ length: 60 }, (_, index) => ({
    ...{ id: `o${index}`, name: `Outlet ${String(index).padStart(2, '0')}`, domains: [], voice: 'state' as const },
  }))
  const { send, press, kept } = setUp({ region: { ...region, outlets } })
  const first = await press(await press(await send('/subscribe'), 'More…'), 'Which outlets to leave out…')
  const some = await press(first, /Outlet 00 – Outlet 24/, ['o3', 'o7'])
  const third = await press(await press(some, 'Page 2 of 3 ▶'), 'Page 3 of 3 ▶')
  const last = await press(third, /Outlet 50 – Outlet 59/, ['o59', 'no-such-outlet'])
  expect(labels(last)).toContain('Page 1 of 3 ▶')
  expect(plain(last)).toContain('Outlet 03, Outlet 07, Outlet 59')
  const fewer = await press(await press(last, 'Page 1 of 3 ▶'), /Outlet 00/, ['o7'])
  await press(fewer, 'Subscribe')
  expect(kept()).toMatchObject([{ filter: { mutedOutletIds: ['o59', 'o7'] } }])
})

test('each outlet and figure of the shipped pack fits a button of Telegram', async () => {
  const pack = loadRegion(fileURLToPath(new URL('../../../regions/central-asia', import.meta.url)))
  const { send, press } = setUp({ region: pack })
  let page = await press(await press(await send('/subscribe'), 'More…'), 'Which outlets to leave out…')
  const values = new Set<string>()
  const take = (message: Message) => {
    for (const control of controlsOf(message).filter((each) => each.kind === 'select')) {
      const rows = keyboardOf([[control]], 'secret')
      expect(rows.flat()).toHaveLength(control.choices.length + 1)
      for (const { value } of control.choices) values.add(value)
    }
  }
  for (let number = 1; number <= Math.ceil(pack.outlets.length / 25); number += 1) {
    take(page)
    page = await press(page, /^Page/)
  }
  take(await press(await press(await send('/subscribe'), 'What…'), 'Figures to follow…'))
  expect(values).toEqual(new Set([...pack.outlets, ...pack.measures].map(({ id }) => id)))
})

test('who has subscribed sees at once one short page of what will come, and is subscribed though the newsroom fails', async () => {
  const asked: unknown[] = []
  const seen = setUp({ newsroom: newsroom({ digest: async (request) => (asked.push(request), digest) }) })
  const spoken = await seen.press(await seen.send('/subscribe'), /language/, ['ru'])
  const saved = await seen.press(spoken, 'Subscribe')
  const day = 24 * 3_600_000
  expect(asked).toEqual([{ from: now() - day, to: now(), language: 'ru', filter: {}, length: 'normal' }])
  expect(plain(saved)).toMatch(/A preview: .*\nОбзор, /)
  const edited = await seen.press(await seen.press(saved, 'Change'), 'Save')
  expect(plain(edited)).not.toContain('A preview')
  const broken = setUp({ newsroom: newsroom({ digest: async () => Promise.reject(new Error('no')) }) })
  expect(plain(await broken.press(await broken.send('/subscribe'), 'Subscribe'))).toMatch(/^Done\./)
  expect(broken.kept()).toHaveLength(1)
})

test('"Follow" on an item opens the menu with whom the item is about', async () => {
  const why = { cues: [], entities: [], figures: [] }
  const opened = { storyId: 's7', line: 'Trade grows', entityIds: ['china'], why, sources: [], silent: [] }
  const { send, press } = setUp({
    newsroom: newsroom({ item: async ({ storyId, sectionId }) => (storyId === 's7' ? { ...opened, sectionId } : undefined) }), // prettier-ignore
  })
  const item = await send({ name: 'press', action: ['item', 's7', '1'], values: [] })
  expect(plain(await press(item, /Follow/))).toContain('What: all sections; China')
})

test('a section of a digest is chosen of a select on Discord; Telegram, which has none, is spared a button for each', async () => {
  const asked: (string | undefined)[] = []
  const { send, press } = setUp({
    newsroom: newsroom({ digest: async ({ sectionId }) => (asked.push(sectionId), digest) }),
  })
  const shown = await send('/digest')
  const outlook = await press(shown, 'Which section?', ['1'])
  expect(outlook.replaces).toBe(true)
  const choices = controlsOf(outlook).flatMap((control) => (control.kind === 'select' ? control.choices : []))
  expect(choices.map(({ label, isChosen }) => [label, isChosen])).toEqual([
    ['all sections', false],
    ['Trade and energy', false],
    ['Outlook', true],
  ])
  await press(outlook, 'Which section?', ['-'])
  expect(asked).toEqual([undefined, 'outlook', undefined])
  expect(labels(await send('/digest', { chat: { platform: 'telegram', chatId: '7' } }))).not.toContain('Which section?')
})

test('keywords, names, times and zones are written into forms, and what is wrong is named', async () => {
  const { send, press } = setUp()
  const what = await press(await send('/subscribe'), 'What…')
  const { form } = await press(what, 'Keywords')
  expect(form).toMatchObject({ title: 'Keywords', most: 300 })
  const type = async (message: Message, label: string, value: string) => {
    const { form: asked } = await press(message, label)
    if (!asked) throw new Error(`${label} opened no form`)
    return send({ name: 'press', action: asked.action, values: [value] })
  }
  expect(plain(await type(what, 'Keywords', ' +газ !футбол '))).toContain('words: all of: газ; none of: футбол')
  expect(plain(await type(what, 'Names to follow', 'Китай, kazakhstan'))).toContain('all sections; China, Kazakhstan')
  expect(plain(await type(what, 'Names to follow', 'Atlantis'))).toMatch(/nobody and nothing called “Atlantis”/)
  const when = await press(what, '◀ Back').then((main) => press(main, 'When…'))
  expect(plain(await type(when, 'Other times', '9, 14:30'))).toContain('09:00, 14:30')
  expect(plain(await type(when, 'Other times', '25:00'))).toMatch(/^“25:00” is not one time of the day/)
  expect(plain(await type(when, 'Another time zone', 'asia/tashkent'))).toContain('Asia/Tashkent, UTC+5')
  expect(plain(await type(when, 'Another time zone', 'Mars/Olympus'))).toMatch(/^There is no time zone “Mars\/Olympus”/)
})

const rights = (parts: Partial<Rights> = {}): Rights => ({
  name: '#news',
  mayManage: true,
  missing: [],
  kind: 'channel',
  ...parts,
})

test('another channel is subscribed by who may manage it, asked anew when it is saved', async () => {
  let now_ = rights()
  const { send, press, kept } = setUp({ rights: async () => now_ })
  const menu = await send('/subscribe')
  const moved = await press(menu, 'Another channel or group', [], { where: other })
  expect(plain(moved)).toContain('Where: #news')
  now_ = rights({ mayManage: false })
  expect(plain(await press(moved, 'Subscribe'))).toMatch(/^Only people who manage/)
  now_ = rights({ missing: ['Send Messages', 'Embed Links'] })
  expect(plain(await press(moved, 'Subscribe'))).toBe(
    'In #news I may not post yet. I lack: Send Messages, Embed Links.',
  )
  expect(kept()).toEqual([])
  now_ = rights()
  await press(moved, 'Subscribe')
  expect(kept()).toMatchObject([{ chat: other }])
})

test('by values, too, nothing is subscribed where the bot may not post, and what it lacks is named', async () => {
  const { send, kept } = setUp({ rights: async () => rights({ name: '#closed', missing: ['Send Messages'] }) })
  expect(plain(await send('/subscribe outlook 9'))).toBe('In #closed I may not post yet. I lack: Send Messages.')
  expect(kept()).toEqual([])
})

test('a feed of an owner is counted for no chat, and anybody else’s for theirs', async () => {
  const by: (string | undefined)[] = []
  const { send, press } = setUp({
    isOwner: (platform, userId) => platform === 'discord' && userId === 'owner',
    catalogue: catalogue({
      discover: async () => ({ found: [{ url: 'https://a.example/rss', title: 'A', items: 1, newest: [], isKnown: false }] }), // prettier-ignore
      add: async ({ url }, chatOf) => (by.push(chatOf), { kind: 'added', feedId: 'a', url }),
    }),
  })
  const found = await send('/feeds add a.example')
  await press(found, 'Read this feed', [], { userId: 'owner' })
  await press(found, 'Read this feed', [], { userId: 'another' })
  expect(by).toEqual([undefined, 'discord 7'])
})

test('a longer reply to a story is a question of its own; where nothing answers that, the story does', async () => {
  const stories: string[] = []
  const ask = async (question: string) =>
    question.includes('China') ? { ...answer, question } : { ...answer, question, found: false, text: 'Nothing on it.' }
  const story = async (id: string) => (stories.push(id), undefined)
  const { send } = setUp({ newsroom: newsroom({ ask, story }) })
  const about = { storyIds: ['s7'] }
  expect(plain(await send('/ask what does it trade with China?', { about }))).toContain('$43.8 bn')
  expect(stories).toEqual([])
  await send('/ask and why did it grow?', { about })
  expect(stories).toEqual(['s7'])
  expect(plain(await send('/ask and why did it grow?', { about: { storyIds: ['s7', 's8'] } }))).toBe('Nothing on it.')
})

test('a role to ping is chosen on Discord by who manages the server: never everyone, never one that cannot be pinged', async () => {
  const roles: Record<string, { name: string; mayPing: boolean; isEveryone: boolean }> = {
    '50': { name: '@readers', mayPing: true, isEveryone: false },
    '51': { name: '@moderators', mayPing: false, isEveryone: false },
    '10': { name: '@everyone', mayPing: true, isEveryone: true },
  }
  const { send, press, kept } = setUp({ role: async (_, id) => roles[id] })
  const more = await press(await send('/subscribe'), 'More…')
  expect(plain(await press(more, /role/, ['10']))).toBe('I never ping everyone. Choose a role.')
  expect(plain(await press(more, /role/, ['51']))).toMatch(/^I may not ping @moderators/)
  expect(plain(await press(more, /role/, ['99']))).toMatch(/^The role to ping no longer exists/)
  expect(plain(await press(more, /role/, ['50'], { mayManage: false }))).toMatch(/^Only people who manage/)
  const chosen = await press(more, /role/, ['50'])
  expect(plain(chosen)).toContain('Pings: @readers')
  expect(controlsOf(chosen).find(({ kind }) => kind === 'pick-role')).toMatchObject({ chosen: '50' })
  await press(chosen, 'Subscribe')
  expect(kept()).toMatchObject([{ delivery: { mentionRoleId: '50' } }])
  expect(plain(await press(chosen, /role/, []))).not.toContain('Pings')
  delete roles['50']
  expect(plain(await press(chosen, '◀ Back'))).toContain('The role to ping no longer exists: nobody is pinged.')
  await press(await press(chosen, /How long/, ['full']), 'Subscribe')
  expect(kept()[1]?.delivery).toEqual({})
  const direct = await press(await send('/subscribe', { isDirect: true }), 'More…', [], { isDirect: true })
  expect(labels(direct)).not.toContain('Which role to ping?')
})

test('a menu that one may open is of no use to who may not manage the chat at the press', async () => {
  const { send, press, kept } = setUp()
  const menu = await send('/subscribe')
  expect(plain(await press(menu, 'Subscribe', [], { mayManage: false }))).toMatch(/^Only people who manage/)
  expect(kept()).toEqual([])
})

test('a subscription is paused, resumed, edited, tried and stopped by its buttons, and stopping can be undone', async () => {
  const { send, press, kept } = setUp()
  const made = await send('/subscribe outlook 9')
  const paused = await press(made, 'Pause')
  expect(kept()).toMatchObject([{ status: 'paused' }])
  expect(labels(paused)).toContain('Resume')
  const resumed = await press(paused, 'Resume')
  expect(kept()).toMatchObject([{ status: 'active' }])
  const edited = await press(await press(await press(resumed, 'Change'), 'More…'), /How long/, ['full'])
  const saved = await press(edited, 'Save')
  expect(kept()).toMatchObject([{ id: 's1', length: 'full' }])
  const undone = await press(saved, 'Undo')
  expect(kept()).toMatchObject([{ id: 's1', length: 'normal' }])
  await press(undone, 'Undo')
  expect(kept()).toMatchObject([{ id: 's1', length: 'full' }])
  expect((await press(resumed, 'Preview')).isPrivate).toBe(true)
  expect((await press(resumed, 'Send a test')).isPrivate).toBe(false)
  const stopped = await press(resumed, 'Stop')
  expect(kept()).toEqual([])
  await press(stopped, 'Undo')
  expect(kept()).toMatchObject([{ length: 'full', filter: { sectionIds: ['outlook'] } }])
})

test('a subscription that was paused by hand stays paused when it is changed, one paused for a fault goes on', async () => {
  const { send, press, kept, deps } = setUp()
  const made = await send('/subscribe outlook 9')
  const change = async (menu: Message) => press(await press(menu, 'Change'), 'Save')
  const saved = await change(await press(made, 'Pause'))
  expect(kept()).toMatchObject([{ status: 'paused', reason: 'paused' }])
  expect(plain(saved)).toContain('Paused. Nothing comes until you resume it.')
  expect(plain(saved)).not.toContain('The next one')
  expect(labels(saved)).toContain('Resume')
  await press(saved, 'Resume')
  await deps.chats.pauseSubscription(chat, 's1', 'TOPIC_CLOSED')
  expect(labels(await change(saved))).toContain('Pause')
  expect(kept()).toMatchObject([{ status: 'active' }])
})

const channel = { platform: 'telegram', chatId: '-100' } as const
const alone = { chat: { platform: 'telegram', chatId: '9' }, userId: '9', isDirect: true } as const

test.each([
  ['a Telegram channel from a private chat', alone, channel],
  ['a Discord channel from another one', { chat, userId: 'u' }, other],
])('%s: its subscription is listed, shown, changed, tried, paused and stopped', async (_, from, where) => {
  const posted: string[] = []
  const { send, press, subscribeFor, kept } = setUp({
    rights: async () => rights(),
    post: async (to) => (posted.push(to.chatId), { kind: 'sent', messageId: '1' }),
  })
  const saved = await subscribeFor(where, from)
  const list = await send('/subscriptions', from)
  expect(plain(list)).toContain('In other chats\ns1 · #news: all sections')
  expect(plain(await press(list, 'Subscriptions of another chat', ['s1'], from))).toContain('s1 · #news')
  expect(plain(await press(saved, 'Send a test', [], from))).toBe('A test was posted in #news.')
  expect(posted).toEqual([where.chatId])
  expect((await press(saved, 'Preview', [], from)).isPrivate).toBe(true)
  const edited = await press(saved, 'Change', [], from)
  expect(plain(edited)).toContain('Where: #news')
  await press(await press(await press(edited, 'More…', [], from), /How long/, ['full'], from), 'Save', [], from)
  expect(kept()).toMatchObject([{ id: 's1', length: 'full', chat: where }])
  const paused = await press(saved, 'Pause', [], from)
  expect(kept()).toMatchObject([{ status: 'paused' }])
  await press(paused, 'Resume', [], from)
  expect(kept()).toMatchObject([{ status: 'active' }])
  const stopped = await press(saved, 'Stop', [], from)
  expect(kept()).toEqual([])
  await press(stopped, 'Undo', [], from)
  expect(kept()).toMatchObject([{ chat: where, length: 'full' }])
})

test.each([
  ['Telegram', alone, channel],
  ['Discord', { chat, userId: 'u' }, other],
])('on %s who lost the right over a chat neither sees nor changes what was made there', async (_, from, where) => {
  let now_: Rights | undefined = rights()
  const posted: string[] = []
  const { send, press, subscribeFor, kept } = setUp({
    rights: async () => now_,
    post: async (to) => (posted.push(to.chatId), { kind: 'sent', messageId: '1' }),
  })
  const saved = await subscribeFor(where, from)
  const before = kept()
  for (const lost of [rights({ mayManage: false }), undefined]) {
    now_ = lost
    for (const label of ['Change', 'Pause', 'Preview', 'Send a test', 'Stop'])
      expect(plain(await press(saved, label, [], from))).toMatch(/^Only people who manage/)
    expect(plain(await send('/subscriptions', from))).toMatch(/^This chat has no subscriptions/)
    expect(plain(await send('/subscriptions remove s1', from))).toMatch(/^Only people who manage/)
  }
  expect(kept()).toEqual(before)
  expect(posted).toEqual([])
})

test('in a group nothing is told of what a person made elsewhere, and a test is not sent where the bot may not post', async () => {
  let now_ = rights()
  const { send, press } = setUp({ rights: async () => now_ })
  const menu = await send('/subscribe', alone)
  const moved = await send(
    { name: 'press', action: actionOf(menu, 'Another channel or group'), values: [], where: channel },
    alone,
  )
  const saved = await press(moved, 'Subscribe', [], alone)
  const group = { chat: { platform: 'telegram', chatId: '-5' }, userId: '9' } as const
  expect(plain(await send('/subscriptions', group))).toMatch(/^This chat has no subscriptions/)
  expect(plain(await press(saved, 'Pause', [], group))).toBe('That subscription is not there any more.')
  now_ = rights({ missing: ['Post Messages'] })
  expect(plain(await press(saved, 'Send a test', [], alone))).toBe(
    'In #news I may not post yet. I lack: Post Messages.',
  )
})

test('an order that comes as it happens shows its quiet hours and caps, and they are set in its menu', async () => {
  const { send, press, kept } = setUp()
  const live = await press(await press(await send('/subscribe'), 'When…'), 'As it happens')
  expect(plain(live)).toContain('at most 10 a day')
  expect(plain(live)).toContain('Quiet hours: 22:00–07:00')
  const capped = await press(live, 'At most how many posts a day?', ['3'])
  expect(plain(capped)).toContain('at most 3 a day')
  expect(plain(await press(live, 'At most how many posts a day?', ['0']))).toMatch(/^This button is out of date/)
  const { form } = await press(capped, 'Quiet hours')
  expect(form).toMatchObject({ value: '22:00–07:00' })
  if (!form) throw new Error('no form of quiet hours')
  expect(plain(await send({ name: 'press', action: form.action, values: ['late'] }))).toMatch(
    /“late” is no span of quiet hours/,
  )
  const loud = await send({ name: 'press', action: form.action, values: ['none'] })
  expect(plain(loud)).toContain('Quiet hours: none')
  const quiet = await send({ name: 'press', action: form.action, values: ['23:30-6:00'] })
  const more = await press(await press(quiet, '◀ Back'), 'More…')
  expect(labels(more)).not.toContain('At most how many alerts a day?')
  const alerted = await press(await press(more, 'Alert: a story breaks'), 'At most how many alerts a day?', ['5'])
  expect(plain(alerted)).toContain('on, at most 5 a day')
  const saved = await press(alerted, 'Subscribe')
  expect(kept()).toMatchObject([
    { schedule: { atMostPerDay: 3, quiet: { fromMinute: 1410, toMinute: 360 } }, alerts: { atMostPerDay: 5 } },
  ])
  const paused = plain(await press(saved, 'Pause'))
  expect(paused).toContain('at most 3 a day')
  expect(paused).toContain('Quiet hours: 23:30–06:00')
  expect(paused).toContain('on, at most 5 a day')
})

test('sections that a chat hides are left out of its digests, unless that one is asked for', async () => {
  const { send } = setUp()
  await send({ name: 'press', action: ['set', 'hidden'], values: ['trade-energy'] })
  expect(plain(await send('/digest'))).not.toContain('Kazakhstan-China trade')
  expect(plain(await send('/digest trade-energy'))).toContain('Kazakhstan-China trade')
})

test('each setting is saved at once, shown, and taken back by Undo', async () => {
  const { send, press, chosen } = setUp()
  const menu = await press(await send('/settings'), /language/)
  const russian = await press(menu, /language/, ['ru'])
  expect(plain(russian)).toContain('Язык: русский')
  const quiet = await send({ name: 'press', action: ['set', 'quiet'], values: ['22:00-07:00'] })
  expect(plain(quiet)).toContain('Тихие часы: 22:00–07:00')
  expect([...chosen.values()]).toEqual([{ language: 'ru', quiet: { fromMinute: 1320, toMinute: 420 } }])
  await press(quiet, 'Вернуть')
  expect([...chosen.values()]).toEqual([{ language: 'ru' }])
  expect(plain(await send({ name: 'press', action: ['set', 'quiet'], values: ['soon'] }))).toMatch(
    /^Тихие часы «soon» не распознаны/,
  )
})

test('a long digest comes in pages that weigh no more than a message, each item on one of them', async () => {
  const [section] = digest.sections
  const [item] = section?.items ?? []
  if (!section || !item) throw new Error('the digest of the tests has no item')
  const items = Array.from({ length: 30 }, (_, index) => ({
    ...item,
    line: `Line ${index + 1}. ${'words '.repeat(30)}`,
  }))
  const long = { ...digest, sections: [{ ...section, items }] }
  const { send, press } = setUp({ newsroom: newsroom({ digest: async () => long }) })
  let page = await send('/digest')
  const seen = new Set<string>()
  for (;;) {
    for (const [line = ''] of plain(page).matchAll(/Line \d+/g)) seen.add(line)
    expect(plain(page).length).toBeLessThan(4_000)
    if (!labels(page).some((label) => /^Page/.test(label))) break
    page = await press(page, /^Page/)
    expect(page.replaces).toBe(true)
  }
  expect(seen.size).toBe(30)
  expect(labels(page)).toContain('◀ Back')
})

test('an item opens with how each tells it and why it is there; one that is gone says so', async () => {
  const { send, press } = setUp({
    newsroom: newsroom({
      item: async ({ storyId, sectionId }) => ({
        ...{ storyId, sectionId, line: 'Kazakhstan-China trade, 2024: $43.8 bn', entityIds: ['kazakhstan'] },
        why: { cues: ['товарооборот'], entities: ['China'], figures: ['$43.8 bn'] },
        sources: digest.citations,
        silent: ['state'],
      }),
    }),
  })
  const opened = await press(await send('/digest'), 'No. 1')
  expect(plain(opened)).toContain('Not reported by sources of this kind: state.')
  expect(plain(opened)).toContain('Why it is under “Trade and energy”: China, товарооборот, $43.8 bn')
  expect(plain(await setUp().send({ name: 'press', action: ['item', 's404', '0'], values: [] }))).toMatch(
    /^None of this is in the archive/,
  )
})

test('a feed is found, shown and added, and added again is known', async () => {
  const added: string[] = []
  const found = { url: 'https://steppe.example/rss', title: 'Steppe', items: 12, newest: ['Gas flows'], isKnown: false }
  const { send, press } = setUp({
    catalogue: catalogue({
      discover: async () => ({ found: [found] }),
      add: async ({ url }, by) => (
        added.push(`${url} by ${by ?? 'the owner'}`),
        { kind: 'added', feedId: 'steppe', url }
      ),
      remove: async (url) => ({ kind: 'removed', url }),
    }),
  })
  const shown = await send('/feeds add steppe.example')
  expect(plain(shown)).toBe('1 feed there\nSteppe – 12 items\nGas flows')
  const done = await press(shown, 'Read this feed')
  expect(plain(done)).toMatch(/^Added: steppe/)
  expect(added).toEqual(['https://steppe.example/rss by discord 7'])
  expect(plain(await press(done, 'Undo'))).toMatch(/^Removed: https:\/\/steppe/)
})

test('what a person asks to be forgotten is, and a chat only by who may manage it', async () => {
  const { send, press, kept } = setUp()
  await send('/subscribe 9')
  const menu = await send('/forget', { mayManage: false })
  expect(labels(menu)).toEqual(['What concerns me', 'Cancel'])
  await press(menu, 'What concerns me', [], { mayManage: false })
  expect(kept()).toMatchObject([{ id: 's1' }])
  expect(kept()[0]).not.toHaveProperty('createdBy')
  const full = await send('/forget')
  expect(plain(await press(full, 'Delete it all', [], { mayManage: false }))).toMatch(/^Only people who manage/)
  await press(full, 'Delete it all')
  expect(kept()).toEqual([])
})

test('a button that is out of date, of another chat or made up is answered kindly', async () => {
  const { send, press } = setUp()
  const menu = await send('/subscribe')
  for (const action of [['dance'], ['e', 'nothing'], ['d', '?', '!'], ['undo-set', '?'], ['feed-add', '?']] as const)
    expect(plain(await send({ name: 'press', action, values: [] }))).toBe(
      'This button is out of date. Please ask again.',
    )
  expect(plain(await press(menu, 'Subscribe', [], { chat: other }))).toMatch(/^This button is out of date/)
})

test('who asks twenty times in a minute is asked to wait, and others are not', async () => {
  let at = now()
  const { send } = setUp({ limits: conversationLimits(() => at) })
  for (let index = 0; index < 20; index += 1) await send('/help')
  expect(plain(await send('/help'))).toMatch(/^That was a lot at once/)
  expect(plain(await send('/help', { userId: 'v' }))).toMatch(/^Silkwire/)
  at += 60_001
  expect(plain(await send('/help'))).toMatch(/^Silkwire/)
})

test('values are suggested by what is typed, in any language of the pack', async () => {
  const { deps, send } = setUp()
  await send('/subscribe outlook 9')
  const suggest = openSuggestions(deps)
  const values = async (of: Parameters<typeof suggest>[0]['of'], text: string) => (await suggest({ of, text, chat })).map(({ value }) => value) // prettier-ignore
  expect(await values('country', 'кита')).toEqual(['china'])
  expect(await values('section', '')).toEqual(['all', 'trade-energy', 'outlook'])
  expect(await values('subscription', 's')).toEqual(['s1'])
  expect((await values('timezone', 'tash'))[0]).toBe('Asia/Tashkent')
  expect(await values('language', 'рус')).toEqual(['ru'])
})

test('a chat is greeted once, with three buttons', async () => {
  const sights = new Set<string>()
  const { deps } = setUp({ firstSight: async (id) => !sights.has(id) && sights.add(id).has(id) })
  const greeting = await greet(chat, 'ru', deps)
  expect(labels(greeting ?? { blocks: [] })).toEqual(['Подписаться', 'Обзор за сутки', 'Что ты умеешь?'])
  expect(await greet(chat, 'ru', deps)).toBeUndefined()
})

test('"the menu saves the same subscription twice": in any order of choosing, by two presses at once and by an edit', async () => {
  const { send, press, kept } = setUp({ inTurn: createTurns() })
  const chosen = async (countries: readonly string[], text = '/subscribe') =>
    press(await press(await send(text), 'What…'), /countries/, countries)
  const menu = await chosen(['kazakhstan', 'china'])
  const both = await Promise.all([press(menu, 'Subscribe'), press(menu, 'Subscribe')])
  expect(kept()).toHaveLength(1)
  expect(both.map(plain)).toContainEqual(expect.stringMatching(/^This chat already gets just that/))
  const again = await press(await chosen(['china', 'kazakhstan']), 'Subscribe')
  expect(plain(again)).toMatch(/^This chat already gets just that.*\/subscriptions remove s1/)
  expect(labels(again)).toContain('Stop')
  await press(await send('/subscribe'), 'Subscribe')
  expect(kept()).toHaveLength(2)
  expect(plain(await send('/subscribe all 9'))).toMatch(/^This chat already gets just that/)
  const edited = await chosen([], '/subscriptions edit s2')
  expect(plain(await press(await press(edited, /countries/, ['kazakhstan', 'china']), 'Save'))).toMatch(/^This chat already gets/) // prettier-ignore
  expect(kept().map(({ filter }) => filter.entityIds)).toEqual([['kazakhstan', 'china'], undefined])
})

test('"Names to follow refuses Tokayev": aliases and beginnings count, and what is like a name is suggested', async () => {
  const pack = loadRegion('regions/central-asia')
  const { send, press } = setUp({ region: pack })
  const what = await press(await send('/subscribe'), 'What…')
  const { form } = await press(what, 'Names to follow')
  const type = async (value: string) =>
    plain(await send({ name: 'press', action: form?.action ?? ['old'], values: [value] }))
  for (const [value, name] of [
    ['Tokayev', 'Kassym-Jomart Tokayev'],
    ['Токаев', 'Kassym-Jomart Tokayev'],
    ['Xi', 'Xi Jinping'],
    ['Putin', 'Vladimir Putin'],
    ['Путин', 'Vladimir Putin'],
    ['Mirziyoyev', 'Shavkat Mirziyoyev'],
    ['Belt and Road', 'Belt and Road Initiative'],
    ['Kambarata', 'Kambarata-1'],
    ['习近平', 'Xi Jinping'],
  ] as const)
    expect([value, await type(value)]).toEqual([value, expect.stringContaining(`What: all sections; ${name}`)])
  expect(await type('Tokaev Kasym')).toMatch(/nobody and nothing called “Tokaev Kasym”/)
  expect(await type('Tokayevv')).toMatch(/Did you mean: .*Kassym-Jomart Tokayev/)
  expect(await type('Kazakhstn, China')).toMatch(
    /^I know nobody and nothing called “Kazakhstn”\. Did you mean: .*Kazakhstan/,
  )
})

test('"Moscow, Almaty and UTC+5 refused as zones": cities in eight languages and offsets are zones, none suggested twice', async () => {
  const { send, press, deps } = setUp()
  const when = await press(await send('/subscribe'), 'When…')
  const { form } = await press(when, 'Another time zone')
  const type = async (value: string) =>
    plain(await send({ name: 'press', action: form?.action ?? ['old'], values: [value] }))
  for (const [value, zone] of [
    ...['Moscow', 'Москва', 'Мәскеу', 'Moskva', 'Маскав', 'Moskwa', '莫斯科', 'МСК'].map((city) => [
      city,
      'Europe/Moscow, UTC+3',
    ]),
    ...['Almaty', 'Алматы', 'Алма-Ата', 'Olmaota', '阿拉木图', 'asia/almaty'].map((city) => [
      city,
      'Asia/Almaty, UTC+5',
    ]),
    ...['UTC+5', 'utc +5', 'GMT+5', '+5', '+05:00', 'UTC+05'].map((offset) => [offset, '(UTC+5)']),
    ['UTC−3', '(UTC-3)'],
    ['UTC+5:30', 'Asia/Kolkata, UTC+5:30'],
    ['UTC', '(UTC)'],
    ['Kyiv', 'Europe/Kyiv, UTC+3'],
    ['Kolkata', 'Asia/Kolkata, UTC+5:30'],
    ['new york', 'America/New_York, UTC-4'],
    ['Jakarta', 'Asia/Jakarta, UTC+7'],
  ])
    expect([value, await type(value ?? '')]).toEqual([value, expect.stringContaining(zone ?? '')])
  for (const value of ['Atlantis', 'UTC+25', 'UTC+5:17', '5'])
    expect(await type(value)).toMatch(/^There is no time zone/)
  const suggest = openSuggestions(deps)
  for (const text of ['', 'almaty', 'Алматы', 'mosc', 'Asia/', 'UTC+5']) {
    const values = (await suggest({ of: 'timezone', text, chat })).map(({ value }) => value)
    expect([text, new Set(values).size]).toEqual([text, values.length])
  }
  expect(await suggest({ of: 'timezone', text: 'Алматы', chat })).toEqual([
    { value: 'Asia/Almaty', label: 'Almaty (Asia/Almaty)' },
  ])
  expect((await suggest({ of: 'timezone', text: 'UTC+5', chat }))[0]).toEqual({ value: 'Etc/GMT-5', label: 'UTC+5' })
})
