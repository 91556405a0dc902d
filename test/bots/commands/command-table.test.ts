import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord.js'
import type { APIChatInputApplicationCommandInteractionData } from 'discord.js'
import { expect, test } from 'vitest'
import { command, type CommandRow, type Option } from '../../../src/bots/commands/command-row.js'
import { COMMANDS, type CommandOf, type CommandTable } from '../../../src/bots/commands/command-table.js'
import { handleRequest } from '../../../src/bots/commands/handle-request.js'
import { parseCommand } from '../../../src/bots/commands/parse-command.js'
import { VERBS, type Verb } from '../../../src/bots/commands/press.js'
import { COMMAND_NAMES, type Command } from '../../../src/bots/contract/request.js'
import { readCommand, readTyped } from '../../../src/bots/discord/hear/read-command.js'
import { slashCommands } from '../../../src/bots/discord/hear/slash-commands.js'
import { texts } from '../../../src/bots/wording/texts.js'
import { chatStore, memos, newsroom, now, plain, region, catalogue, traits } from '../stand-ins/stand-ins.js'

const language: Option = { kind: 'text', suggests: 'language', typed: { after: 'written' } }
const hour: Option = { kind: 'number', least: 1, most: 9, typed: 'never', required: true }
const { digest, feeds }: CommandTable = COMMANDS
const { add = { rights: 'manager', options: {} } as const, ...others } = feeds.doings ?? {}
/** A digest in another language, and a feed that is added with an hour: one option more each, of texts that are there. */
const table: CommandTable = {
  ...COMMANDS,
  digest: { ...digest, options: { ...digest.options, language } },
  feeds: { ...feeds, doings: { ...others, add: { ...add, options: { ...add.options, hour } } } },
}

const interaction = (name: string, options: readonly object[]) =>
  ({ id: '1', type: ApplicationCommandType.ChatInput, name, options }) as APIChatInputApplicationCommandInteractionData
const { String: text, Integer: whole, Subcommand: subcommand } = ApplicationCommandOptionType

test('an option more in the table is offered as a slash option, behind those that were there', () => {
  const optionsOf = (name: string, of?: CommandTable): unknown[] => {
    const found = slashCommands(of).find((each) => each.name === name)
    return found && 'options' in found ? (found.options ?? []) : []
  }
  const said = {
    description: 'The language I write in',
    description_localizations: { ru: 'Язык, на котором я пишу', 'zh-CN': '我使用的语言' },
  }
  const before = optionsOf('digest')
  const added = { type: text, name: 'language', ...said, autocomplete: true }
  expect(optionsOf('digest', table)).toEqual([...before.slice(0, -1), added, ...before.slice(-1)])
  expect(before.at(-1)).toMatchObject({ name: 'private' })
  const addIn = (of?: CommandTable): readonly unknown[] =>
    (optionsOf('feeds', of) as { name: string; options: unknown[] }[]).find(({ name }) => name === 'add')?.options ?? []
  expect(addIn(table).slice(0, -1)).toEqual(addIn())
  expect(addIn(table).at(-1)).toMatchObject({ type: whole, name: 'hour', min_value: 1, max_value: 9, required: true })
})

test('an option more in the table is read from typed text, and the others as before', () => {
  const said = '/digest trade-energy in Kazakhstan written русский 48h'
  const rest = { name: 'digest', section: 'trade-energy', hours: 48 }
  expect(parseCommand(said, table)).toEqual({ ...rest, country: 'Kazakhstan written русский' })
  expect(parseCommand('/digest trade-energy written русский 48h', table)).toEqual({ ...rest, language: 'русский' })
  expect(parseCommand('/digest trade-energy written русский 48h')).toEqual({
    ...rest,
    section: 'trade-energy written русский',
  })
})

test('an option more in the table is read from an interaction, and while it is typed', () => {
  const asked = interaction('digest', [
    { type: text, name: 'section', value: 'outlook' },
    { type: text, name: 'language', value: ' ru\u202E ' },
  ])
  expect(readCommand(asked, table)?.command).toEqual({ name: 'digest', section: 'outlook', language: 'ru' })
  expect(readCommand(asked)?.command).toEqual({ name: 'digest', section: 'outlook' })
  const options = [
    { type: text, name: 'address', value: 'a.example' },
    { type: whole, name: 'hour', value: 7 },
  ]
  const added = interaction('feeds', [{ type: subcommand, name: 'add', options }])
  expect(readCommand(added, table)?.command).toEqual({ name: 'feeds', doing: 'add', feed: 'a.example', hour: 7 })
  const typing = interaction('digest', [{ type: text, name: 'language', value: 'r', focused: true }])
  expect(readTyped(typing, table)).toEqual({ of: 'language', text: 'r' })
  expect(readTyped(typing)).toBeUndefined()
})

