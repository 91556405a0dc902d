import { AsyncLocalStorage } from 'node:async_hooks'
import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'

const calls = new AsyncLocalStorage<() => void>()

/** Runs a call; `onLeaving` hears, before the first byte of it leaves, that a line is open. Where it throws, none leaves. */
export async function whenLeaving<T>(onLeaving: () => void, call: () => Promise<T>): Promise<T> {
  return calls.run(onLeaving, call)
}

/**
 * Opens a line of its own for each call, within `connectMs`: one that was idle for hours may be dead, and what is sent
 * into it is uncertain. A line that does not open ends as ETIMEDOUT, so that the call surely never left.
 */
export function createAgent(apiUrl: string, connectMs: number): http.Agent {
  const isPlain = apiUrl.startsWith('http://')
  const agent = isPlain ? new http.Agent({ keepAlive: false }) : new https.Agent({ keepAlive: false })
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (...given) => {
    const socket = connect(...given) as Socket | null | undefined
    const end = (): void => {
      socket?.destroy(Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' }))
    }
    const timer = setTimeout(end, connectMs)
    const clear = (): void => clearTimeout(timer)
    socket?.once(isPlain ? 'connect' : 'secureConnect', clear).once('close', clear)
    const onLeaving = calls.getStore()
    // Heard before the request's own listeners, and before TLS: what was written waits for it.
    socket?.once('connect', () => {
      try {
        onLeaving?.()
      } catch {
        end()
      }
    })
    return socket
  }
  return agent
}
