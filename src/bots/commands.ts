import { cutText } from '../text/cut-text.js'
import type { Action } from './actions.js'
import { controls, heading, list, paragraph, small } from './blocks.js'
import type { ChatStore } from './chats.js'
import { cleanLine, cleanText } from './clean.js'
import { languageName } from './format.js'
import type { Memos } from './memos.js'
import type { Message } from './message.js'
import type { Newsroom } from './newsroom.js'
import { COMMAND_NAMES, COMPARE_LIMIT, QUESTION_LIMIT } from './parse-command.js'
import { presentCompare, presentFeeds, presentSources, presentStory } from './present-archive.js'
import { presentAnswer, presentFigure } from './present-answer.js'
import { presentDigest } from './present-digest.js'
import type { Chat, Command, Request } from './request.js'
import { activeSubscriptions, subscribe, subscriptions } from './subscriptions.js'
import { checkHours, checkLanguage, checkSection, languageNames, privateLine, sectionIds, shown } from './values.js'
import { viewIn, type ShownRegion, type View } from './view.js'

const HOUR = 3_600_000

export interface CommandDeps {
  readonly newsroom: Newsroom
  readonly chats: ChatStore
  readonly memos: Memos
  readonly region: ShownRegion
  readonly now: () => number
  /** Short ids that people can type. */
  readonly newId: () => string
  /** Hears of what went wrong behind a request that was answered with an excuse. */
  readonly onFault?: (error: unknown, request: Request) => void
}

/**
 * Does what a person asked and answers in the chat's language, else the language of the person's client, else English.
 * Never throws: an error named TimeoutError is answered as a busy newsroom, any other as a fault of ours.
 */
export async function handleRequest(request: Request, deps: CommandDeps): Promise<Message> {
  let view = viewIn(request.clientLanguage ?? 'en', deps.region)
  try {
    const settings = await deps.chats.settings(request.chat)
    if (settings.language) view = viewIn(settings.language, deps.region)
    if (!request.mayManage && needsRights(request.command)) return privateLine(view.say('wrong.rights'))
    return await runCommand(request.command, request.chat, view, deps)
  } catch (error) {
    deps.onFault?.(error, request)
    const isLate = error instanceof Error && error.name === 'TimeoutError'
    return privateLine(view.say(isLate ? 'wrong.busy' : 'wrong.failed'))
  }
}

function needsRights(command: Command): boolean {
  switch (command.name) {
    case 'subscribe':
    case 'forget':
      return true
    case 'subscriptions':
      return command.remove !== undefined
    case 'press':
      return command.action[0] === 'forget'
    case 'settings':
      return command.language !== undefined
    default:
      return false
  }
}

function runCommand(command: Command, chat: Chat, view: View, deps: CommandDeps): Promise<Message> {
  switch (command.name) {
    case 'ask':
      return ask(command.question, view, deps)
    case 'digest':
      return digest(command, view, deps)
    case 'figure':
      return figure(command.words, view, deps)
    case 'story':
      return story(command.id, view, deps)
    case 'compare':
      return compare(command.text, view, deps)
    case 'subscribe':
      return subscribe(chat, command, view, deps)
    case 'subscriptions':
      return subscriptions(chat, command.remove, view, deps)
    case 'feeds':
      return deps.newsroom.sources().then((report) => presentFeeds(report, view))
    case 'sources':
      return deps.newsroom.sources().then((report) => presentSources(report, view))
    case 'settings':
      return settings(chat, command.language, view, deps)
    case 'help':
      return Promise.resolve(help(view))
    case 'press':
      return press(command.action, chat, view, deps)
    case 'forget':
      return forget(chat, command.confirmed === true, view, deps)
  }
}

function press([verb]: Action, chat: Chat, view: View, deps: CommandDeps): Promise<Message> {
  if (verb === 'forget') return forget(chat, true, view, deps)
  return Promise.resolve(privateLine(view.say('wrong.button')))
}

