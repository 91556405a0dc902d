import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Control, Message } from '../../src/bots/contract/message.js'
import type { Typed } from '../../src/bots/contract/platform.js'
import { answered, openBed, say, shownIn, textOf } from './discord-bed.js'
import type { Bed } from './discord-bed.js'
import { controlsOf } from './fake-discord/fake-discord.js'
import { specAbsence, validateDiscordRequest } from './fake-discord/validate.js'
import {
  BOT_ID,
  CHANNEL_ID,
  DM_CHANNEL_ID,
  GROUP_DM_ID,
  OTHER_CHANNEL_ID,
  OWNER_ID,
  READER_ID,
} from './fake-discord/world.js'
import type { OpenInteraction, PostedMessage } from './fake-discord/state.js'

let bed: Bed
const typed: Typed[] = []

const controls = (...row: readonly Control[]): Message['blocks'][number] => ({ kind: 'controls', controls: row })
const button = (label: string, ...action: [string, ...string[]]): Control => ({ kind: 'button', label, action })

function withButtons(text: string, rest: Partial<Message> = {}): Message {
  const row = controls(button('Next', 'page', '2'), button('Write', 'type-note', 'k1'))
  return { blocks: [...say(text).blocks, row], ...rest }
}

/** Asks with a slash command, and gives the message that is shown. */
async function shownFor(command: Parameters<Bed['fake']['sendInteraction']>[0]): Promise<PostedMessage> {
  const interaction = bed.fake.sendInteraction(command)
  await answered(bed.fake, interaction)
  return shownIn(interaction)
}

async function press(press: Parameters<Bed['fake']['press']>[0], parts = 1): Promise<OpenInteraction> {
  const interaction = bed.fake.press(press)
  await answered(bed.fake, interaction, parts)
  return interaction
}

beforeAll(async () => {
  bed = await openBed({
    suggest: async (asked) => {
      typed.push(asked)
      return [
        { value: 'trade-energy', label: 'Trade and energy' },
        { value: 'x'.repeat(101), label: 'Too long to be sent' },
        { value: 'outlook', label: 'O'.repeat(200) },
      ]
    },
  })
})
beforeEach(() => bed.answer(async () => withButtons('page one')))
afterAll(async () => bed.stop())

test('a button of a message for all gives who pressed it a page of their own, and leaves the message as it is', async () => {
  const message = await shownFor({ name: 'digest' })
  bed.answer(async () => say('page two', { replaces: true }))
  const pressed = await press({ message, label: 'Next' })
  expect(bed.asked.at(-1)).toEqual({
    chat: { platform: 'discord', chatId: CHANNEL_ID },
    userId: READER_ID,
    command: { name: 'press', action: ['page', '2'], values: [] },
    mayManage: false,
    clientLanguage: 'en',
  })
  expect(shownIn(pressed)).toMatchObject({ isEphemeral: true })
  expect(textOf(shownIn(pressed))).toBe('page two')
  expect(textOf(message)).toBe('page one')
})

test('a button of a message for one reader turns its page in place', async () => {
  const message = await shownFor({ name: 'help' })
  expect(message.isEphemeral).toBe(true)
  bed.answer(async () => withButtons('page two', { replaces: true }))
  await press({ message, label: 'Next' })
  expect(textOf(message)).toBe('page two')
  bed.answer(async () => say('page three', { replaces: true, toast: 'Saved' }))
  await press({ message, label: 'Next' })
  expect(textOf(message)).toBe('Saved\n\npage three')
})

test('what does not replace the page of one reader is said to them beside it, and for all only where it is meant so', async () => {
  const message = await shownFor({ name: 'help' })
  bed.answer(async () => say('a story'))
  const story = await press({ message, label: 'Next' })
  expect(story.followUps.map(({ isEphemeral }) => isEphemeral)).toEqual([true])
  bed.answer(async () => say('a test for all', { isPrivate: false }))
  const sent = await press({ message, label: 'Next' })
  expect(sent.followUps.map(({ isEphemeral }) => isEphemeral)).toEqual([false])
  expect(textOf(message)).toBe('page one')
})