test('a name that every object has is no command of the table', () => {
  for (const name of ['constructor', '__proto__', 'toString']) {
    expect(parseCommand(`/${name}`)).toEqual(
      name === '__proto__' ? { name: 'ask', question: '/__proto__' } : { name: 'help' },
    )
    expect(readCommand(interaction(name, []))).toBeUndefined()
  }
})

async function answerTo(command: Command, mayManage: boolean): Promise<string> {
  const deps = {
    newsroom: newsroom(),
    chats: chatStore().store,
    memos: memos(),
    catalogue: catalogue(),
    region,
    now,
    traits,
  }
  const request = { chat: { platform: 'discord', chatId: '7' } as const, userId: 'u', command, mayManage }
  return plain(await handleRequest(request, { ...deps, firstSight: async () => true, newId: () => 's1' }))
}
const REFUSED = texts('en')('wrong.rights')

test('whoever may not manage a chat can press what changes nothing of it, and no more', async () => {
  const open: string[] = []
  for (const verb of [...Object.keys(VERBS), 'constructor', 'no-such']) {
    const press = { name: 'press', action: [verb], values: [] } as const
    if ((await answerTo(press, false)) !== REFUSED) open.push(verb)
    expect(await answerTo(press, true), verb).not.toBe(REFUSED)
  }
  expect(open).toEqual([
    ...['d', 'today', 'show', 'item', 'story', 'chart', 'hello', 'help', 'ep', 'settings', 'feeds-out', 'new-topic'],
    ...['ask-forget', 'export-me', 'forget-me', 'close', 'constructor', 'no-such'],
  ])
})

test.each<[string, boolean]>([
  ['/ask gas', true],
  ['/digest', true],
  ['/subscribe', false],
  ['/subscribe 9', false],
  ['/subscriptions', true],
  ['/subscriptions preview a1', true],
  ['/subscriptions pause a1', false],
  ['/subscriptions a1', false],
  ['/unsubscribe', false],
  ['/feeds', true],
  ['/feeds https://a.example', true],
  ['/feeds add https://a.example', false],
  ['/feeds import', false],
  ['/feeds export', true],
  ['/settings', true],
  ['/settings ru', false],
  ['/settings settings', false],
  ['/settings timezone Asia/Tashkent', false],
  ['/forget', true],
  ['/forget confirm', true],
])('"%s" of whoever may not manage the chat is done: %s', async (said, isDone) => {
  expect((await answerTo(parseCommand(said), false)) !== REFUSED).toBe(isDone)
})

test('help and the table have the same commands in the same order', () => {
  expect(Object.keys(COMMANDS)).toEqual([...COMMAND_NAMES])
})

// Held by the types: each line below compiles only because it is wrong.
test('a verb or a command without a stated right, and a run that takes what its options do not give, do not compile', () => {
  // @ts-expect-error its rights are missing
  const verb: Verb = { run: () => ({ blocks: [] }) }
  // @ts-expect-error so are these
  const row: CommandRow = { options: {}, scope: 'anywhere', seenBy: 'all', run: () => ({ blocks: [] }) }
  const known = { options: {}, scope: 'anywhere', rights: 'anyone', seenBy: 'all' } as const
  // @ts-expect-error there is no option `section`
  const taking = command({ ...known, run: ({ section }) => ({ blocks: [], title: String(section) }) })
  const asNumber = command({
    ...known,
    options: { hours: { kind: 'number', least: 1, most: 9, typed: 'never' } },
    // @ts-expect-error hours are a number
    run: ({ hours = 1 }) => ({ blocks: [], title: hours }),
  })
  // @ts-expect-error a story is asked for by its id
  const asked: CommandOf = { name: 'story', story: 's1' }
  expect([verb, row, taking, asNumber, asked]).not.toContain(undefined)
})
