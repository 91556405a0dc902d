import type { Language } from '../../text/types.js'
import { controls, heading, paragraph, small } from '../wording/blocks.js'
import type { Message } from '../contract/message.js'
import type { Chat } from '../contract/request.js'
import { viewIn } from '../wording/view.js'
import type { CommandDeps } from '../turn/turn.js'

/** What is said once to a chat that the bot was added to: what it is, and three buttons. Undefined: it was greeted before, or the store does not answer. */
export async function greet(
  chat: Chat,
  clientLanguage: Language | undefined,
  deps: CommandDeps,
): Promise<Message | undefined> {
  try {
    const { chats, memos, now, region } = deps
    const key = await memos.keep(chat, { greeted: chat.chatId }, now())
    if (!(await deps.firstSight(`greeting ${key}`))) return undefined
    const settings = await chats.settings(chat)
    const { say, language } = viewIn(settings.language ?? clientLanguage ?? 'en', region, settings)
    return {
      blocks: [
        heading('Silkwire'),
        paragraph(say('help.intro', { region: region.name[language] })),
        ...controls(
          { kind: 'button', label: say('greet.subscribe'), action: ['new'], look: 'primary' },
          { kind: 'button', label: say('greet.digest'), action: ['today'] },
          { kind: 'button', label: say('greet.help'), action: ['help'] },
        ),
        small(say('greet.ask')),
      ],
    }
  } catch {
    return undefined
  }
}