test('a slash command that is hidden at first can be answered for all', async () => {
  bed.answer(async () => say('a test for all', { isPrivate: false }))
  const sent = bed.fake.sendInteraction({
    name: 'subscriptions',
    subcommand: 'test',
    options: { id: 'a1' },
    mayManage: true,
  })
  await answered(bed.fake, sent)
  expect(bed.asked.at(-1)?.command).toEqual({ name: 'subscriptions', doing: 'test', id: 'a1' })
  expect(sent.original).toBe('removed')
  expect(sent.followUps.map(({ isEphemeral }) => isEphemeral)).toEqual([false])
})

test('in a direct chat pages turn in place, and nothing is hidden', async () => {
  const message = await shownFor({ name: 'settings', channelId: DM_CHANNEL_ID })
  expect(message.isEphemeral).toBe(false)
  bed.answer(async () => say('page two', { replaces: true, isPrivate: true }))
  await press({ message, label: 'Next', channelId: DM_CHANNEL_ID })
  expect(textOf(message)).toBe('page two')
  expect(bed.asked.at(-1)).toMatchObject({ isDirect: true, mayManage: true })
})

test('a menu that all can see turns in place for who manages the server, as rights are at the press', async () => {
  bed.answer(async () => withButtons('a menu', { isPrivate: true }))
  const { id } = bed.fake.sendMessage({ content: `<@${BOT_ID}> settings`, pingsBot: true, userId: OWNER_ID })
  await bed.fake.waitFor(({ body, status }) => (body as { nonce?: string } | undefined)?.nonce === `${id}-0` && status === 200) // prettier-ignore
  const menu = bed.fake.messages.at(-1)
  if (!menu) throw new Error('no menu')
  bed.answer(async ({ mayManage }) => say(mayManage ? 'changed' : 'not yours', { replaces: mayManage }))
  const reader = await press({ message: menu, label: 'Next' })
  expect(bed.asked.at(-1)?.mayManage).toBe(false)
  expect(textOf(menu)).toBe('a menu')
  expect(shownIn(reader).isEphemeral).toBe(true)
  await press({ message: menu, label: 'Next', userId: OWNER_ID, mayManage: true })
  expect(textOf(menu)).toBe('changed')
})

test('a choice brings its values, a channel that is picked is where', async () => {
  const choices = ['a', 'b', 'c'].map((value) => ({ value, label: value.toUpperCase() }))
  const select: Control = { kind: 'select', label: 'Which?', action: ['pick'], choices, least: 1, most: 2 }
  bed.answer(async () => ({
    blocks: [controls(select), controls({ kind: 'pick-chat', label: 'Where?', action: ['where', 'k'] })],
  }))
  const message = await shownFor({ name: 'help' })
  bed.answer(async () => say('well', { replaces: true }))
  await press({ message, label: 'Which?', values: ['a', 'c'] })
  expect(bed.asked.at(-1)?.command).toEqual({ name: 'press', action: ['pick'], values: ['a', 'c'] })
  bed.answer(async () => ({
    blocks: [controls({ kind: 'pick-chat', label: 'Where?', action: ['where', 'k'] })],
  }))
  const again = await shownFor({ name: 'help' })
  await press({ message: again, label: 'Where?', values: [OTHER_CHANNEL_ID] })
  expect(bed.asked.at(-1)?.command).toMatchObject({
    action: ['where', 'k'],
    where: { platform: 'discord', chatId: OTHER_CHANNEL_ID },
  })
})

