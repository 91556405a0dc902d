import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerMethod } from './methods.js'
import type { Answer, Draft, Params, Refusal, SentMessage, State } from './methods.js'
import { ADMIN, CHANNEL, FORUM, GROUP, READER } from './world.js'

export interface CapturedRequest {
  readonly method: string
  readonly params: Params
  /** What it was answered; undefined: a fault left it without an answer. */
  readonly status: number | undefined
}

/**
 * A refusal; no answer until the stop; the connection cut before anything is done (reset), or after all is done as asked
 * (cut).
 */
export type Fault = Refusal | 'hang' | 'reset' | 'cut'

export interface FakeTelegramOptions {
  readonly token: string
  /** Decides each call before all else: a limit that is kept, a fault. `hang-after`: done as asked, and no answer. */
  readonly judge?: (call: Pick<CapturedRequest, 'method' | 'params'>) => Fault | 'hang-after' | undefined
  /** Calls are not kept. */
  readonly isQuiet?: boolean
}

export interface FakeTelegram {
  /** For TELEGRAM_API_URL. */
  readonly url: string
  /** Every call but getUpdates ones that still wait. */
  readonly requests: readonly CapturedRequest[]
  /** All messages that the bot sent. */
  readonly sent: readonly SentMessage[]
  /** Gives the bot an update, and its id. One with an id is given once more, as after a restart. */
  push(update: Readonly<Record<string, unknown>>): number
  /** The first call that fits, of those made or to be made within `ms`; throws with what was called instead. */
  waitFor(fits: (request: CapturedRequest) => boolean, ms: number): Promise<CapturedRequest>
  /** Resolves with the first `count` sent messages; throws after `ms`. */
  /** Resolves when a poll says that this update, or a later one, was taken. */
  waitForHeard(updateId: number, ms: number): Promise<void>
  waitForSent(count: number, ms: number): Promise<readonly SentMessage[]>
  readonly faults: {
    /** The next `times` calls of the method end so. */
    add(method: string, times: number, fault: Fault): void
  }
  addChat(chatId: number, type: string): void
  /** From now on a person manages a chat. */
  appoint(chatId: number, userId: number): void
  /** Ids of messages that were edited. */
  readonly edits: readonly number[]
  /** What was shown of messages while they grew, in order. */
  readonly drafts: readonly Draft[]
  /** Becomes an older server. */
  forgetDrafts(): void
  /** From now on the server knows sendRichMessage. */
  learnRichMessages(): void
  stop(): Promise<void>
}

