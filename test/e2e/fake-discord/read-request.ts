import type { IncomingMessage } from 'node:http'

/** A request's JSON, and the names of the files that came with it. */
export interface ReadRequest {
  readonly raw: unknown
  readonly files: readonly string[]
}

/** Reads JSON, or a form with `payload_json` and files as Discord takes it. */
export async function readRequest(request: IncomingMessage): Promise<ReadRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  const boundary = /^multipart\/form-data; *boundary="?([^";]+)/.exec(request.headers['content-type'] ?? '')?.[1]
  if (boundary === undefined)
    return { raw: bytes.length === 0 ? undefined : (JSON.parse(bytes.toString('utf8')) as unknown), files: [] }
  let raw: unknown
  const files: string[] = []
  for (const part of bytes.toString('utf8').split(`--${boundary}`).slice(1, -1)) {
    const [head = '', ...content] = part.split('\r\n\r\n')
    const name = / name="([^"]*)"/.exec(head)?.[1] ?? ''
    const file = / filename="([^"]*)"/.exec(head)?.[1]
    if (name === 'payload_json') raw = JSON.parse(content.join('\r\n\r\n'))
    else if (file !== undefined && /^files\[\d+\]$/.test(name)) files.push(file)
    else throw new Error(`a form's part called ${name}`)
  }
  return { raw, files }
}
