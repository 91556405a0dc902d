import { controls, heading, paragraph, small, privateLine } from '../wording/blocks.js'
import type { Message } from '../contract/message.js'
import { keptSubscriptions } from '../menus/subscription-parts.js'
import type { Turn } from '../turn/turn.js'

/** Asks what is to be deleted: what concerns the person, and, for who may manage it, what is kept about the chat. */
export async function forgetMenu({ request, view, deps }: Turn): Promise<Message> {
  const { say } = view
  const { length: count } = await keptSubscriptions(request.chat, deps.chats)
  const ofChat = say('forget.ask', { subscriptions: say('count.subscriptions', { count }) })
  return {
    isPrivate: true,
    replaces: true,
    blocks: [
      heading(say('forget.title')),
      paragraph(say('forget.askMe')),
      ...(request.mayManage ? [paragraph(ofChat), small(say('forget.confirm'))] : []),
      ...controls(
        ...(deps.persons ? [{ kind: 'button', label: say('forget.export'), action: ['export-me'] } as const] : []),
        { kind: 'button', label: say('forget.me'), action: ['forget-me'], look: 'danger' },
        ...(request.mayManage
          ? [{ kind: 'button', label: say('forget.button'), action: ['forget-chat'], look: 'danger' } as const]
          : []),
        { kind: 'button', label: say('menu.cancel'), action: ['close'] },
      ),
    ],
  }
}

// Well below what a bot may send: 10 MB on Discord, 50 MB on Telegram.
const LARGEST_EXPORT = 5_000_000

/** All that is kept about the person who asks, as a file for their eyes alone. */
export async function exportMine({ request, view, traits, deps }: Turn): Promise<Message> {
  const { chat, userId } = request
  const isAlone = request.isDirect === true || traits.answersPrivately
  if (!isAlone) return privateLine(view.say('forget.exportAlone'))
  if (deps.persons === undefined) return privateLine(view.say('wrong.button'))
  const report = await deps.persons.export(chat.platform, userId)
  const bytes = new TextEncoder().encode(`${JSON.stringify(report, undefined, 2)}\n`)
  if (bytes.length > LARGEST_EXPORT) return privateLine(view.say('forget.exportLarge'))
  const file = { kind: 'file', bytes, name: 'silkwire-about-me.json', mediaType: 'application/json' } as const
  return { blocks: [paragraph(view.say('forget.exported')), file], isPrivate: true }
}

/** Deletes: what concerns the person on every chat, what is kept about this chat, or both where the person may. */
export async function forget(what: 'person' | 'chat' | 'all', { request, view, deps }: Turn): Promise<Message> {
  const { chat, userId } = request
  if (what !== 'chat') {
    deps.conversations?.forget({ platform: chat.platform, userId })
    await deps.chats.forgetPerson(chat.platform, userId)
  }
  if (what !== 'person' && request.mayManage) {
    deps.conversations?.forget({ chat })
    await deps.chats.forget(chat)
  }
  const said = what === 'person' || !request.mayManage ? 'forget.doneMe' : 'forget.done'
  return { ...privateLine(view.say(said)), replaces: true }
}