test('a button of a bot that is started anew works, one of another secret is called an old one', async () => {
  const message = await shownFor({ name: 'digest' })
  const [next] = controlsOf(message)
  await bed.platform.stop()
  await bed.platform.start(async (request) => {
    ;(bed.asked as unknown[]).push(request)
    return say('still here')
  })
  await press({ message, label: 'Next' })
  expect(bed.asked.at(-1)?.command).toMatchObject({ action: ['page', '2'] })
  const forged = String(next?.['custom_id']).replace('page', 'pane')
  await press({ message, customId: forged })
  expect(bed.asked.at(-1)?.command).toMatchObject({ action: ['old'] })
  await bed.stop()
  bed = await openBed({ suggest: async (asked) => (typed.push(asked), [{ value: 'trade-energy', label: 'Trade and energy' }, { value: 'x'.repeat(101), label: 'Too long' }, { value: 'outlook', label: 'O'.repeat(200) }]) }) // prettier-ignore
})

test('a form opens at the press, with what stands there now, and what is sent comes back as a press', async () => {
  const message = await shownFor({ name: 'help' })
  bed.answer(async () => ({
    blocks: [],
    form: { title: 'A note', label: 'Your note, of any kind, in as many words as you like', value: 'old', most: 9_000, isLong: true, action: ['note', 'k1'] }, // prettier-ignore
  }))
  const opened = await press({ message, label: 'Write' })
  const parts = controlsOf({ body: { components: (opened.modal?.['components'] as { component: unknown }[]).map(({ component }) => component) } }) // prettier-ignore
  expect(parts).toMatchObject([
    { max_length: 4_000, value: 'old', style: 2 },
    { max_length: 4_000 },
    { max_length: 1_000 },
  ])
  bed.answer(async () => say('noted', { replaces: true }))
  const sent = bed.fake.sendForm({ of: opened, values: ['a'.repeat(4_000), 'b'], locale: 'ru' })
  await answered(bed.fake, sent)
  expect(bed.asked.at(-1)).toMatchObject({
    command: { name: 'press', action: ['note', 'k1'], values: [`${'a'.repeat(4_000)}b`] },
    clientLanguage: 'ru',
  })
  expect(textOf(message)).toBe('noted')
})

test('where the form is refused or late, that is said at once to who pressed', async () => {
  const message = await shownFor({ name: 'digest' })
  bed.answer(async () => say('not yours', { isPrivate: true }))
  const refused = await press({ message, label: 'Write' })
  expect(textOf(shownIn(refused))).toBe('not yours')
  expect(shownIn(refused).isEphemeral).toBe(true)
  bed.answer(async () => new Promise(() => undefined))
  const late = await press({ message, label: 'Write' })
  expect(late.acknowledgedAfterMs).toBeLessThan(3_000)
  expect(textOf(shownIn(late))).toMatch(/busy/)
})

test('a file can be put into a form, and comes as its text', async () => {
  const message = await shownFor({ name: 'help' })
  bed.answer(async () => ({
    blocks: [],
    form: { title: 'OPML', label: 'A file', most: 1, takesFile: true, action: ['opml'] },
  }))
  const opened = await press({ message, label: 'Write' })
  bed.answer(async () => say('read'))
  const sent = bed.fake.sendForm({ of: opened, file: bed.fake.addFile('feeds.opml', '<opml/>') })
  await answered(bed.fake, sent)
  expect(bed.asked.at(-1)?.command).toMatchObject({ action: ['opml'], values: ['<opml/>'] })
})

test('an OPML file of a command is read from the server of Discord, and only from there, up to 2 MB', async () => {
  const file = bed.fake.addFile('feeds.opml', '<opml version="2.0"/>')
  await shownFor({ name: 'feeds', subcommand: 'import', file, mayManage: true })
  expect(bed.asked.at(-1)?.command).toEqual({ name: 'feeds', doing: 'import', file: '<opml version="2.0"/>' })
  await shownFor({ name: 'feeds', subcommand: 'import', file: { ...file, url: 'http://127.0.0.1:9/x' }, mayManage: true }) // prettier-ignore
  expect(bed.asked.at(-1)?.command).toEqual({ name: 'feeds', doing: 'import' })
  expect(bed.lines.at(-1)).toBe('discord: the attached file is not on a server of Discord')
  await shownFor({ name: 'feeds', subcommand: 'import', file: { ...file, size: 2_000_001 }, mayManage: true })
  expect(bed.asked.at(-1)?.command).toEqual({ name: 'feeds', doing: 'import' })
})

