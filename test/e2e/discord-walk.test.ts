import { expect, test } from 'vitest'
import { handleRequest } from '../../src/bots/commands/handle-request.js'
import { openId } from '../../src/bots/discord/render/custom-ids.js'
import { greet } from '../../src/bots/suggest/greeting.js'
import { openSuggestions } from '../../src/bots/suggest/suggestions.js'
import { chatStore, memos, newsroom, now, region, catalogue, traits } from '../bots/stand-ins/stand-ins.js'
import { answered, openBed, SECRET, textOf, type Bed } from './discord-bed.js'
import { listOf, textOf as textIn, type Body } from './fake-discord/body.js'
import { controlsOf } from './fake-discord/fake-discord.js'
import type { Doer, SlashCommand } from './fake-discord/events.js'
import type { OpenInteraction, PostedMessage } from './fake-discord/state.js'
import { specAbsence, validateDiscordRequest } from './fake-discord/validate.js'
import {
  CHANNEL_ID,
  DM_CHANNEL_ID,
  FORUM_ID,
  GROUP_DM_ID,
  OWNER_ID,
  QUIET_ROLE_ID,
  READER_ID,
  ROLE_ID,
  TEXT,
} from './fake-discord/world.js'
import { EXCUSES, finding, persons, rooms, VERBS } from './walk-rooms.js'
import type { CommandDeps } from '../../src/bots/turn/turn.js'

interface Desk {
  readonly bed: Bed
  readonly faults: readonly unknown[]
}

/** The real commands behind the real discord.js, over stores in memory. */
async function openDesk(): Promise<Desk> {
  const { store } = chatStore()
  const faults: unknown[] = []
  const seen = new Set<string>()
  let ids = 0
  const deps: CommandDeps = {
    ...{ newsroom: newsroom(rooms), chats: store, memos: memos(), catalogue: catalogue(finding), persons, region, now },
    traits,
    firstSight: async (id) => !seen.has(id) && seen.add(id).has(id),
    newId: () => `n${(ids += 1)}`,
    rights: async (chat, userId) => bed.platform.rights?.(chat, userId),
    role: async (chat, roleId) => bed.platform.role?.(chat, roleId),
    onFault: (error) => faults.push(error),
  }
  const bed: Bed = await openBed({
    suggest: openSuggestions(deps),
    greet: (chat, language) => greet(chat, language, deps),
  })
  bed.answer((request) => handleRequest(request, deps))
  return { bed, faults }
}

const id = 'n1'

const NEW_GUILD_ID = '1300000000000000014'
const NEW_CHANNEL_ID = '1300000000000000091'

/** Each command in each of its forms; what only who manages the server is offered is last. */
const COMMANDS: readonly SlashCommand[] = [
  { name: 'ask', options: { question: 'trade with China' } },
  { name: 'ask', options: { question: 'trade with China', private: true } },
  { name: 'digest' },
  { name: 'digest', options: { span: 'week', section: 'trade-energy', country: 'kazakhstan', private: true } },
  { name: 'digest', options: { hours: 48 } },
  { name: 'figure', options: { words: 'trade-turnover', entity: 'kazakhstan' } },
  { name: 'story', options: { id: 's1' } },
  { name: 'compare', options: { text: 'Gas exports fell.' } },
  { name: 'sources' },
  { name: 'help' },
  { name: 'subscribe' },
  { name: 'subscribe', options: { section: 'outlook', hour: 9, language: 'en' } },
  { name: 'subscriptions', subcommand: 'list' },
  ...(['edit', 'pause', 'resume', 'test', 'preview'] as const).map((subcommand) => ({
    name: 'subscriptions',
    subcommand,
    options: { id },
  })),
  { name: 'feeds', subcommand: 'list' },
  { name: 'feeds', subcommand: 'add', options: { address: 'steppe.example' } },
  { name: 'feeds', subcommand: 'remove', options: { feed: 'https://steppe.example/rss' } },
  { name: 'feeds', subcommand: 'export' },
  { name: 'settings' },
  { name: 'settings', options: { timezone: 'Asia/Tashkent' } },
  { name: 'forget' },
  { name: 'subscriptions', subcommand: 'remove', options: { id } },
]

