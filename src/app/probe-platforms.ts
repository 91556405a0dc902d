import type { Config } from '../process/config.js'
import { reasonOf } from '../text/reason-of.js'

/** What a look at a part of the operation brought. */
export interface Finding {
  readonly what: string
  /** odd: it works, and is worth a look. */
  readonly state: 'well' | 'odd' | 'bad'
  readonly says: string
  /** What to do; absent where there is nothing. */
  readonly advice?: string
}

/** A platform's answer to its token, and by how much its clock is ahead of ours, ms. */
export interface Probe {
  readonly finding: Finding
  readonly aheadMs?: number
}

const TIMEOUT_MS = 10_000

/** Asks each platform that has a token whether it takes it, and how it is set up there. Never throws; no message holds a token. */
export async function probePlatforms(config: Config, now: () => number): Promise<readonly Probe[]> {
  const { discordToken, discordApiUrl, telegramToken, telegramApiUrl } = config
  return Promise.all([
    ...(discordToken ? [probed('Discord', () => probeDiscord(discordApiUrl, discordToken.reveal()), now)] : []),
    ...(telegramToken ? [probed('Telegram', () => probeTelegram(telegramApiUrl, telegramToken.reveal()), now)] : []),
  ])
}

type Told = Omit<Finding, 'what'> & { readonly date: string | null }

async function probed(what: string, probe: () => Promise<Told>, now: () => number): Promise<Probe> {
  try {
    const { date, ...told } = await probe()
    const serverAt = Date.parse(date ?? '')
    return { finding: { what, ...told }, ...(!Number.isNaN(serverAt) && { aheadMs: serverAt - now() }) }
  } catch (error) {
    // What fetch says of an error may hold the address, and Telegram's has the token in it.
    const cause = error instanceof Error && error.cause instanceof Error && 'code' in error.cause ? String(error.cause.code) : reasonOf(error).slice(0, 40) // prettier-ignore
    const advice = 'Look at the network of this machine, a proxy, a firewall.'
    return { finding: { what, state: 'bad', says: `cannot be reached (${cause})`, advice } }
  }
}

async function askJson(url: string, headers: Record<string, string> = {}) {
  const response = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
  const json = (await response.json().catch(() => ({}))) as Record<string, unknown>
  return { status: response.status, json, date: response.headers.get('date') }
}

async function probeDiscord(apiUrl: string, token: string): Promise<Told> {
  const headers = { authorization: `Bot ${token}` }
  const { status, json, date } = await askJson(`${apiUrl}/v10/users/@me`, headers)
  if (status === 401)
    return { state: 'bad', says: 'does not accept the token', advice: 'Copy it anew to DISCORD_TOKEN.', date }
  if (status !== 200) return { state: 'odd', says: `answered ${status}`, advice: 'Try again in a few minutes.', date }
  const gateway = await askJson(`${apiUrl}/v10/gateway/bot`, headers)
  const { total, remaining } = (gateway.json['session_start_limit'] ?? {}) as { total?: number; remaining?: number }
  const starts = remaining === undefined ? '' : `; ${remaining} of ${total ?? '?'} starts left today`
  const says = `${String(json['username'])} is accepted; no privileged intent is needed${starts}`
  return { state: remaining !== undefined && remaining < 50 ? 'odd' : 'well', says, date }
}

async function probeTelegram(apiUrl: string, token: string): Promise<Told> {
  const { status, json, date } = await askJson(`${apiUrl}/bot${token}/getMe`)
  if (status === 401 || status === 404)
    return { state: 'bad', says: 'does not accept the token', advice: 'Copy it anew from @BotFather to TELEGRAM_TOKEN.', date } // prettier-ignore
  if (status !== 200) return { state: 'odd', says: `answered ${status}`, advice: 'Try again in a few minutes.', date }
  const me = (json['result'] ?? {}) as { username?: string; supports_inline_queries?: boolean }
  const accepted = `@${me.username ?? '?'} is accepted`
  const hook = await askJson(`${apiUrl}/bot${token}/getWebhookInfo`)
  const { url = '' } = (hook.json['result'] ?? {}) as { url?: string }
  if (url !== '') {
    const advice = 'End the other program that uses this token; its webhook takes the messages away.'
    return { state: 'bad', says: `${accepted}, but a webhook is set`, advice, date }
  }
  if (me.supports_inline_queries === true) return { state: 'well', says: `${accepted}; inline mode is on`, date }
  return { state: 'odd', says: `${accepted}; inline mode is off`, advice: 'For “@bot question” in any chat: /setinline with @BotFather.', date } // prettier-ignore
}