test('subcommands and options come as the command has them', async () => {
  const read = async (command: Parameters<Bed['fake']['sendInteraction']>[0]) => {
    await shownFor({ mayManage: true, ...command })
    return bed.asked.at(-1)?.command
  }
  expect(await read({ name: 'feeds', subcommand: 'add', options: { address: ' https://a.example ' } })).toEqual({
    name: 'feeds',
    doing: 'add',
    feed: 'https://a.example',
  })
  expect(await read({ name: 'feeds', subcommand: 'list' })).toEqual({ name: 'feeds', doing: 'list' })
  expect(await read({ name: 'subscriptions', subcommand: 'list' })).toEqual({ name: 'subscriptions' })
  expect(await read({ name: 'figure', options: { words: 'remittances', entity: 'tajikistan' } })).toEqual({
    name: 'figure',
    words: 'remittances tajikistan',
  })
  expect(await read({ name: 'digest', options: { span: 'week', country: 'kazakhstan' } })).toEqual({
    name: 'digest',
    span: 'week',
    country: 'kazakhstan',
  })
  expect(await read({ name: 'settings', options: { timezone: 'Asia/Almaty' } })).toEqual({
    name: 'settings',
    timezone: 'Asia/Almaty',
  })
  expect(await read({ name: 'subscribe' })).toEqual({ name: 'subscribe' })
  expect(await read({ name: 'forget', options: { confirm: true } })).toEqual({ name: 'forget', confirmed: true })
  expect(await read({ name: 'no-such-command' })).toEqual({ name: 'help' })
})

test('an answer is private where that is asked for', async () => {
  expect((await shownFor({ name: 'ask', options: { question: 'gas', private: true } })).isEphemeral).toBe(true)
  expect((await shownFor({ name: 'ask', options: { question: 'gas' } })).isEphemeral).toBe(false)
})

test('what is typed brings suggestions that Discord can show', async () => {
  const asked = bed.fake.type({ name: 'digest', options: { section: 'tr' }, focused: 'section', locale: 'ru' })
  await answered(bed.fake, asked)
  expect(typed.at(-1)).toEqual({
    of: 'section',
    text: 'tr',
    chat: { platform: 'discord', chatId: CHANNEL_ID },
    clientLanguage: 'ru',
  })
  expect(asked.choices).toEqual([
    { name: 'Trade and energy', value: 'trade-energy' },
    { name: `${'O'.repeat(99)}…`, value: 'outlook' },
  ])
  const of = async (command: Parameters<Bed['fake']['type']>[0]) => {
    const interaction = bed.fake.type(command)
    await answered(bed.fake, interaction)
    return typed.at(-1)?.of
  }
  expect(await of({ name: 'story', options: { id: 's' }, focused: 'id' })).toBe('story')
  expect(await of({ name: 'subscriptions', subcommand: 'edit', options: { id: 's' }, focused: 'id' })).toBe('subscription') // prettier-ignore
  expect(await of({ name: 'figure', options: { words: 'r', entity: 't' }, focused: 'entity' })).toBe('entity')
  expect(await of({ name: 'figure', options: { words: 'r' }, focused: 'words' })).toBe('figure')
  expect(await of({ name: 'digest', options: { country: 'k' }, focused: 'country' })).toBe('country')
  expect(await of({ name: 'settings', options: { timezone: 'A' }, focused: 'timezone' })).toBe('timezone')
  expect(await of({ name: 'settings', options: { language: 'r' }, focused: 'language' })).toBe('language')
  expect(await of({ name: 'feeds', subcommand: 'remove', options: { feed: 'r' }, focused: 'feed' })).toBe('feed')
})

