import { ModelError } from './model-call.js'

/** Reads what a model says out of the body of its answer, piece by piece. */
export interface ContentReader {
  /** One piece of the body; the content as far as it is known. Throws ModelError where the server tells of a fault. */
  take(piece: string): string
  /** The whole content. Throws ModelError where there is none. */
  end(): string
}

/**
 * A body of chat/completions: server-sent events where the server streams (https://html.spec.whatwg.org/multipage/server-sent-events.html,
 * each `data:` a chunk with a delta, `[DONE]` at the end), else one JSON object, as servers that do not stream answer whatever was asked.
 * A stream that breaks off gives what came.
 */
export function contentReader(): ContentReader {
  let [body, content, line] = ['', '', '']
  const isEvents = () => !/^\uFEFF?\s*(?:\{|$)/.test(body.slice(0, 64))
  const readLine = (each: string): void => {
    const data = /^data: ?([^]*)$/.exec(each)?.[1]
    if (data !== undefined && data.trim() !== '[DONE]') content += deltaOf(data)
  }
  return {
    take(piece) {
      if (body.length < 64 || !isEvents()) body += piece
      line += piece
      if (!isEvents()) return content
      const lines = line.split(/\r\n|\n|\r(?!$)/)
      line = lines.pop() ?? ''
      for (const each of lines) readLine(each)
      return content
    },
    end() {
      if (!isEvents()) return contentOf(body)
      readLine(line.trimEnd())
      if (content === '') throw new ModelError(UNREADABLE)
      return content
    },
  }
}

const UNREADABLE = 'it answered nothing that can be read'

interface Completion {
  readonly error?: unknown
  readonly choices?: readonly { readonly delta?: { readonly content?: unknown }; readonly message?: { readonly content?: unknown } }[] // prettier-ignore
}

function deltaOf(data: string): string {
  const { error, choices } = parsed(data)
  if (error !== undefined) throw new ModelError('it broke off with an error')
  const content = choices?.[0]?.delta?.content
  return typeof content === 'string' ? content : ''
}

function contentOf(body: string): string {
  const content = parsed(body).choices?.[0]?.message?.content
  if (typeof content === 'string') return content
  throw new ModelError(UNREADABLE)
}

function parsed(json: string): Completion {
  try {
    return (JSON.parse(json.replace(/^\uFEFF/, '')) as Completion | null) ?? {}
  } catch {
    throw new ModelError(UNREADABLE)
  }
}
