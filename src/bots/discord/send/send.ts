import { DiscordAPIError, RequestMethod, Routes } from 'discord.js'
import type { REST } from 'discord.js'
import { systemClock, withSignal, type Clock } from '../../timing/clock.js'
import type { SendResult } from '../../contract/platform.js'
import type { Unpaced } from './pace.js'
import { requestOf } from './request-body.js'
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
 * few minutes gives the first message again, so a second try posts nothing twice. `rest` must neither retry nor wait out
 * rate limits by itself. Never throws.
 */
export async function createMessage(
  rest: Unpaced,
  channelId: string,
  { payload, nonce }: Posted,
  clock: Clock = systemClock,
): Promise<SendResult> {
  const post = async (): Promise<SendResult> => {
    const fullRoute = Routes.channelMessages(channelId)
    const request = { ...requestOf(payload, { nonce, enforce_nonce: true }), fullRoute, method: RequestMethod.Post }
    const created = await withSignal(clock, { ms: SEND_TIMEOUT_MS }, async (signal) => rest.request({ ...request, signal })) // prettier-ignore
    const { id } = created as { readonly id: string }
    return { kind: 'sent', messageId: id }
  }
  try {
    return await post()
  } catch (error) {
    if (!(error instanceof DiscordAPIError) || error.code !== THREAD_IS_ARCHIVED) return readSendError(error)
    if (!(await isOpenedAgain(rest, channelId))) return readSendError(error)
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