const TYPED: readonly (SlashCommand & { readonly focused: string })[] = [
  { name: 'digest', options: { section: '' }, focused: 'section' },
  { name: 'digest', options: { country: 'k' }, focused: 'country' },
  { name: 'figure', options: { words: 't' }, focused: 'words' },
  { name: 'figure', options: { words: 't', entity: 'c' }, focused: 'entity' },
  { name: 'story', options: { id: '' }, focused: 'id' },
  { name: 'subscriptions', subcommand: 'edit', options: { id: '' }, focused: 'id' },
  { name: 'feeds', subcommand: 'remove', options: { feed: '' }, focused: 'feed' },
  { name: 'settings', options: { language: '' }, focused: 'language' },
  { name: 'settings', options: { timezone: 'Asia/T' }, focused: 'timezone' },
]

/** What a walk saw. */
interface Walk {
  /** Kinds of controls that were pressed. */
  readonly kinds: Set<string>
  readonly forms: OpenInteraction[]
  readonly shown: PostedMessage[]
}

const messagesOf = ({ original, followUps }: OpenInteraction): readonly PostedMessage[] =>
  typeof original === 'object' ? [original, ...followUps] : followUps

/** One kind: what differs in a key, a number or a time only. */
function kindOf(control: Body): string {
  const action = openId(textIn(control['custom_id']), SECRET)?.action ?? []
  return action.map((word) => word.replace(/^memo\d+$|^n\d+$|\d+$/g, '#')).join(' ')
}

/** What a person chooses of a control. */
function valuesOf(control: Body): readonly (readonly string[])[] {
  if (control['type'] === 6) return [[ROLE_ID], [QUIET_ROLE_ID], []]
  if (control['type'] === 8) return [[CHANNEL_ID], [FORUM_ID]]
  if (control['type'] !== 3) return [[]]
  const values = listOf(control['options']).map(({ value }) => textIn(value))
  const least = values.slice(0, Math.max(1, Number(control['min_values'])))
  const most = values.slice(0, Number(control['max_values']))
  return most.length > least.length ? [least, most] : [least]
}

async function walk({ bed }: Desk, doer: Doer): Promise<Walk> {
  const { fake } = bed
  const done: Walk = { kinds: new Set(), forms: [], shown: [] }
  const take = async (interaction: OpenInteraction): Promise<void> => {
    await answered(fake, interaction)
    // As they stand now: a press in place changes the message under its own page.
    done.shown.push(...messagesOf(interaction).map((message) => ({ ...message })))
    if (!interaction.modal) return
    done.forms.push(interaction)
    const inputs = listOf(interaction.modal['components'])
    const values = inputs.map(({ component }) => textIn((component as Body)['value']) || 'Asia/Almaty')
    await take(fake.sendForm({ ...doer, of: interaction, values }))
  }
  for (const command of COMMANDS) await take(fake.sendInteraction({ ...doer, ...command }))
  await take(fake.sendInteraction({ ...doer, name: 'compare' }))
  await take(fake.useOnMessage({ ...doer, name: 'Check against the template', message: { content: 'Gas fell.' } }))
  fake.addToServer(NEW_GUILD_ID, [{ id: NEW_CHANNEL_ID, type: TEXT }])
  const isGreeting = ({ method, path }: { method: string; path: string }) =>
    method === 'POST' && path === `/channels/${NEW_CHANNEL_ID}/messages`
  await fake.waitFor(isGreeting)
  done.shown.push(...fake.messages.filter(({ channelId }) => channelId === NEW_CHANNEL_ID))
  const file = fake.addFile('feeds.opml', '<opml><body><outline xmlUrl="https://a.example/rss"/></body></opml>')
  await take(fake.sendInteraction({ ...doer, name: 'feeds', subcommand: 'import', file }))
  for (const typed of TYPED) await answered(fake, fake.type({ ...doer, ...typed }))
  for (let index = 0; index < done.shown.length; index += 1) {
    const message = done.shown[index]
    for (const control of message ? controlsOf(message) : []) {
      const kind = kindOf(control)
      if (!message || done.kinds.has(kind)) continue
      done.kinds.add(kind)
      for (const values of valuesOf(control))
        await take(fake.press({ ...doer, message: { ...message }, customId: textIn(control['custom_id']), values }))
    }
  }
  return done
}

