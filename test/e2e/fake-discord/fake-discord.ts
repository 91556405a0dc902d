import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGateway } from './gateway.js'
import type { Gateway } from './gateway.js'
import type { Body } from './limits.js'
import { answerRequest } from './rest.js'
import type { Answer, OpenInteraction, PostedMessage, State } from './rest.js'
import {
  APPLICATION_ID,
  BOT_ID,
  BOT_USER,
  CHANNEL_ID,
  DM_CHANNEL_ID,
  GUILD_ID,
  MANAGE_GUILD,
  READER_ID,
  guild,
  member,
  user,
} from './world.js'

export interface CapturedRequest {
  readonly method: string
  /** Below /api/v10, decoded, without the query. */
  readonly path: string
  readonly body: unknown
  /** What it was answered; undefined: a fault left it without an answer. */
  readonly status: number | undefined
}

/** What happens to the next `times` requests that match. */
interface Fault {
  readonly when: (request: Pick<CapturedRequest, 'method' | 'path'>) => boolean
  readonly times: number
  /** An answer; no answer until the stop; or: done as asked, and the connection cut before the answer. */
  readonly answer: Answer | 'hang' | 'cut'
}

interface SlashCommand {
  readonly name: string
  /** Values by option name. */
  readonly options?: Readonly<Record<string, string | number | boolean>>
  /** DM_CHANNEL_ID: a direct message. Default: CHANNEL_ID. */
  readonly channelId?: string
  readonly userId?: string
  /** E.g. "ru", "zh-CN". Default: en-US. */
  readonly locale?: string
  /** May manage the guild. */
  readonly mayManage?: boolean
}

interface ReaderMessage {
  readonly content: string
  /** DM_CHANNEL_ID: a direct message. Default: CHANNEL_ID. */
  readonly channelId?: string
  readonly userId?: string
  readonly isBot?: boolean
  /** Pings the bot: by a mention, or as a reply to one of its messages. */
  readonly pingsBot?: boolean
  /** The message that it replies to. */
  readonly replyTo?: string
  /** To send the same event again. */
  readonly id?: string
}

export interface FakeDiscord {
  /** For DISCORD_API_URL. */
  readonly url: string
  readonly requests: readonly CapturedRequest[]
  /** All messages that the bot made with Create Message. */
  readonly messages: readonly PostedMessage[]
  /** The commands that are registered. */
  readonly commands: () => readonly Body[]
  readonly gateway: Omit<Gateway, 'upgrade' | 'stop'>
  sendInteraction(command: SlashCommand): OpenInteraction
  /** Sends the event of an interaction once more, as after a resume. */
  repeatInteraction(interaction: OpenInteraction): void
  sendMessage(message: ReaderMessage): { readonly id: string }
  addFault(fault: Fault): void
  /** The first request, past or to come, that matches. Rejects after `ms` with what was seen. */
  waitFor(matches: (request: CapturedRequest) => boolean, ms?: number): Promise<CapturedRequest>
  stop(): Promise<void>
}

interface Waiter {
  readonly matches: (request: CapturedRequest) => boolean
  readonly resolve: (request: CapturedRequest) => void
}