test('a message is checked against the brief: its text, or the address that it is little more than', async () => {
  const check = async (message: Record<string, unknown>) => {
    const interaction = bed.fake.useOnMessage({ name: 'Check against the template', message })
    await answered(bed.fake, interaction)
    expect(interaction.isEphemeral).toBe(true)
    return bed.asked.at(-1)?.command
  }
  expect(await check({ content: 'Gas exports fell by a third in May.' })).toEqual({
    name: 'compare',
    text: 'Gas exports fell by a third in May.',
  })
  expect(await check({ content: 'look: https://kun.uz/news/1' })).toEqual({
    name: 'compare',
    text: 'https://kun.uz/news/1',
  })
  expect(await check({ embeds: [{ title: 'Gas', description: 'Exports fell.', url: 'https://kun.uz/1' }] })).toEqual({
    name: 'compare',
    text: 'https://kun.uz/1',
  })
  expect(await check({ components: [{ type: 17, components: [{ type: 10, content: 'Exports fell.' }] }] })).toEqual({
    name: 'compare',
    text: 'Exports fell.',
  })
})

test('compare without a text asks for a long one', async () => {
  const opened = bed.fake.sendInteraction({ name: 'compare', locale: 'ru' })
  await answered(bed.fake, opened)
  expect(opened.modal).toMatchObject({ title: 'Сверить статью с тем, что известно' })
  const sent = bed.fake.sendForm({ of: opened, values: ['x'.repeat(4_000), 'y'.repeat(10)] })
  await answered(bed.fake, sent)
  expect(bed.asked.at(-1)?.command).toEqual({ name: 'compare', text: 'x'.repeat(4_000) + 'y'.repeat(10) })
})

test("as somebody's own app elsewhere the bot says at most six messages, and nobody manages anything", async () => {
  bed.answer(async () => ({ blocks: Array.from({ length: 9 }, (_, index) => say(`${index}`.repeat(3_000)).blocks).flat() })) // prettier-ignore
  const asked = bed.fake.sendInteraction({ name: 'digest', channelId: GROUP_DM_ID })
  await answered(bed.fake, asked, 6)
  expect(asked.followUps.length).toBe(5)
  expect(textOf(asked.followUps.at(-1))).toMatch(/private chat/)
  expect(bed.asked.at(-1)).toMatchObject({ mayManage: false })
  expect(bed.asked.at(-1)).not.toHaveProperty('isDirect')
  const manager = bed.fake.sendInteraction({ name: 'digest', isOutside: true, mayManage: true })
  await answered(bed.fake, manager, 6)
  expect(bed.asked.at(-1)).toMatchObject({ mayManage: false })
})

test('a reply to a message of the bot is about its stories; one to somebody else is not', async () => {
  bed.answer(async () => ({
    blocks: [...say('News · /story s2_b').blocks, controls(button('Open', 'item', 's1', 'trade'))],
  }))
  const ask = async (content: string, replyTo?: string) => {
    const message = { content: `<@${BOT_ID}> ${content}`, pingsBot: true, ...(replyTo !== undefined && { replyTo }) }
    const { id } = bed.fake.sendMessage(message)
    await bed.fake.waitFor(({ body, status }) => (body as { nonce?: string } | undefined)?.nonce === `${id}-0` && status === 200) // prettier-ignore
    return id
  }
  const other = await ask('digest')
  const digest = bed.fake.messages.at(-1)
  await ask('and why?', digest?.id)
  expect(bed.asked.at(-1)).toMatchObject({
    command: { name: 'ask', question: 'and why?' },
    about: { storyIds: ['s1', 's2_b'] },
  })
  await ask('and this?', other)
  expect(bed.asked.at(-1)).not.toHaveProperty('about')
  await ask('and that?', '1384000000000009999')
  expect(bed.asked.at(-1)).not.toHaveProperty('about')
})

test.skipIf(specAbsence !== undefined)('every request that was made holds against the document of Discord', () => {
  expect(bed.fake.requests.length).toBeGreaterThan(60)
  expect(bed.fake.requests.flatMap(validateDiscordRequest)).toEqual([])
  const refused = bed.fake.requests.filter(({ status }) => (status ?? 200) >= 400)
  expect(refused.map(({ path, refusal }) => [path, refusal])).toEqual([
    [expect.stringMatching(/messages\/1384000000000009999$/), expect.anything()],
  ])
})
