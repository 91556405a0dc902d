import { DiscordAPIError } from 'discord.js'
import { classicPayload, isComponentsV2 } from './classic.js'
import type { Payload } from '../../contract/payload.js'

/**
 * Sends a payload as the channel's server knows it: Components V2, and embeds where it was refused those. Throws what
 * `call` throws; a refused message was not posted, so the second call posts nothing twice.
 */
export type InItsLook = <T>(channelId: string, payload: Payload, call: (payload: Payload) => Promise<T>) => Promise<T>

const INVALID_FORM_BODY = 50_035
const MOST_REMEMBERED = 10_000

export function createLooks(): InItsLook {
  const classic = new Set<string>()
  return async (channelId, payload, call) => {
    if (!isComponentsV2(payload)) return call(payload)
    if (classic.has(channelId)) return call(classicPayload(payload))
    try {
      return await call(payload)
    } catch (error) {
      if (!isOfTheLook(error)) throw error
      if (classic.size >= MOST_REMEMBERED) classic.clear()
      classic.add(channelId)
      return call(classicPayload(payload))
    }
  }
}

// What an older server says of a flag or a component that it does not know.
function isOfTheLook(error: unknown): boolean {
  if (!(error instanceof DiscordAPIError) || error.code !== INVALID_FORM_BODY) return false
  const { errors } = error.rawError as { readonly errors?: Readonly<Record<string, unknown>> }
  if (errors === undefined) return false
  const { data } = errors as { readonly data?: Readonly<Record<string, unknown>> }
  return [errors, data ?? {}].some((places) => 'flags' in places || /UNION_TYPE|"type"/.test(JSON.stringify(places['components'] ?? ''))) // prettier-ignore
}
