import { paragraph } from '../wording/blocks.js'
import type { Message } from '../contract/message.js'
import type { Handle, OnGrown } from '../contract/platform.js'
import type { Request } from '../contract/request.js'
import { texts } from '../wording/texts.js'
import { withinTime } from '../timing/time-limit.js'
import { reasonOf } from '../../text/reason-of.js'

export interface AnswerInTimeDeps {
  readonly handle: Handle
  /** Hears of the answer while it grows, and of nothing once it is given. */
  readonly onGrown?: OnGrown
  /** One event, as a line without secrets. */
  readonly log: (line: string) => void
}

/** The answer to a request, or after `timeoutMs` or a fault a private excuse in the language of the person's client. Never throws. */
export async function answerInTime(
  request: Request,
  timeoutMs: number,
  { handle, log, onGrown }: AnswerInTimeDeps,
): Promise<Message> {
  const asked = `${request.chat.platform}: /${request.command.name}`
  const say = texts(request.clientLanguage ?? 'en')
  let isOver = false
  const grow: OnGrown = (message) => {
    if (!isOver) onGrown?.(message)
  }
  try {
    const message = await withinTime(handle(request, onGrown && grow), timeoutMs, 'late' as const)
    if (message !== 'late') return message
    log(`${asked} was not answered in ${timeoutMs} ms`)
    return { isPrivate: true, blocks: [paragraph(say('wrong.busy'))] }
  } catch (error) {
    log(`${asked} failed: ${reasonOf(error)}`)
    return { isPrivate: true, blocks: [paragraph(say('wrong.failed'))] }
  } finally {
    isOver = true
  }
}
