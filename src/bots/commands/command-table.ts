import { LANGUAGES } from '../../text/types.js'
import type { Command, CommandName } from '../contract/request.js'
import { subscriptions } from '../menus/subscriptions.js'
import { presentSources } from '../present/present-archive.js'
import { command, COMPARE_LIMIT, type CommandRow, type Doing, type Rights } from './command-row.js'
import { digestHere } from './digest-command.js'
import { feeds } from './feeds-command.js'
import { forget, forgetMenu } from './forget.js'
import { ask, askInline, compare, figure, help, story } from './look-up.js'
import { changeSettings, subscribeOrOpen } from './menu-commands.js'
import { readHour, readHours, wordAmong } from './typed-values.js'

const SPANS = ['today', 'week', 'month'] as const

const section = { kind: 'text', suggests: 'section', typed: 'rest' } as const
const subscription = { kind: 'text', text: 'subscription', suggests: 'subscription', required: true, typed: 'rest' } as const // prettier-ignore
const feed = { kind: 'text', required: true, typed: 'rest' } as const

const withSubscription = (rights: Rights) => ({ rights, options: { id: subscription } }) satisfies Doing

/**
 * Every command: what it takes, where it can be used, who may do it, what it does. Slash definitions, the reading of interactions and of
 * typed text, Telegram's list, help and the check of rights derive from it; the texts stand by key in command-texts.yaml and texts/.
 */
export const COMMANDS = {
  ask: command({
    options: {
      question: { kind: 'text', required: true, typed: 'all' },
      // Of an inline query: the results from there on.
      offset: { kind: 'text', typed: 'never', isHidden: true },
    },
    scope: 'anywhere',
    rights: 'anyone',
    seenBy: 'chosen',
    run: (given, turn) => (turn.request.via === 'inline' ? askInline(given, turn) : ask(given.question, turn)),
  }),
  digest: command({
    options: {
      span: { kind: 'choice', choices: SPANS, typed: { last: wordAmong(SPANS) } },
      section,
      // "digest in Kazakhstan"
      country: { kind: 'text', suggests: 'country', typed: { after: 'in' } },
      hours: { kind: 'number', least: 1, most: 168, typed: { last: readHours } },
    },
    scope: 'anywhere',
    rights: 'anyone',
    seenBy: 'chosen',
    spoken: { most: 2 },
    run: digestHere,
  }),
  figure: command({
    options: {
      words: { kind: 'text', suggests: 'figure', required: true, typed: 'all' },
      entity: { kind: 'text', suggests: 'entity', typed: 'never', joins: 'words' },
    },
    scope: 'anywhere',
    rights: 'anyone',
    seenBy: 'chosen',
    run: ({ words }, turn) => figure(words, turn),
  }),
  story: command({
    options: { id: { kind: 'text', text: 'story', suggests: 'story', required: true, typed: 'all' } },
    scope: 'anywhere',
    rights: 'anyone',
    seenBy: 'chosen',
    spoken: { most: 1 },
    run: ({ id }, turn) => story(id, turn),
  }),
  compare: command({
    options: { text: { kind: 'text', limit: COMPARE_LIMIT, typed: 'all' } },
    scope: 'anywhere',
    rights: 'anyone',
    seenBy: 'chosen',
    run: ({ text }, turn) => compare(text, turn),
  }),
  subscribe: command({
    options: {
      section,
      hour: { kind: 'number', least: 0, most: 23, typed: { word: readHour } },
      language: { kind: 'text', suggests: 'language', typed: { behind: readHour, or: LANGUAGES } },
    },
    scope: 'chat',
    rights: 'manager',
    seenBy: 'filled',
    run: subscribeOrOpen,
  }),
  subscriptions: command({
    options: {},
    doings: {
      list: { rights: 'anyone', options: {}, isPlain: true },
      edit: withSubscription('manager'),
      pause: withSubscription('manager'),
      resume: withSubscription('manager'),
      test: withSubscription('manager'),
      preview: withSubscription('anyone'),
      remove: { ...withSubscription('manager'), words: ['remove', 'delete', 'stop'] },
    },
    scope: 'chat',
    rights: 'anyone',
    seenBy: 'asker',
    bareDoing: 'remove',
    also: { unsubscribe: ['remove'] },
    spoken: { most: 2, namedFrom: 2 },
    run: subscriptions,
  }),
  feeds: command({
    options: { feed: { ...feed, isHidden: true } },
    doings: {
      list: { rights: 'anyone', options: {} },
      add: { rights: 'manager', options: { feed: { ...feed, called: 'address' } } },
      remove: { rights: 'manager', options: { feed: { ...feed, suggests: 'feed' } } },
      import: { rights: 'manager', options: { file: { kind: 'file', required: true, typed: 'never' } } },
      export: { rights: 'anyone', options: {} },
    },
    scope: 'chat',
    rights: 'anyone',
    seenBy: 'asker',
    spoken: { most: Infinity, namedFrom: 1 },
    run: feeds,
  }),
  sources: command({
    options: {},
    scope: 'anywhere',
    rights: 'anyone',
    seenBy: 'all',
    spoken: { most: 0 },
    run: async (_, { deps, view }) => presentSources(await deps.newsroom.sources(), view),
  }),
  settings: command({
    options: {
      language: { kind: 'text', suggests: 'language', typed: 'named-or-rest' },
      timezone: { kind: 'text', suggests: 'timezone', typed: 'named' },
    },
    scope: 'chat',
    rights: 'manager-to-change',
    seenBy: 'asker',
    spoken: { most: 2, namedFrom: 2 },
    run: changeSettings,
  }),
  help: command({
    options: {},
    scope: 'anywhere',
    rights: 'anyone',
    seenBy: 'asker',
    also: { start: [] },
    spoken: { most: 0 },
    run: (_, { view }) => help(view),
  }),
  forget: command({
    options: { confirmed: { kind: 'yes', called: 'confirm', typed: { only: ['confirm', 'confirmed', 'yes'] } } },
    scope: 'kept',
    // Everybody may have their own deleted; a chat's, who manages it: forget looks itself.
    rights: 'anyone',
    seenBy: 'asker',
    spoken: { most: 1 },
    run: ({ confirmed }, turn) => (confirmed === true ? forget('all', turn) : forgetMenu(turn)),
  }),
} satisfies Readonly<Record<CommandName, CommandRow>>

/** The commands as whoever derives from them takes them. */
export type CommandTable = Readonly<Record<CommandName, CommandRow>>

/** A command as its row has it: for all who make one. */
export type CommandOf<Name extends CommandName = CommandName> = {
  [N in Name]: { readonly name: N } & Parameters<(typeof COMMANDS)[N]['run']>[0]
}[Name]

/** All that is known of a command. */
export function rowOf(name: CommandName): CommandRow {
  return COMMANDS[name]
}

/** Whether the answer may depend on what a person may do in the chat. */
export function dependsOnRights({ name }: Command): boolean {
  return name === 'press' || rowOf(name).scope !== 'anywhere'
}
