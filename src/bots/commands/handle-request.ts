import type { ChatSettings } from '../contract/chats.js'
import { digestCommand } from './digest-command.js'
import { feeds } from './feeds-command.js'
import { forget, forgetMenu } from './forget.js'
import { createLimit } from '../turn/limits.js'
import { ask, askInline, compare, figure, help, story } from './look-up.js'
import type { Message } from '../contract/message.js'
import type { OnGrown } from '../contract/platform.js'
import { presentSources } from '../present/present-archive.js'
import { pressed } from './press.js'
import type { Command, Request } from '../contract/request.js'
import { saveSettings, settingsMenu } from '../menus/settings-menu.js'
import { openSubscribeMenu } from '../menus/subscription-menu.js'
import { subscribe, subscriptions } from '../menus/subscriptions.js'
import type { Turn, CommandDeps, Limits } from '../turn/turn.js'
import { checkLanguage, checkTimezone } from '../menus/values.js'
import { viewIn, type View } from '../wording/view.js'
import { privateLine } from '../wording/blocks.js'

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
    if (!request.mayManage && needsRights(request.command)) return privateLine(view.say('wrong.rights'))
    return await runCommand({
      request,
      view,
      settings,
      traits: deps.traits(request.chat.platform),
      deps,
      ...(onGrown && { onGrown }),
    })
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

// Verbs of presses that change what a chat gets or keeps.
const MANAGING_VERBS: ReadonlySet<string> = new Set(['new', 'new-at', 'e', 'es', 'type-e', 'ok', 'sub', 'sub-pick', 'set', 'type-set', 'undo-set', 'feed-add', 'feed-drop', 'type-feed', 'feed-at', 'forget-chat', 'follow', 'follow-asked']) // prettier-ignore

function needsRights(command: Command): boolean {
  switch (command.name) {
    case 'subscribe':
      return command.where === undefined
    case 'subscriptions':
      return command.remove !== undefined || (command.doing !== undefined && command.doing !== 'preview')
    case 'settings':
      return command.language !== undefined || command.timezone !== undefined
    case 'feeds':
      return command.doing === 'add' || command.doing === 'remove' || command.doing === 'import'
    case 'press':
      return MANAGING_VERBS.has(command.action[0])
    default:
      return false
  }
}

function runCommand(turn: Turn): Promise<Message> | Message {
  const { request, view, deps } = turn
  const { command } = request
  switch (command.name) {
    case 'ask':
      return request.via === 'inline' ? askInline(command, turn) : ask(command.question, turn)
    case 'digest':
      return digestCommand(command, turn)
    case 'figure':
      return figure(command.words, turn)
    case 'story':
      return story(command.id, turn)
    case 'compare':
      return compare(command.text, turn)
    case 'subscribe':
      return subscribeOrOpen(command, turn)
    case 'subscriptions':
      return subscriptions(command, turn)
    case 'feeds':
      return feeds(command, turn)
    case 'sources':
      return deps.newsroom.sources().then((report) => presentSources(report, view))
    case 'settings':
      return changeSettings(command, turn)
    case 'help':
      return help(view)
    case 'forget':
      return command.confirmed === true ? forget('all', turn) : forgetMenu(turn)
    case 'press':
      return pressed(command, turn)
  }
}

async function subscribeOrOpen(command: Extract<Command, { name: 'subscribe' }>, turn: Turn): Promise<Message> {
  const { section, hour, language, where } = command
  if (where === undefined && (section !== undefined || hour !== undefined || language !== undefined))
    return subscribe(command, turn)
  if (!turn.traits.hasMenus) return subscribe(command, turn)
  return openSubscribeMenu(turn, where === undefined ? {} : { where })
}

async function changeSettings(
  { language, timezone }: Extract<Command, { name: 'settings' }>,
  turn: Turn,
): Promise<Message> {
  const { view, settings } = turn
  let changed: ChatSettings = settings
  if (language !== undefined) {
    const isCyrillic = /^uz-cyrl$/i.test(language)
    const checked = checkLanguage(isCyrillic ? 'uz' : language, view)
    if ('wrong' in checked) return checked.wrong
    const { script: _, ...others } = changed
    changed = { ...others, language: checked.value, ...(isCyrillic && { script: 'Cyrl' }) }
  }
  if (timezone !== undefined) {
    const checked = checkTimezone(timezone, view)
    if ('wrong' in checked) return checked.wrong
    changed = { ...changed, timezone: checked.value }
  }
  return changed === settings ? settingsMenu(turn) : saveSettings(changed, turn)
}
