import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { bodyOf, listOf, textOf } from './body.js'
import type { Body } from './body.js'
import { withChildren } from './component-faults.js'
import { commandData, fileData, interactionEvent, messageEvent, pickedChannel, readerMessage } from './events.js'
import type { Doer, ReaderMessage, SlashCommand } from './events.js'
import { createGateway } from './gateway.js'
import type { Gateway } from './gateway.js'
import { readRequest } from './read-request.js'
import { answerRequest } from './rest.js'
import { AUTOCOMPLETE, COMMAND, COMPONENT, MODAL } from './state.js'
import type { Answer, OpenInteraction, PostedMessage, State } from './state.js'
import {
  APPLICATION_ID,
  BOT_USER,
  CHANNEL_ID,
  GROUP_DM_ID,
  GUILD_ID,
  TEXT,
  channelBody,
  firstChannels,
  guildBody,
  newChannel,
} from './world.js'
import type { Channel, NewChannel } from './world.js'

export interface CapturedRequest {
  readonly method: string
  /** Below /api/v10, decoded, without the query. */
  readonly path: string
  readonly body: unknown
  /** Names of the files that came with it. */
  readonly files: readonly string[]
  /** What it was answered; undefined: a fault left it without an answer. */
  readonly status: number | undefined
  /** What a refusal said. */
  readonly refusal?: unknown
}

/** An answer; no answer until the stop; the connection cut after all is done as asked (cut), or before (reset). */
export type Ending = Answer | 'hang' | 'cut' | 'reset'

export interface FakeDiscordOptions {
  readonly token: string
  /** Channels beside those of world.ts. */
  readonly channels?: readonly string[]
  /** Time by which ids are made and nonces forgotten; absent: ids of June 2025. */
  readonly now?: () => number
  /** Decides each request before all else: a limit that is kept, a fault. `hang-after`: done as asked, and no answer. */
  readonly judge?: (request: Pick<CapturedRequest, 'method' | 'path'>) => Ending | 'hang-after' | undefined
  /** Requests are not kept. */
  readonly isQuiet?: boolean
}

/** What happens to the next `times` requests that match. */
interface Fault {
  readonly when: (request: Pick<CapturedRequest, 'method' | 'path'>) => boolean
  readonly times: number
  /** An answer; no answer until the stop; or: done as asked, and the connection cut before the answer. */
  readonly answer: Answer | 'hang' | 'cut'
}

/** A control of a message, by its label or the label that a select shows while it is empty. */
interface Press extends Doer {
  readonly message: PostedMessage
  readonly label?: string
  readonly customId?: string
  readonly values?: readonly string[]
}

interface SentForm extends Doer {
  /** The interaction that it was opened by. */
  readonly of: OpenInteraction
  readonly values?: readonly string[]
  readonly file?: SlashCommand['file']
}