/** Telegram's Bot API on a loopback port: refuses what Telegram refuses, records every call. */
export async function startFakeTelegram({ token, judge, isQuiet = false }: FakeTelegramOptions): Promise<FakeTelegram> {
  const state = createState()
  const requests: CapturedRequest[] = []
  const faults = new Map<string, Fault[]>()
  const listeners = new Set<() => void>()
  const updates = createUpdates()
  let heard = 0
  const record = (request: CapturedRequest): void => {
    if (isQuiet) return
    requests.push(request)
    for (const listener of [...listeners]) listener()
  }
  const server = createServer((request, response) => {
    void serve(request, response).catch(() => response.destroy())
  })
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const [, given = '', method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(pathname) ?? []
    if (pathname.startsWith('/file/')) {
      response.end(OPML)
      return
    }
    const params = await readParams(request)
    const end = (answer: Answer): void => {
      record({ method, params, status: 'status' in answer ? answer.status : 200 })
      respond(response, answer)
    }
    if (decodeURIComponent(given) !== token) {
      end({ status: 401, description: 'Unauthorized' })
      return
    }
    const fault = faults.get(method)?.shift() ?? judge?.({ method, params })
    if (fault === 'cut' || fault === 'hang-after') answerMethod(method, params, state)
    if (typeof fault === 'string') {
      record({ method, params, status: undefined })
      if (fault === 'reset') request.socket.resetAndDestroy()
      if (fault === 'cut') request.socket.destroy()
    } else if (fault) end(fault)
    else if (method === 'getUpdates') {
      heard = Math.max(heard, Number(params['offset'] ?? 0) - 1)
      updates.take(params, { response, end })
      for (const listener of [...listeners]) listener()
    } else end(answerMethod(method, params, state))
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const waitFor = async <T>(find: () => T | undefined, ms: number): Promise<T> =>
    waitUntil(find, {
      ms,
      listeners,
      describe: () => requests.map(({ method, status }) => `${method} ${status ?? '-'}`).join(', '),
    })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    sent: state.sent,
    push(update) {
      learn(update, state)
      return updates.push(update)
    },
    waitFor: async (fits, ms) => waitFor(() => requests.find(fits), ms),
    waitForSent: async (count, ms) =>
      waitFor(() => (state.sent.length >= count ? state.sent.slice(0, count) : undefined), ms),
    waitForHeard: async (updateId, ms) => {
      await waitFor(() => (heard >= updateId ? true : undefined), ms)
    },
    faults: {
      add(method, times, fault) {
        faults.set(method, [...(faults.get(method) ?? []), ...Array.from({ length: times }, () => fault)])
      },
    },
    addChat(chatId, type) {
      state.chats.set(chatId, { type, isForum: false })
    },
    appoint(chatId, userId) {
      state.administrators.add(`${chatId} ${userId}`)
    },
    edits: state.edits,
    drafts: state.drafts,
    forgetDrafts() {
      state.hasDrafts = false
    },
    learnRichMessages() {
      state.hasRichMessages = true
    },
    async stop() {
      updates.stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const OPML =
  '<opml version="2.0"><body><outline type="rss" text="Steppe" xmlUrl="https://steppe.example/rss"/></body></opml>'

function createState(): State {
  const places = [GROUP, FORUM, CHANNEL].map((chat) => ({ ...chat, isForum: 'is_forum' in chat }))
  const people = [READER, ADMIN].map(({ id }) => ({ id, type: 'private', isForum: false }))
  return {
    chats: new Map([...places, ...people].map(({ id, type, isForum }) => [id, { type, isForum }])),
    administrators: new Set([`${GROUP.id} ${ADMIN.id}`, `${FORUM.id} ${ADMIN.id}`]),
    sent: [],
    commands: new Map(),
    descriptions: new Map(),
    openQueries: new Set(),
    openPresses: new Set(),
    edits: [],
    hasRichMessages: false,
    hasDrafts: true,
    drafts: [],
    topics: 0,
    knownMessages: new Set(),
  }
}

// What is said somewhere shows that the place, the message and the query exist.
function learn(update: Readonly<Record<string, unknown>>, state: State): void {
  const message = update['message'] as { chat?: { id: number; type: string }; message_id: number } | undefined
  const query = update['inline_query'] as { id: string } | undefined
  if (message?.chat) {
    const { id, type } = message.chat
    if (!state.chats.has(id)) state.chats.set(id, { type, isForum: false })
    state.knownMessages.add(`${id} ${message.message_id}`)
  }
  if (query) state.openQueries.add(query.id)
  const press = update['callback_query'] as { id: string } | undefined
  if (press) state.openPresses.add(press.id)
}

interface Poller {
  readonly response: ServerResponse
  readonly end: (answer: Answer) => void
}

type Update = Readonly<Record<string, unknown>> & { readonly update_id: number }

/** Updates by offset, as getUpdates gives them: held until one comes or the poll's time is over. */
function createUpdates() {
  let pending: Update[] = []
  let again: Update[] = []
  let lastId = 500
  let waiting: { readonly poller: Poller; readonly timer: NodeJS.Timeout } | undefined
  const leave = (): Poller | undefined => {
    clearTimeout(waiting?.timer)
    const poller = waiting?.poller
    waiting = undefined
    return poller
  }
  const hand = (poller: Poller): void => {
    const result = [...again, ...pending]
    again = []
    poller.end({ result })
  }
  return {
    push(update: Readonly<Record<string, unknown>>): number {
      const given = update['update_id']
      if (typeof given === 'number') again.push({ ...update, update_id: given })
      else pending.push({ ...update, update_id: (lastId += 1) })
      const poller = leave()
      if (poller) hand(poller)
      return typeof given === 'number' ? given : lastId
    },
    take(params: Params, poller: Poller): void {
      const { offset = 0, timeout = 0 } = params as { readonly offset?: number; readonly timeout?: number }
      pending = pending.filter((update) => update.update_id >= offset)
      const conflict =
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running'
      leave()?.end({ status: 409, description: conflict })
      if (pending.length + again.length > 0 || timeout === 0) {
        hand(poller)
        return
      }
      waiting = { poller, timer: setTimeout(() => leave()?.end({ result: [] }), timeout * 1_000) }
      poller.response.on('close', () => {
        if (waiting?.poller === poller) leave()
      })
    },
    stop(): void {
      leave()
    },
  }
}

async function readParams(request: IncomingMessage): Promise<Params> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > 1_000_000) throw new Error('a body of more than 1 MB')
    chunks.push(chunk)
  }
  const bytes = Buffer.concat(chunks)
  const type = request.headers['content-type'] ?? ''
  if (type.startsWith('multipart/')) return readForm(bytes, type)
  const body = bytes.toString('utf8')
  return body === '' ? {} : (JSON.parse(body) as Params)
}

/** The fields of a form; a file is its name and size. Fields are JSON where they read as such, as telegraf writes them. */
async function readForm(bytes: Buffer, type: string): Promise<Params> {
  // A form of the tests' own, on loopback.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData()
  // telegraf names the method in the form too; Telegram takes no notice.
  form.delete('method')
  return Object.fromEntries(
    [...form].map(([name, value]) => [
      name,
      typeof value === 'string' ? jsonOr(value) : { name: value.name, size: value.size },
    ]),
  )
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

function respond(response: ServerResponse, answer: Answer): void {
  const status = 'status' in answer ? answer.status : 200
  // Telegram's gateways answer with a page.
  const body =
    'status' in answer
      ? status >= 500
        ? '<html><title>Bad Gateway</title></html>'
        : JSON.stringify({
            ok: false,
            error_code: status,
            description: answer.description,
            ...(answer.parameters && { parameters: answer.parameters }),
          })
      : JSON.stringify({ ok: true, result: answer.result })
  response.writeHead(status, { 'content-type': status >= 500 ? 'text/html' : 'application/json', connection: 'close' })
  response.end(body)
}

interface Waiting {
  readonly ms: number
  readonly listeners: Set<() => void>
  readonly describe: () => string
}

async function waitUntil<T>(find: () => T | undefined, { ms, listeners, describe }: Waiting): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const look = (): void => {
      const found = find()
      if (found === undefined) return
      listeners.delete(look)
      clearTimeout(timer)
      resolve(found)
    }
    const timer = setTimeout(() => {
      listeners.delete(look)
      reject(new Error(`not seen within ${ms} ms; called were: ${describe()}`))
    }, ms)
    listeners.add(look)
    look()
  })
}
