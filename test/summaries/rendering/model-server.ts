import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the model is asked for: the items of the request, as our prompt sends them. */
export interface AskedItem {
  readonly id: number
  readonly quotes: readonly { readonly text: string; readonly language: string }[]
}

export type Behaviour =
  | { readonly kind: 'says'; readonly text: (item: AskedItem) => string }
  /** The same as server-sent events in pieces of so many letters; `before` is awaited before each item; the line is cut before the item of `breaksOffAt`. */
  | { readonly kind: 'streams'; readonly text: (item: AskedItem) => string; readonly pieces?: number; readonly before?: (index: number) => Promise<void>; readonly breaksOffAt?: number } // prettier-ignore
  /** Embeds each text of the request. */
  | { readonly kind: 'embeds'; readonly vector: (text: string) => readonly number[] }
  /** Says the whole content, whatever was asked. */
  | { readonly kind: 'content'; readonly content: string }
  | { readonly kind: 'body'; readonly body: string; readonly status?: number }
  | { readonly kind: 'stalls' }
  /** A byte a tick, for ever. */
  | { readonly kind: 'drips' }
  | { readonly kind: 'endless' }
  | { readonly kind: 'hangs-up' }
  | { readonly kind: 'redirects'; readonly to: string }

export interface ModelServer {
  readonly url: string
  readonly requests: { readonly headers: http.IncomingHttpHeaders; readonly body: string; readonly path: string }[]
  behave(behaviour: Behaviour): void
  close(): Promise<void>
}

/** An OpenAI-compatible server on loopback that behaves as it is told, mostly badly. */
export async function startModelServer(): Promise<ModelServer> {
  let behaviour: Behaviour = { kind: 'content', content: '{"items":[]}' }
  const requests: ModelServer['requests'] = []
  const server = http.createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const body = Buffer.concat(pieces).toString('utf8')
      requests.push({ headers: request.headers, body, path: request.url ?? '' })
      answer(behaviour, body, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    behave: (next) => (behaviour = next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => { resolve() }) // prettier-ignore
        server.closeAllConnections()
      }),
  }
}

function answer(behaviour: Behaviour, body: string, response: http.ServerResponse): void {
  const say = (content: string) =>
    response.end(JSON.stringify({ choices: [{ message: { role: 'assistant', content } }] }))
  switch (behaviour.kind) {
    case 'says':
      return void say(JSON.stringify({ items: saidOf(body, behaviour.text) }))
    case 'streams':
      return void streamItems(behaviour, body, response).catch(() => response.destroy())
    case 'embeds': {
      const { input } = JSON.parse(body) as { input: string[] }
      return void response.end(JSON.stringify({ data: input.map((text, index) => ({ index, embedding: behaviour.vector(text) })) })) // prettier-ignore
    }
    case 'content':
      return void say(behaviour.content)
    case 'body':
      return void response.writeHead(behaviour.status ?? 200).end(behaviour.body)
    case 'stalls':
      return
    case 'drips': {
      const timer = setInterval(() => response.write(' '), 5)
      return void response.on('close', () => { clearInterval(timer) }) // prettier-ignore
    }
    case 'endless': {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      }
      response.on('drain', more)
      more()
      return
    }
    case 'hangs-up':
      return void response.destroy()
    case 'redirects':
      return void response.writeHead(307, { location: behaviour.to }).end()
  }
}

function saidOf(body: string, text: (item: AskedItem) => string) {
  const { messages } = JSON.parse(body) as { messages: { role: string; content: string }[] }
  const { items } = JSON.parse(messages.at(-1)?.content ?? '{}') as { items: AskedItem[] }
  return items.map((item) => ({ id: item.id, text: text(item) }))
}

async function streamItems(
  { text, pieces = 7, before, breaksOffAt }: Extract<Behaviour, { kind: 'streams' }>,
  body: string,
  response: http.ServerResponse,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const say = (content: string) => response.write(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`)
  const items = saidOf(body, text)
  for (const [index, item] of items.entries()) {
    await before?.(index)
    if (index === breaksOffAt) return void response.destroy()
    const content = `${index === 0 ? '{"items":[' : ','}${JSON.stringify(item)}`
    for (let at = 0; at < content.length; at += pieces) say(content.slice(at, at + pieces))
  }
  say(']}')
  response.end('data: [DONE]\n\n')
}