export interface FakeDiscord {
  /** For DISCORD_API_URL. */
  readonly url: string
  readonly requests: readonly CapturedRequest[]
  /** All messages that the bot made with Create Message, and the first ones of its posts. */
  readonly messages: readonly PostedMessage[]
  readonly channels: ReadonlyMap<string, Channel>
  /** The commands that are registered. */
  readonly commands: () => readonly Body[]
  readonly gateway: Omit<Gateway, 'upgrade' | 'stop'>
  addChannel(channel: NewChannel): Channel
  deleteRole(id: string): void
  /** A file that a person may attach. */
  addFile(name: string, text: string): NonNullable<SlashCommand['file']>
  sendInteraction(command: SlashCommand): OpenInteraction
  /** A person types into an option. */
  type(command: SlashCommand & { readonly focused: string }): OpenInteraction
  /** A person chooses a command in the menu of a message. */
  useOnMessage(command: Doer & { readonly name: string; readonly message: Body }): OpenInteraction
  press(press: Press): OpenInteraction
  sendForm(form: SentForm): OpenInteraction
  /** Sends the event of an interaction once more, as after a resume. */
  repeatInteraction(interaction: OpenInteraction): void
  sendMessage(message: ReaderMessage): { readonly id: string }
  /** The bot is added to a server with these channels. */
  addToServer(id: string, channels: readonly NewChannel[], parts?: Body): void
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
export async function startFakeDiscord({
  token,
  channels = [],
  now,
  judge,
  isQuiet = false,
}: FakeDiscordOptions): Promise<FakeDiscord> {
  const requests: CapturedRequest[] = []
  const waiters = new Set<Waiter>()
  const faults: { left: number; readonly fault: Fault }[] = []
  const interactionEvents = new Map<string, Body>()
  const files = new Map<string, string>()
  const server = createServer((request, response) => void serve(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const gateway = createGateway({
    token,
    ready: () => ({
      ready: readyEvent(`ws://${host}/gateway`),
      guilds: [guildBody(GUILD_ID, [...state.channels.values()], state.deletedRoles)],
    }),
  })
  server.on('upgrade', (request, socket, head) => gateway.upgrade(request, socket, head))
  const state: State = {
    gatewayUrl: `ws://${host}/gateway`,
    identified: () => gateway.counts.identified,
    deletedRoles: new Set(),
    interactions: new Map(),
    channels: new Map([...firstChannels(), ...channels.map(textChannel)].map((channel) => [channel.id, channel])),
    messages: [],
    allMessages: new Map(),
    commands: [],
    nonces: new Map(),
    now: now ?? Date.now,
    nextId: now ? idsAt(now) : idCounter(),
    dispatch: (type, data) => gateway.dispatch(type, data),
  }

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake')
    const file = files.get(pathname)
    if (file !== undefined) {
      response.end(file)
      return
    }
    const { raw, files: uploaded } = await readRequest(request)
    const asked = {
      method: request.method ?? 'GET',
      path: decodeURIComponent(pathname).replace(/^\/api\/v10/, ''),
      body: bodyOf(raw),
      ...{ raw, files: uploaded, query: searchParams },
    }
    const open = faults.find(({ left, fault }) => left > 0 && fault.when(asked))
    if (open) open.left -= 1
    const planned = open?.fault.answer ?? judge?.(asked)
    const isAuthorized = request.headers.authorization === `Bot ${token}`
    const isDone = planned === undefined || planned === 'cut' || planned === 'hang-after'
    const answer = isDone ? answerRequest({ ...asked, isAuthorized }, state) : typeof planned === 'object' ? planned : undefined // prettier-ignore
    if (planned === 'reset') request.socket.resetAndDestroy()
    else if (planned === 'cut') response.destroy()
    else if (answer && planned !== 'hang-after') reply(response, answer)
    if (isQuiet) return
    capture({
      method: asked.method,
      path: asked.path,
      body: raw,
      files: uploaded,
      status: typeof planned === 'string' ? undefined : answer?.status,
      ...((answer?.status ?? 0) >= 400 && { refusal: answer?.body }),
    })
  }
  const capture = (captured: CapturedRequest): void => {
    requests.push(captured)
    for (const waiter of waiters) {
      if (!waiter.matches(captured)) continue
      waiters.delete(waiter)
      waiter.resolve(captured)
    }
  }
  const open = (kind: OpenInteraction['kind'], doer: Doer, data: Body, pressed?: PostedMessage): OpenInteraction => {
    const id = state.nextId()
    const channelId = pressed?.channelId ?? doer.channelId ?? CHANNEL_ID
    const interaction: OpenInteraction = {
      id,
      token: `interaction-token-${id}`,
      kind,
      channelId,
      sentAt: performance.now(),
      isOutside: doer.isOutside ?? channelId === GROUP_DM_ID,
      isEphemeral: false,
      original: 'waiting',
      followUps: [],
      ...(pressed && { pressed }),
    }
    const event = interactionEvent(interaction, doer, data, state)
    state.interactions.set(interaction.token, interaction)
    interactionEvents.set(id, event)
    gateway.dispatch('INTERACTION_CREATE', event)
    return interaction
  }

  return {
    url: `http://${host}/api`,
    requests,
    messages: state.messages,
    channels: state.channels,
    commands: () => state.commands,
    gateway,
    addChannel(parts) {
      const channel = newChannel({ guildId: GUILD_ID, ...parts })
      state.channels.set(channel.id, channel)
      gateway.dispatch('CHANNEL_CREATE', channelBody(channel))
      return channel
    },
    deleteRole(id) {
      state.deletedRoles.add(id)
      gateway.dispatch('GUILD_ROLE_DELETE', { guild_id: GUILD_ID, role_id: id })
    },
    addFile(name, text) {
      const path = `/files/${name}`
      files.set(path, text)
      return { name, url: `http://${host}${path}`, size: Buffer.byteLength(text) }
    },
    sendInteraction: (command) => open(COMMAND, command, commandData(command)),
    type: (command) => open(AUTOCOMPLETE, command, commandData(command, command.focused)),
    useOnMessage({ name, message, ...doer }) {
      const id = state.nextId()
      const target = { id, author: BOT_USER, content: '', embeds: [], attachments: [], flags: 0, type: 0, ...message }
      const data = { id: '1300000000000000097', name, type: 3, target_id: id, resolved: { messages: { [id]: target } } }
      return open(COMMAND, doer, data)
    },
    press({ message, label, customId, values = [], ...doer }) {
      const control = controlOf(message, label, customId)
      const type = Number(control['component_type'] ?? control['type'])
      const [picked = ''] = values
      const data = {
        custom_id: control['custom_id'],
        component_type: type,
        ...(type !== 2 && { values }),
        ...(type === 6 && { resolved: { roles: Object.fromEntries(values.map((id) => [id, { id }])) } }),
        ...(type === 8 && { resolved: pickedChannel(picked, state) }),
      }
      return open(COMPONENT, doer, data, message)
    },
    sendForm({ of, values = [], file, ...doer }) {
      const { modal, pressed, channelId } = of
      if (!modal) throw new Error('no form was opened')
      const { id, resolved } = file ? fileData(file) : { id: '', resolved: undefined }
      const components = listOf(modal['components']).map((labelled, index) => {
        const { type, custom_id: customId } = bodyOf(labelled['component'])
        const written = type === 19 ? { values: file ? [id] : [] } : { value: values[index] ?? '' }
        return { type: 18, component: { type, custom_id: customId, ...written } }
      })
      const data = { custom_id: modal['custom_id'], components, ...(resolved && { resolved }) }
      return open(MODAL, { channelId, ...doer }, data, pressed)
    },
    repeatInteraction: ({ id }) => gateway.dispatch('INTERACTION_CREATE', interactionEvents.get(id) ?? {}),
    sendMessage(message) {
      const id = message.id ?? state.nextId()
      const full = { channelId: CHANNEL_ID, ...message }
      state.allMessages.set(id, readerMessage(id, full))
      gateway.dispatch('MESSAGE_CREATE', messageEvent(id, full, state.channels.get(full.channelId)?.type ?? 0))
      return { id }
    },
    addToServer(id, channels, parts = {}) {
      for (const channel of channels) state.channels.set(channel.id, newChannel({ guildId: id, ...channel }))
      gateway.dispatch('GUILD_CREATE', { ...guildBody(id, [...state.channels.values()]), ...parts })
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

function controlOf(message: PostedMessage, label: string | undefined, customId: string | undefined): Body {
  if (customId !== undefined && label === undefined) {
    const found = controlsOf(message).find((control) => control['custom_id'] === customId)
    return found ?? { type: 2, custom_id: customId }
  }
  const found = controlsOf(message).find(({ label: own, placeholder }) => own === label || placeholder === label)
  if (!found) throw new Error(`no control "${label}" among ${controlsOf(message).map(labelOf).join(', ')}`)
  return found
}

function labelOf({ label, placeholder }: Body): string {
  return textOf(label) || textOf(placeholder)
}

/** What can be pressed in a message. */
export function controlsOf({ body }: Pick<PostedMessage, 'body'>): readonly Body[] {
  return withChildren(listOf(body['components'])).filter((component) => component['custom_id'] !== undefined)
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

const textChannel = (id: string): Channel => newChannel({ id, type: TEXT, guildId: GUILD_ID })

/** Snowflakes of the moment. */
function idsAt(now: () => number): () => string {
  let last = 0n
  return () => {
    const id = BigInt(Math.floor(now()) - 1_420_070_400_000) << 22n
    last = id > last ? id : last + 1n
    return last.toString()
  }
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