const PLACES = {
  'a server': { channelId: CHANNEL_ID, userId: OWNER_ID, mayManage: true },
  'a direct chat': { channelId: DM_CHANNEL_ID, userId: READER_ID },
} as const

test.each([
  ['en-US', 'a server'],
  ['ru', 'a server'],
  ['en-US', 'a direct chat'],
  ['ru', 'a direct chat'],
] as const)(
  'in %s every command, control and form in %s is answered by requests that Discord takes',
  async (locale, place) => {
    const desk = await openDesk()
    const { fake } = desk.bed
    const done = await walk(desk, { ...PLACES[place], locale })
    const verbs = new Set([...done.kinds].map((kind) => kind.split(' ')[0]))
    const forms = done.forms.map(({ modal }) => kindOf(modal ?? {}).split(' ')[0])
    // A channel is picked of a select, not managed from the greeting of another chat; nobody types /start there.
    expect(VERBS.filter((verb) => ![...verbs, ...forms].includes(verb))).toEqual(['hello', 'new-at'])
    expect(done.forms.length).toBeGreaterThan(3)
    const refused = fake.requests.filter(({ status }) => (status ?? 200) >= 400)
    expect(refused.map(({ method, path, refusal }) => [method, path, refusal])).toEqual([])
    if (specAbsence === undefined) expect(fake.requests.flatMap(validateDiscordRequest)).toEqual([])
    const words = done.shown.map((message) => textOf(message)).join(' ')
    expect(/[а-я]{4}/.test(words)).toBe(true)
    if (locale === 'ru') expect(words).toContain('Обзор')
    else expect(words).toContain('Digest')
    expect(EXCUSES.filter((excuse) => words.includes(excuse))).toEqual([])
    expect(desk.faults).toEqual([])
    expect(desk.bed.lines).toEqual([])
    await desk.bed.stop()
  },
)

test('what a reader without rights presses changes nothing and says why', async () => {
  const desk = await openDesk()
  const { fake } = desk.bed
  const owner = { ...PLACES['a server'] }
  const greeting = fake.sendInteraction({ ...owner, name: 'subscribe', options: { section: 'outlook', hour: 9 } })
  await answered(fake, greeting)
  const [shown] = messagesOf(greeting)
  if (!shown) throw new Error('nothing was shown')
  expect(shown.isEphemeral).toBe(false)
  const pressed = fake.press({ message: shown, label: 'Stop', userId: READER_ID })
  await answered(fake, pressed)
  expect(textOf(messagesOf(pressed)[0])).toMatch(/manage/)
  expect(messagesOf(pressed)[0]?.isEphemeral).toBe(true)
  await desk.bed.stop()
})

test('where the app is a person’s own, questions, digests, figures, stories and comparisons work', async () => {
  const desk = await openDesk()
  const { fake } = desk.bed
  for (const name of ['ask', 'digest', 'figure', 'story', 'compare']) {
    const command = COMMANDS.find((each) => each.name === name)
    const interaction = fake.sendInteraction({ ...command, name, channelId: GROUP_DM_ID })
    await answered(fake, interaction)
    expect(textOf(messagesOf(interaction)[0]).length).toBeGreaterThan(10)
  }
  expect(fake.requests.filter(({ status }) => (status ?? 200) >= 400)).toEqual([])
  await desk.bed.stop()
})
