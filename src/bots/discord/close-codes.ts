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

const FATAL_REASONS: ReadonlyMap<number, string> = new Map([
  [4004, 'Authentication failed'],
  [4011, 'the bot is in too many servers for one connection'],
  [4014, 'the application may not have the intents that are asked for'],
])

export function fatalReason(code: number): string {
  return FATAL_REASONS.get(code) ?? `the gateway refuses the connection for good with ${code}`
}
