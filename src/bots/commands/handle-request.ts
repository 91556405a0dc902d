import type { ChatSettings } from '../contract/chats.js'
import type { Message } from '../contract/message.js'
import type { OnGrown } from '../contract/platform.js'
import type { Command, Request, Press } from '../contract/request.js'
import { createLimit } from '../turn/limits.js'
import type { Turn, CommandDeps, Limits } from '../turn/turn.js'
import { privateLine } from '../wording/blocks.js'
import { viewIn, type View } from '../wording/view.js'
import type { Rights } from './command-row.js'
import { rowOf } from './command-table.js'
import { type Verb, VERBS } from './press.js'

/** 20 requests a minute a person, 90 a chat: more than anybody reads. */
export function conversationLimits(now: () => number): Limits {
  return {
    mayAsk: createLimit({ most: 20, perMs: 60_000 }, now),
    mayAskHere: createLimit({ most: 90, perMs: 60_000 }, now),
  }
}

/**
 * Does what a person asked and answers in the chat's language, else the language of the person's client, else English.
 * `onGrown` is told of an answer that grows. Never throws: an error named TimeoutError is answered as a busy newsroom, any other as a fault of ours.
 */
export async function handleRequest(request: Request, deps: CommandDeps, onGrown?: OnGrown): Promise<Message> {
  let view = viewIn(request.clientLanguage ?? 'en', deps.region)
  try {
    if (!isWithinLimits(request, deps)) return privateLine(view.say('wrong.often'))
    const settings = await deps.chats.settings(request.chat)
    view = viewOf(request, settings, deps)
    if (!isAllowed(request)) return privateLine(view.say('wrong.rights'))
    const traits = deps.traits(request.chat.platform)
    return await runCommand({ request, view, settings, traits, deps, ...(onGrown && { onGrown }) })
  } catch (error) {
    deps.onFault?.(error, request)
    const isLate = error instanceof Error && error.name === 'TimeoutError'
    return privateLine(view.say(isLate ? 'wrong.busy' : 'wrong.failed'))
  }
}

function isWithinLimits({ chat, userId, via }: Request, { limits }: CommandDeps): boolean {
  // A person types an inline question letter by letter; its answers are cached by the platform.
  if (limits === undefined || via === 'inline') return true
  return limits.mayAsk(`${chat.platform} ${userId}`) && limits.mayAskHere(`${chat.platform} ${chat.chatId}`)
}

function viewOf({ clientLanguage }: Request, settings: ChatSettings, { region }: CommandDeps): View {
  return viewIn(settings.language ?? clientLanguage ?? 'en', region, settings)
}

function isAllowed({ command, mayManage }: Request): boolean {
  if (mayManage) return true
  switch (rightsOf(command)) {
    case 'anyone':
      return true
    case 'manager':
      return false
    case 'manager-to-change':
      return Object.entries(command).every(([key, value]) => key === 'name' || value === undefined)
  }
}

function rightsOf(command: Command): Rights {
  if (command.name === 'press') return verbOf(command).rights
  const { rights, doings = {} } = rowOf(command.name)
  return (typeof command['doing'] === 'string' ? doings[command['doing']]?.rights : undefined) ?? rights
}

function runCommand(turn: Turn): Promise<Message> | Message {
  const { command } = turn.request
  if (command.name === 'press') return verbOf(command).run(command, turn)
  return rowOf(command.name).run(command, turn)
}

const BY_NAME: ReadonlyMap<string, Verb> = new Map<string, Verb>(Object.entries(VERBS))

/** What a press of a control does; a control of an older version, or a made-up one, is answered kindly. */
function verbOf({ action: [verb] }: Press): Verb {
  return BY_NAME.get(verb) ?? { rights: 'anyone', run: (_, { view }) => privateLine(view.say('wrong.button')) }
}
