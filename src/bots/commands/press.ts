import { chart, followAsked } from './answer-buttons.js'
import { digestPressed, digestHere } from './digest-command.js'
import { addFound, dropFeed, feeds, typeFeed } from './feeds-command.js'
import { exportMine, forget, forgetMenu } from './forget.js'
import { help, story } from './look-up.js'
import { hello } from './small-talk-answers.js'
import type { Message } from '../contract/message.js'
import { presentItem } from '../present/present-item.js'
import type { Press } from '../contract/request.js'
import { pressSetting, settingsForm, settingsMenu, undoSetting } from '../menus/settings-menu.js'
import { openSubscribeMenu, openSubscribeMenuAt, pressSubscriptionMenu } from '../menus/subscription-menu.js'
import { pressSubscription } from '../menus/subscriptions.js'
import { newTopic } from '../turn/conversation-memory.js'
import type { Turn } from '../turn/turn.js'
import { sectionAt } from '../wording/view.js'
import { privateLine } from '../wording/blocks.js'

/** What a verb of a control does, and whether everybody may press it or those who manage the chat. */
export interface Verb {
  readonly rights: 'anyone' | 'manager'
  readonly run: (press: Press, turn: Turn) => Promise<Message> | Message
}

/** Every verb of a control; of its words, `first` and `second` stand behind the verb, and `value` was chosen or written. */
export const VERBS = {
  d: { rights: 'anyone', run: digestPressed },
  today: { rights: 'anyone', run: (_, turn) => digestHere({}, turn) },
  show: { rights: 'anyone', run: async (_, turn) => ({ ...(await digestHere({}, turn)), isPrivate: true }) },
  item: { rights: 'anyone', run: ({ action: [, first = '', second = ''] }, turn) => item(first, second, turn) },
  story: { rights: 'anyone', run: ({ action: [, first = ''] }, turn) => story(first, turn) },
  follow: { rights: 'manager', run: ({ action: [, first = '', second = ''] }, turn) => follow(first, second, turn) },
  'follow-asked': { rights: 'manager', run: ({ action: [, first = ''] }, turn) => followAsked(first, turn) },
  chart: { rights: 'anyone', run: ({ action: [, ...words] }, turn) => chart(words, turn) },
  // Whoever opens the bot on Telegram sends /start.
  hello: { rights: 'anyone', run: (_, turn) => hello(turn) },
  help: { rights: 'anyone', run: (_, { view }) => help(view) },
  new: { rights: 'manager', run: (_, turn) => openSubscribeMenu(turn) },
  'new-at': { rights: 'manager', run: ({ action: [, first = ''] }, turn) => newAt(first, turn) },
  e: { rights: 'manager', run: pressSubscriptionMenu },
  es: { rights: 'manager', run: pressSubscriptionMenu },
  // Turns a page of the menu, and changes nothing.
  ep: { rights: 'anyone', run: pressSubscriptionMenu },
  ok: { rights: 'manager', run: pressSubscriptionMenu },
  'type-e': { rights: 'manager', run: pressSubscriptionMenu },
  sub: { rights: 'manager', run: ({ action: [, first = '', second = ''] }, turn) => pressSubscription(first, second, turn) }, // prettier-ignore
  'sub-pick': { rights: 'manager', run: ({ values: [value = ''] }, turn) => pressSubscription(value, 'show', turn) },
  settings: { rights: 'anyone', run: ({ action: [, first] }, turn) => settingsMenu(turn, first) },
  set: { rights: 'manager', run: pressSetting },
  'type-set': { rights: 'manager', run: ({ action: [, first = ''] }, turn) => settingsForm(first, turn) },
  'undo-set': { rights: 'manager', run: ({ action: [, first = ''] }, turn) => undoSetting(first, turn) },
  'type-feed': { rights: 'manager', run: (_, turn) => typeFeed(turn) },
  'feed-at': { rights: 'manager', run: ({ values: [value = ''] }, turn) => feeds({ doing: 'add', feed: value }, turn) },
  'feed-add': { rights: 'manager', run: ({ action: [, first = ''] }, turn) => addFound(first, turn) },
  'feed-drop': { rights: 'manager', run: ({ action: [, first = ''] }, turn) => dropFeed(first, turn) },
  'feeds-out': { rights: 'anyone', run: (_, turn) => feeds({ doing: 'export' }, turn) },
  'new-topic': { rights: 'anyone', run: (_, turn) => newTopic(turn) },
  'ask-forget': { rights: 'anyone', run: (_, turn) => forgetMenu(turn) },
  'export-me': { rights: 'anyone', run: (_, turn) => exportMine(turn) },
  'forget-me': { rights: 'anyone', run: (_, turn) => forget('person', turn) },
  'forget-chat': { rights: 'manager', run: (_, turn) => forget('chat', turn) },
  close: { rights: 'anyone', run: (_, { view }) => ({ ...privateLine(view.say('menu.closed')), replaces: true }) },
} satisfies Readonly<Record<string, Verb>>

function newAt(chatId: string, turn: Turn): Promise<Message> {
  return openSubscribeMenuAt({ platform: turn.request.chat.platform, chatId }, turn)
}

async function item(storyId: string, index: string, { view, deps }: Turn): Promise<Message> {
  const sectionId = sectionAt(index, view)
  const found =
    sectionId === undefined ? undefined : await deps.newsroom.item({ storyId, sectionId, language: view.language })
  return found === undefined ? privateLine(view.say('item.gone')) : presentItem(found, view)
}

/** Follows whom an item is about: the menu opens with its names. */
async function follow(storyId: string, index: string, turn: Turn): Promise<Message> {
  const { view, deps } = turn
  const sectionId = sectionAt(index, view)
  const found =
    sectionId === undefined ? undefined : await deps.newsroom.item({ storyId, sectionId, language: view.language })
  if (found === undefined) return privateLine(view.say('item.gone'))
  return openSubscribeMenu(turn, { filter: { entityIds: [...found.entityIds] } })
}
