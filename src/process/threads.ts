// Calls between threads: one message a call, one a result. The other side's methods look like local ones.

/** A port that another thread may call: its methods, each with how long a call may take. Arguments and results are plain data. */
export interface CalledPort<Port> {
  readonly limitsMs: Readonly<Record<keyof Port, number>>
  /** Its type, and never a value. */
  readonly port?: Port
}

export function calledPort<Port extends object>(limitsMs: CalledPort<Port>['limitsMs']): CalledPort<Port> {
  return { limitsMs }
}

/** The ports between two threads by name, written once: serveCalls and openRemote both go by it. */
export type PortList = Readonly<Record<string, CalledPort<object>>>

export type PortsOf<List extends PortList> = {
  readonly [Name in keyof List]: List[Name] extends CalledPort<infer Port> ? Port : never
}

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

/** Answers calls of the list's methods that arrive at the port. An error of a method goes back to the caller and ends nothing here. */
export function serveCalls<List extends PortList>(port: Port, list: List, ports: PortsOf<List>): void {
  port.on('message', (message: Call | Result) => {
    if (message.kind !== 'call') return
    void runCall(message, { list, ports }).then((result) => {
      port.postMessage(result)
    })
  })
}

async function runCall(
  { id, object, method, args }: Call,
  { list, ports }: { list: PortList; ports: Readonly<Record<string, unknown>> },
): Promise<Result> {
  try {
    const isListed = Object.hasOwn(list, object) && Object.hasOwn(list[object]?.limitsMs ?? {}, method)
    const found = isListed && (ports[object] as Readonly<Record<string, unknown>>)[method]
    if (typeof found !== 'function') throw new ThreadError(`${object}.${method} is not served`)
    const value = await (found as (...values: readonly unknown[]) => unknown)(...args)
    return { kind: 'result', id, value }
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error))
    return { kind: 'result', id, error: { name, message } }
  }
}

/** Calls to another thread. */
export interface Remote<Ports> {
  /** Plain objects, every method a call with its time limit. */
  readonly ports: Ports
  /** Ends all open calls with ThreadError: the other thread is gone. */
  fail(reason: string): void
}

/** Opens calls of the list's methods over a port. A call without an answer in its time limit throws TimeoutError. */
export function openRemote<List extends PortList>(port: Port, list: List): Remote<PortsOf<List>> {
  const open = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void; timer: NodeJS.Timeout }
  >()
  let lastId = 0
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
  const call = (object: string, method: string, { limitMs, args }: { limitMs: number; args: readonly unknown[] }) =>
    new Promise<unknown>((resolve, reject) => {
      if (ended !== undefined) {
        reject(new ThreadError(`${object}.${method}: ${ended}`))
        return
      }
      const id = ++lastId
      const timer = setTimeout(() => {
        open.delete(id)
        reject(new TimeoutError(`${object}.${method} gave no answer in ${limitMs} ms`))
      }, limitMs)
      open.set(id, { resolve, reject, timer })
      port.postMessage({ kind: 'call', id, object, method, args } satisfies Call)
    })
  return {
    ports: mapValues(list, ({ limitsMs }, object) =>
      mapValues(
        limitsMs,
        (limitMs: number, method) =>
          (...args: unknown[]) =>
            call(object, method, { limitMs, args }),
      ),
    ) as PortsOf<List>,
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

function mapValues<From, To>(
  from: Readonly<Record<string, From>>,
  map: (value: From, name: string) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(from).map(([name, value]) => [name, map(value, name)]))
}