/** Discord's REST API v10 and its gateway on loopback, for one bot, with one guild and one direct-message channel. */
export async function startFakeDiscord({ token }: { readonly token: string }): Promise<FakeDiscord> {
  const requests: CapturedRequest[] = []
  const waiters = new Set<Waiter>()
  const faults: { left: number; readonly fault: Fault }[] = []
  const interactionEvents = new Map<string, Body>()
  const server = createServer((request, response) => void serve(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const gateway = createGateway({
    token,
    ready: () => ({ ready: readyEvent(`ws://${host}/gateway`), guilds: [guild()] }),
  })
  server.on('upgrade', (request, socket, head) => gateway.upgrade(request, socket, head))
  const state: State = {
    gatewayUrl: `ws://${host}/gateway`,
    identified: () => gateway.counts.identified,
    interactions: new Map(),
    messages: [],
    commands: [],
    nextId: idCounter(),
    announce: (message) => gateway.dispatch('MESSAGE_CREATE', message),
  }

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? '/', 'http://fake')
    const asked = {
      method: request.method ?? 'GET',
      path: decodeURIComponent(pathname).replace(/^\/api\/v10/, ''),
      body: await readBody(request),
    }
    const open = faults.find(({ left, fault }) => left > 0 && fault.when(asked))
    if (open) open.left -= 1
    const planned = open?.fault.answer
    const isAuthorized = request.headers.authorization === `Bot ${token}`
    const isDone = planned === undefined || planned === 'cut'
    const answer = isDone ? answerRequest({ ...asked, isAuthorized }, state) : planned === 'hang' ? undefined : planned
    if (planned === 'cut') response.destroy()
    else if (answer) reply(response, answer)
    capture({ ...asked, status: planned === 'cut' ? undefined : answer?.status })
  }
  const capture = (captured: CapturedRequest): void => {
    requests.push(captured)
    for (const waiter of waiters) {
      if (!waiter.matches(captured)) continue
      waiters.delete(waiter)
      waiter.resolve(captured)
    }
  }

  return {
    url: `http://${host}/api`,
    requests,
    messages: state.messages,
    commands: () => state.commands,
    gateway,
    sendInteraction(command) {
      const id = state.nextId()
      const interaction: OpenInteraction = {
        id,
        token: `interaction-token-${id}`,
        channelId: command.channelId ?? CHANNEL_ID,
        sentAt: performance.now(),
        isEphemeral: false,
        original: 'waiting',
        followUps: [],
      }
      const event = interactionEvent(interaction, command)
      state.interactions.set(interaction.token, interaction)
      interactionEvents.set(id, event)
      gateway.dispatch('INTERACTION_CREATE', event)
      return interaction
    },
    repeatInteraction: ({ id }) => gateway.dispatch('INTERACTION_CREATE', interactionEvents.get(id) ?? {}),
    sendMessage(message) {
      const id = message.id ?? state.nextId()
      gateway.dispatch('MESSAGE_CREATE', messageEvent(id, message))
      return { id }
    },
    addFault: (fault) => void faults.push({ left: fault.times, fault }),
    waitFor: async (matches, ms = 10_000) => waitForRequest({ matches, ms }, requests, waiters),
    stop: async () => {
      await gateway.stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function waitForRequest(
  { matches, ms }: { matches: Waiter['matches']; ms: number },
  requests: readonly CapturedRequest[],
  waiters: Set<Waiter>,
): Promise<CapturedRequest> {
  const seen = requests.find(matches)
  if (seen) return seen
  return new Promise((resolve, reject) => {
    const waiter: Waiter = {
      matches,
      resolve: (request) => {
        clearTimeout(timer)
        resolve(request)
      },
    }
    const timer = setTimeout(() => {
      waiters.delete(waiter)
      const lines = requests.map(({ method, path, status }) => `${method} ${path} ${status ?? 'no answer'}`)
      reject(new Error(`no such request within ${ms} ms; seen:\n${lines.join('\n')}`))
    }, ms)
    waiters.add(waiter)
  })
}

// Snowflakes of June 2025, rising.
function idCounter(): () => string {
  let next = 1_384_000_000_000_000_000n
  return () => {
    next += 1n
    return next.toString()
  }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  return text === '' ? undefined : (JSON.parse(text) as unknown)
}

function reply(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  response.writeHead(status, { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}

function readyEvent(gatewayUrl: string): Body {
  return {
    v: 10,
    user: BOT_USER,
    guilds: [{ id: GUILD_ID, unavailable: true }],
    resume_gateway_url: gatewayUrl,
    session_type: 'normal',
    private_channels: [],
    relationships: [],
    application: { id: APPLICATION_ID, flags: 0 },
  }
}

function interactionEvent({ id, token, channelId }: OpenInteraction, command: SlashCommand): Body {
  const { name, options = {}, userId = READER_ID, locale = 'en-US', mayManage = false } = command
  const isDirect = channelId === DM_CHANNEL_ID
  const permissions = ((mayManage ? MANAGE_GUILD : 0n) | (1n << 11n)).toString()
  return {
    id,
    application_id: APPLICATION_ID,
    type: 2,
    token,
    version: 1,
    locale,
    channel_id: channelId,
    channel: { id: channelId, type: isDirect ? 1 : 0 },
    context: isDirect ? 1 : 0,
    authorizing_integration_owners: { '0': isDirect ? '0' : GUILD_ID },
    entitlements: [],
    app_permissions: '2147600384',
    attachment_size_limit: 10_485_760,
    ...(isDirect
      ? { user: user(userId, 'reader') }
      : { guild_id: GUILD_ID, guild_locale: 'en-US', member: { ...member(userId), permissions } }),
    data: {
      id: '1300000000000000099',
      name,
      type: 1,
      options: Object.entries(options).map(([key, value]) => ({ name: key, type: optionType(value), value })),
    },
  }
}

function optionType(value: string | number | boolean): number {
  if (typeof value === 'string') return 3
  return typeof value === 'number' ? 4 : 5
}

function messageEvent(id: string, message: ReaderMessage): Body {
  const { content, channelId = CHANNEL_ID, userId = READER_ID, isBot = false, pingsBot = false, replyTo } = message
  const isDirect = channelId === DM_CHANNEL_ID
  return {
    id,
    channel_id: channelId,
    channel_type: isDirect ? 1 : 0,
    author: user(userId, 'reader', isBot),
    // Without the MessageContent intent others' words are hidden.
    content: isDirect || pingsBot ? content : '',
    mentions: pingsBot ? [{ ...BOT_USER, id: BOT_ID }] : [],
    mention_roles: [],
    mention_everyone: false,
    attachments: [],
    embeds: [],
    components: [],
    timestamp: '2025-06-17T08:00:00.000000+00:00',
    edited_timestamp: null,
    tts: false,
    pinned: false,
    flags: 0,
    type: replyTo === undefined ? 0 : 19,
    ...(replyTo !== undefined && { message_reference: { message_id: replyTo, channel_id: channelId } }),
    ...(!isDirect && { guild_id: GUILD_ID, member: { ...member(userId), user: undefined } }),
  }
}
