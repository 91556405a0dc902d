import { TelegramCallError, type Call } from '../send/call.js'

const CALL_TIMEOUT_MS = 10_000
const LARGEST_FILE = 1_000_000

/** Reads a small text file that somebody sent, by its id. Throws, without the token in the message, where it is too large or does not come in time. */
export function fileReader(
  call: Call,
  { token, apiUrl }: { token: string; apiUrl: string },
): (fileId: string) => Promise<string> {
  return async (fileId) => {
    const { file_path: path } = (await call('getFile', { file_id: fileId }, { timeoutMs: CALL_TIMEOUT_MS })) as {
      readonly file_path?: unknown
    }
    if (typeof path !== 'string' || !/^[\w./-]+$/.test(path) || path.includes('..'))
      throw new TelegramCallError('the file has no path', { mayHaveArrived: false })
    try {
      const response = await fetch(`${apiUrl.replace(/\/+$/, '')}/file/bot${token}/${path}`, {
        signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
        redirect: 'error',
      })
      if (!response.ok || response.body === null) throw new Error(`answered ${response.status}`)
      const chunks: Uint8Array[] = []
      let size = 0
      for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
        size += chunk.length
        if (size > LARGEST_FILE) throw new Error(`is larger than ${LARGEST_FILE} bytes`)
        chunks.push(chunk)
      }
      return new TextDecoder().decode(Buffer.concat(chunks))
    } catch {
      // The address of a file has the token in it.
      throw new TelegramCallError('the file did not come', { mayHaveArrived: false })
    }
  }
}
