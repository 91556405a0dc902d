import type { Refusal } from '../../contract/platform.js'

/** What follows a closed connection: the session goes on, a new one begins, or nothing helps but a person. */
export type AfterClose = 'resume' | 'identify' | 'fatal'

/**
 * https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
 * A resume costs nothing where the session is gone after all; an identify is one of 1,000 a day.
 */
const AFTER: ReadonlyMap<number, AfterClose> = new Map([
  [4004, 'fatal'], // the token is not accepted
  [4007, 'identify'], // the sequence number is wrong
  [4009, 'identify'], // the session timed out
  [4010, 'fatal'], // no such shard
  [4011, 'fatal'], // too many servers for one shard
  [4012, 'fatal'], // the API version is no more
  [4013, 'fatal'], // invalid intents
  [4014, 'fatal'], // intents that the application may not have
])

/** What to do after the gateway closed with `code`; 1006 is a line that broke. */
export function afterClose(code: number): AfterClose {
  return AFTER.get(code) ?? 'resume'
}

/** A session is kept over any code but 1000 and 1001. */
export const KEEP_SESSION = 4000

export const TOKEN_REFUSED =
  'Discord does not accept the token in DISCORD_TOKEN: copy it anew from the Bot page of your application'

const NEWER_NEEDED = 'this Silkwire is too old for it, or a proxy stands between: install a newer one'
const WHAT_TO_DO: ReadonlyMap<number, string> = new Map([
  [4010, 'of the numbers that it gave for the connections one does not fit: start Silkwire again'],
  [4011, 'the bot is in too many servers for one connection: start Silkwire again, which asks how many it needs'],
  [4012, NEWER_NEEDED],
  [4013, NEWER_NEEDED],
  [
    4014,
    'the application may not have the intents that are asked for: look under Privileged Gateway Intents on its Bot page',
  ],
])

/** A fatal close code, as who runs the bot is told of it. */
export function refusalOf(code: number): Refusal {
  if (code === 4004) return { cause: 'token', message: TOKEN_REFUSED }
  const what = WHAT_TO_DO.get(code) ?? 'Discord gives no reason'
  return { cause: 'bot', message: `Discord closed the gateway for good with ${code}: ${what}` }
}

/** Thrown where the gateway closes for good before the session stands. */
export class GatewayRefusal extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.message)
    this.name = 'GatewayRefusal'
  }
}
