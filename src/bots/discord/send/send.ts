import { DiscordAPIError, RequestMethod, Routes } from 'discord.js'
import type { REST } from 'discord.js'
import { systemClock, withSignal, type Clock } from '../../timing/clock.js'
import type { SendResult } from '../../contract/platform.js'
import type { Unpaced } from './pace.js'
import { requestOf } from './request-body.js'
import { plainDiscord } from '../render/plain.js'
import { readSendError } from './send-errors.js'
import type { Payload } from '../../contract/payload.js'

/** Time for one request, its wait in discord.js's queue included. */
const SEND_TIMEOUT_MS = 20_000

const THREAD_IS_ARCHIVED = 50083

/** What is posted, under which nonce. */
interface Posted {
  readonly payload: Payload
  readonly nonce: string
}

/**
 * One Create Message call; where the thread is archived, a second one after it was opened again. The same nonce within a
 * few minutes gives the first message again, so a second try posts nothing twice. What is refused for what it says goes once more as plain text. `rest` must neither retry nor wait out
 * rate limits by itself. Never throws.
 */
export async function createMessage(
  rest: Unpaced,
  channelId: string,
  { payload, nonce }: Posted,
  clock: Clock = systemClock,
): Promise<SendResult> {
  const post = async (body = payload): Promise<SendResult> => {
    const fullRoute = Routes.channelMessages(channelId)
    const request = { ...requestOf(body, { nonce, enforce_nonce: true }), fullRoute, method: RequestMethod.Post }
    const created = await withSignal(clock, { ms: SEND_TIMEOUT_MS }, async (signal) => rest.request({ ...request, signal })) // prettier-ignore
    const { id } = created as { readonly id: string }
    return { kind: 'sent', messageId: id }
  }
  try {
    return await post()
  } catch (error) {
    const result = readSendError(error)
    const plain = result.kind === 'refused' ? plainDiscord(payload) : undefined
    if (plain !== undefined) return post(plain).catch(readSendError)
    if (!(error instanceof DiscordAPIError) || error.code !== THREAD_IS_ARCHIVED) return result
    if (!(await isOpenedAgain(rest, channelId))) return result
    return post().catch(readSendError)
  }
}

/** Opens an archived thread; false: it stays closed. */
export async function isOpenedAgain(rest: Unpaced, threadId: string): Promise<boolean> {
  const signal = AbortSignal.timeout(SEND_TIMEOUT_MS)
  const body = { archived: false }
  const opening = rest.request({ fullRoute: Routes.channel(threadId), method: RequestMethod.Patch, body, signal })
  return opening.then(
    () => true,
    () => false,
  )
}

/** The id of the channel with one person. Throws what a call throws. */
export async function openDirectChat(rest: REST, userId: string): Promise<string> {
  const signal = AbortSignal.timeout(SEND_TIMEOUT_MS)
  const opened = (await rest.post(Routes.userChannels(), { body: { recipient_id: userId }, signal })) as { id: string }
  return opened.id
}
