import { RequestMethod } from 'discord.js'
import type { REST } from 'discord.js'
import type { Clock } from '../../timing/clock.js'
import { createPacer, type Pacer, type PaceLimits } from '../../timing/pacer.js'

// https://discord.com/developers/docs/topics/rate-limits: 50 requests a second; about 5 messages in 5 s a channel.
const LIMITS: PaceLimits = {
  platform: { most: 50, perMs: 1_000 },
  chat: (chat, urgency) =>
    chat === ELSEWHERE ? [{ most: 50, perMs: 1_000 }] : [{ most: urgency === 'bulk' ? 4 : 5, perMs: 5_000 }],
}
const ELSEWHERE = ''

export function discordPacer(clock: Clock): Pacer {
  return createPacer(LIMITS, clock)
}

/** Calls that take their place themselves. */
export type Unpaced = Pick<REST, 'request'>

/**
 * Has all calls of a client wait for their place as answers. Those of interactions and webhooks are not counted by
 * Discord and leave at once. Gives the calls as they were, for who has a place.
 */
export function paceRest(rest: REST, pacer: Pacer): Unpaced {
  const request: REST['request'] = rest.request.bind(rest)
  rest.request = async (options) => {
    if (/^\/(interactions|webhooks)\//.test(options.fullRoute)) return request(options)
    // Reading a message takes nothing of what may be posted there.
    const posted = options.method === RequestMethod.Get ? null : /^\/channels\/(\d+)\/messages/.exec(options.fullRoute)
    const chat = posted?.[1] ?? ELSEWHERE
    const place = await pacer.take({ chat, urgency: 'answer' }, options.signal ?? undefined)
    try {
      return await request(options)
    } finally {
      place?.done()
    }
  }
  return { request }
}
