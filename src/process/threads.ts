// Calls between threads: one message a call, one a result. The other side's methods look like local ones.

/** Methods that may be called from another thread: arguments and results are plain data. */
export type Callable = Readonly<Record<string, object>>

interface Call {
  readonly kind: 'call'
  readonly id: number
  readonly object: string
  readonly method: string
  readonly args: readonly unknown[]
}

interface Result {
  readonly kind: 'result'
  readonly id: number
  readonly value?: unknown
  readonly error?: { readonly name: string; readonly message: string }
}

/** A call that took longer than its limit: the caller may say that it is busy. */
class TimeoutError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'TimeoutError'
  }
}

/** A call of what is not served, or whose thread ended. */
class ThreadError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ThreadError'
  }
}

/** A worker or its parentPort. */
interface Port {
  postMessage(message: unknown): void
  on(event: 'message', listener: (message: Call | Result) => void): unknown
}

/** Answers calls that arrive at the port with the objects' methods. An error of a method goes back to the caller and ends nothing here. */
export function serveCalls(port: Port, objects: Callable): void {
  port.on('message', (message: Call | Result) => {
    if (message.kind !== 'call') return
    void runCall(message, objects).then((result) => {
      port.postMessage(result)
    })
  })
}

async function runCall({ id, object, method, args }: Call, objects: Callable): Promise<Result> {
  try {
    const target = objects[object] as Readonly<Record<string, unknown>> | undefined
    const found = target && Object.hasOwn(target, method) ? target[method] : undefined
    if (typeof found !== 'function') throw new ThreadError(`${object}.${method} is not served`)
    const value = await (found as (...values: readonly unknown[]) => unknown)(...args)
    return { kind: 'result', id, value }
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error))
    return { kind: 'result', id, error: { name, message } }
  }
}

/** Calls to another thread. */
export interface Remote {
  /** The object served there under `name`, every method a call with a time limit. */
  object(name: string): object
  /** Ends all open calls with ThreadError: the other thread is gone. */
  fail(reason: string): void
}

/** Opens calls over a port. A call without an answer in `timeLimitMs` throws TimeoutError. Two remotes on one port start their call ids apart (`firstId`). */
export function openRemote(
  port: Port,
  { timeLimitMs, firstId = 0 }: { timeLimitMs: number; firstId?: number },
): Remote {
  const open = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void; timer: NodeJS.Timeout }
  >()
  let lastId = firstId
  let ended: string | undefined
  port.on('message', (message: Call | Result) => {
    if (message.kind !== 'result') return
    const call = open.get(message.id)
    if (call === undefined) return
    open.delete(message.id)
    clearTimeout(call.timer)
    if (message.error === undefined) call.resolve(message.value)
    else call.reject(Object.assign(new Error(message.error.message), { name: message.error.name }))
  })
  const call = (object: string, method: string, args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (ended !== undefined) {
        reject(new ThreadError(`${object}.${method}: ${ended}`))
        return
      }
      const id = ++lastId
      const timer = setTimeout(() => {
        open.delete(id)
        reject(new TimeoutError(`${object}.${method} gave no answer in ${timeLimitMs} ms`))
      }, timeLimitMs)
      open.set(id, { resolve, reject, timer })
      port.postMessage({ kind: 'call', id, object, method, args } satisfies Call)
    })
  return {
    object: (name) =>
      new Proxy(
        {},
        {
          get: (_target, method) =>
            typeof method === 'string' && method !== 'then' && method !== 'toJSON'
              ? (...args: unknown[]) => call(name, method, args)
              : undefined,
        },
      ),
    fail: (reason) => {
      ended = reason
      for (const { reject, timer } of open.values()) {
        clearTimeout(timer)
        reject(new ThreadError(reason))
      }
      open.clear()
    },
  }
}