async function ask(given: string, view: View, { newsroom }: CommandDeps): Promise<Message> {
  const question = cutText(cleanLine(given), QUESTION_LIMIT)
  if (!/[\p{L}\p{N}]/u.test(question)) return privateLine(view.say('answer.empty'))
  const message = presentAnswer(await newsroom.ask(question, { language: view.language }), view)
  if (question.length < QUESTION_LIMIT - 1) return message
  return { ...message, blocks: [small(view.say('answer.cut', { limit: QUESTION_LIMIT })), ...message.blocks] }
}

async function digest(
  command: Extract<Command, { name: 'digest' }>,
  view: View,
  { newsroom, now }: CommandDeps,
): Promise<Message> {
  const section = checkSection(command.section, view)
  if ('wrong' in section) return section.wrong
  const hours = checkHours(command.hours ?? 24, view)
  if ('wrong' in hours) return hours.wrong
  const to = now()
  const sectionId = section.value
  const { language } = view
  const from = to - hours.value * HOUR
  const composed = await newsroom.digest({ from, to, language, ...(sectionId !== undefined && { sectionId }) })
  return presentDigest(composed, view)
}

async function figure(given: string, view: View, { newsroom }: CommandDeps): Promise<Message> {
  const words = cutText(cleanLine(given), QUESTION_LIMIT)
  if (words === '') return privateLine(view.say('figure.empty'))
  const history = await newsroom.figure(words, { language: view.language })
  if (!history || history.records.length === 0) return privateLine(view.say('figure.none', { words: shown(words) }))
  return presentFigure(history, view)
}

async function story(given: string, view: View, { newsroom }: CommandDeps): Promise<Message> {
  const id = cutText(cleanLine(given), QUESTION_LIMIT)
  if (id === '') return privateLine(view.say('story.empty'))
  const found = await newsroom.story(id)
  return found ? presentStory(found, view) : privateLine(view.say('story.none', { id: shown(id) }))
}

async function compare(given: string, view: View, { newsroom }: CommandDeps): Promise<Message> {
  const text = cutText(cleanText(given), COMPARE_LIMIT).trim()
  if (text === '') return privateLine(view.say('compare.empty'))
  return presentCompare(await newsroom.compare(text, { language: view.language }), view)
}

async function settings(
  chat: Chat,
  given: string | undefined,
  view: View,
  { chats, region }: CommandDeps,
): Promise<Message> {
  const now = view.say('settings.now', {
    language: languageName(view.language, view.language),
    valid: languageNames(view),
  })
  if (given === undefined) {
    const example = `/settings ${view.language === 'ru' ? 'en' : 'ru'}`
    return { blocks: [paragraph(now), small(view.say('settings.change', { example }))], isPrivate: true }
  }
  const language = checkLanguage(given, view)
  if ('wrong' in language) return language.wrong
  await chats.saveSettings(chat, { ...(await chats.settings(chat)), language: language.value })
  const { say } = viewIn(language.value, region)
  const undo = `/settings ${view.language}`
  return privateLine(say('settings.saved', { language: languageName(language.value, language.value), undo }))
}

async function forget(chat: Chat, isConfirmed: boolean, view: View, { chats }: CommandDeps): Promise<Message> {
  if (isConfirmed) {
    await chats.forget(chat)
    return privateLine(view.say('forget.done'))
  }
  const { length: count } = await activeSubscriptions(chat, chats)
  const ask = view.say('forget.ask', { subscriptions: view.say('count.subscriptions', { count }) })
  const confirm = controls({ kind: 'button', label: view.say('forget.button'), action: ['forget'], look: 'danger' })
  return { blocks: [paragraph(ask), paragraph(view.say('forget.confirm')), ...confirm], isPrivate: true }
}

function help(view: View): Message {
  const { say, region, language } = view
  return {
    title: 'Silkwire',
    blocks: [
      heading('Silkwire'),
      paragraph(say('help.intro', { region: region.name[language] })),
      list(COMMAND_NAMES.map((name) => [say(`help.${name}`)])),
      paragraph(say('help.sections', { valid: sectionIds(region) })),
      small(say('help.promise')),
    ],
    isPrivate: true,
  }
}
