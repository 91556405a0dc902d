import type { Rights } from '../../contract/platform.js'
import type { Chat } from '../../contract/request.js'
import type { Account } from './addressed.js'
import { TelegramCallError, type Call } from '../send/call.js'
import { chatParams } from '../send/send.js'

const CALL_TIMEOUT_MS = 10_000

interface Member {
  readonly status?: string
  readonly can_post_messages?: boolean
  readonly can_send_messages?: boolean
  readonly can_manage_topics?: boolean
  readonly is_member?: boolean
}

interface FullChat {
  readonly type?: string
  readonly title?: string
  readonly is_forum?: boolean
  readonly permissions?: { readonly can_send_messages?: boolean }
}

/** What a person and the bot may do in a chat, asked of Telegram now. Undefined: the bot is not there. Throws TelegramCallError where Telegram does not answer. */
export async function readRights(
  chat: Chat,
  userId: string,
  { call, account }: { call: Call; account: Account },
): Promise<Rights | undefined> {
  const { chat_id } = chatParams(chat)
  const options = { timeoutMs: CALL_TIMEOUT_MS }
  const memberOf = async (user: number) => (await call('getChatMember', { chat_id, user_id: user }, options)) as Member
  try {
    const full = (await call('getChat', { chat_id }, options)) as FullChat
    if (full.type === 'private') return { mayManage: chat.chatId === userId, missing: [], kind: 'private' }
    const [person, bot] = await Promise.all([memberOf(Number(userId)), memberOf(account.id)])
    if (bot.status === 'left' || bot.status === 'kicked') return undefined
    return {
      ...(full.title !== undefined && { name: full.title }),
      mayManage: person.status === 'creator' || person.status === 'administrator',
      missing: missingRights(full, bot),
      kind: full.type === 'channel' ? 'channel' : chat.threadId === undefined ? 'group' : 'topic',
    }
  } catch (error) {
    const code = error instanceof TelegramCallError ? error.details.code : undefined
    if (code === 400 || code === 403) return undefined
    throw error
  }
}

function missingRights({ type, permissions }: FullChat, bot: Member): readonly string[] {
  if (type === 'channel')
    return bot.status === 'administrator' && bot.can_post_messages === true ? [] : ['Post Messages']
  const isMuted =
    bot.status === 'restricted'
      ? bot.can_send_messages !== true
      : bot.status === 'member' && permissions?.can_send_messages === false
  return isMuted ? ['Send Messages'] : []
}
