import { chart, followAsked } from './answer-buttons.js'
import { digestCommand, digestPressed } from './digest-command.js'
import { addFound, dropFeed, feeds, typeFeed } from './feeds-command.js'
import { exportMine, forget, forgetMenu } from './forget.js'
import { help, story } from './look-up.js'
import type { Message } from '../contract/message.js'
import { presentItem } from '../present/present-item.js'
import type { Command } from '../contract/request.js'
import { pressSetting, settingsForm, settingsMenu, undoSetting } from '../menus/settings-menu.js'
import { openSubscribeMenu, openSubscribeMenuAt, pressSubscriptionMenu } from '../menus/subscription-menu.js'
import { pressSubscription } from '../menus/subscriptions.js'
import { newTopic } from '../turn/conversation-memory.js'
import type { Turn } from '../turn/turn.js'
import { sectionAt } from '../wording/view.js'
import { privateLine } from '../wording/blocks.js'

type Press = Extract<Command, { name: 'press' }>

/** What a press of a control does. A control of an older version, or a made-up one, is answered kindly. */
export function pressed(press: Press, turn: Turn): Promise<Message> | Message {
  const { view } = turn
  const [verb, ...args] = press.action
  const [first = '', second = ''] = args
  const [value = ''] = press.values
  switch (verb) {
    case 'd':
      return digestPressed(press, turn)
    case 'today':
      return digestCommand({ name: 'digest' }, turn)
    case 'show':
      return digestCommand({ name: 'digest' }, turn).then((shown) => ({ ...shown, isPrivate: true }))
    case 'item':
      return item(first, second, turn)
    case 'story':
      return story(first, turn)
    case 'follow':
      return follow(first, second, turn)
    case 'follow-asked':
      return followAsked(first, turn)
    case 'chart':
      return chart(args, turn)
    case 'help':
      return help(view)
    case 'new':
      return openSubscribeMenu(turn)
    case 'new-at':
      return openSubscribeMenuAt({ platform: turn.request.chat.platform, chatId: first }, turn)
    case 'e':
    case 'es':
    case 'ep':
    case 'ok':
    case 'type-e':
      return pressSubscriptionMenu(press, turn)
    case 'sub':
      return pressSubscription(first, second, turn)
    case 'sub-pick':
      return pressSubscription(value, 'show', turn)
    case 'settings':
      return settingsMenu(turn, args[0])
    case 'set':
      return pressSetting(press, turn)
    case 'type-set':
      return settingsForm(first, turn)
    case 'undo-set':
      return undoSetting(first, turn)
    case 'type-feed':
      return typeFeed(turn)
    case 'feed-at':
      return feeds({ name: 'feeds', doing: 'add', feed: value }, turn)
    case 'feed-add':
      return addFound(first, turn)
    case 'feed-drop':
      return dropFeed(first, turn)
    case 'feeds-out':
      return feeds({ name: 'feeds', doing: 'export' }, turn)
    case 'new-topic':
      return newTopic(turn)
    case 'ask-forget':
      return forgetMenu(turn)
    case 'export-me':
      return exportMine(turn)
    case 'forget-me':
      return forget('person', turn)
    case 'forget-chat':
      return forget('chat', turn)
    case 'close':
      return { ...privateLine(view.say('menu.closed')), replaces: true }
    default:
      return privateLine(view.say('wrong.button'))
  }
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
