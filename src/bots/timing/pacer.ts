import type { Clock } from './clock.js'
import { createHeap, type Heap } from './heap.js'
import { createWindow, type Mark, type Window, type Limit } from './window.js'
/** An answer to somebody who waits, or a delivery among thousands. */
export type Urgency = 'answer' | 'bulk'

/** What a platform allows. `chat` is any key that limits are kept by; the same for topics of one group. */
export interface PaceLimits {
  readonly platform: Limit
  readonly chat: (chat: string, urgency: Urgency) => readonly Limit[]
}

export interface Asked {
  readonly chat: string
  readonly urgency: Urgency
  /** Among bulk the least goes first. */
  readonly order?: number
}

/** Room for one request, which is to leave at once. */
export interface Place {
  /** The request was answered, or is not made. */
  done(): void
}

/** Paces all requests of a process to one platform. */
export interface Pacer {
  /** Resolves when the request may leave; undefined: `signal` was aborted before. Answers pass before bulk. */
  take(asked: Asked, signal?: AbortSignal): Promise<Place | undefined>
  /** A 429 came: nothing leaves for the chat - absent: for any - before `ms` are over. */
  hold(ms: number, chat?: string): void
  /** Requests that wait for their place. */
  waiting(): number
}

interface Waiter extends Asked {
  readonly number: number
  readonly give: (place: Place | undefined) => void
}

/**
 * Bulk leaves evenly, a tenth faster than the window allows and with one beat to catch up where a timer came late: an
 * answer finds room within a tenth of the window, and none of it is left unused.
 */
const BEAT = 0.9
const BURST = 1

/** A pacer over sliding windows: of the platform, and of each chat. One slow or held chat delays no other. */
export function createPacer(limits: PaceLimits, clock: Clock): Pacer {
  const windows = createWindows(limits, clock)
  const lines = createLines(windows)
  const pump = (): number | undefined => {
    for (;;) {
      const now = clock.now()
      const waiter = windows.platformReadyAt(now) <= now ? lines.next(now) : undefined
      if (waiter === undefined) return lines.nextAt(now)
      const mark = windows.enter(waiter, now)
      // Its answer may free its slot sooner than was thought.
      const done = (): void => {
        mark.arrivedBy(clock.now())
        wake()
      }
      waiter.give({ done })
    }
  }
  const wake = createAlarm(pump, clock)
  let lastNumber = 0
  return {
    async take(asked, signal) {
      if (signal?.aborted) return undefined
      return new Promise((resolve) => {
        const give = (place: Place | undefined): void => {
          signal?.removeEventListener('abort', cancel)
          resolve(place)
        }
        const waiter: Waiter = { ...asked, number: (lastNumber += 1), give }
        const cancel = (): void => {
          lines.leave(waiter)
          give(undefined)
        }
        signal?.addEventListener('abort', cancel, { once: true })
        lines.join(waiter)
        wake()
      })
    },
    hold(ms, chat) {
      windows.hold(clock.now() + ms, chat)
      wake()
    },
    waiting: lines.length,
  }
}

/** Runs `work` now and when it says, the earliest of what it said since. */
function createAlarm(work: () => number | undefined, clock: Clock): () => void {
  let wakeAt = Infinity
  let sleeping: AbortController | undefined
  const run = (): void => {
    const at = work()
    if (at === undefined || at >= wakeAt) return
    sleeping?.abort()
    const sleep = (sleeping = new AbortController())
    wakeAt = at
    void clock.wait(Math.max(1, at - clock.now()), sleep.signal).then(() => {
      if (sleep.signal.aborted) return
      wakeAt = Infinity
      run()
    })
  }
  return run
}

/** Who waits: answers in their order, and bulk by its order, those whose chat is not ready aside. */
function createLines(windows: Windows) {
  const answers = new Set<Waiter>()
  const ready: Heap<Waiter> = createHeap((a, b) => (a.order ?? 0) - (b.order ?? 0) || a.number - b.number)
  const later: Heap<{ readonly at: number; readonly waiter: Waiter }> = createHeap((a, b) => a.at - b.at)
  const gone = new Set<Waiter>()
  const nextBulk = (now: number): Waiter | undefined => {
    for (let top = later.peek(); top !== undefined && top.at <= now; top = later.peek()) {
      later.pop()
      ready.push(top.waiter)
    }
    for (let waiter = ready.pop(); waiter !== undefined; waiter = ready.pop()) {
      if (gone.delete(waiter)) continue
      if (windows.chatReadyAt(waiter, now) <= now) return waiter
      later.push({ at: Math.max(now + 1, windows.chatReadyAt(waiter, now, true)), waiter })
    }
    return undefined
  }
  return {
    join(waiter: Waiter): void {
      if (waiter.urgency === 'answer') answers.add(waiter)
      else ready.push(waiter)
    },
    leave(waiter: Waiter): void {
      if (!answers.delete(waiter)) gone.add(waiter)
    },
    length: (): number => answers.size + ready.size() + later.size() - gone.size,
    next(now: number): Waiter | undefined {
      const answer = [...answers].find((waiter) => windows.chatReadyAt(waiter, now) <= now)
      if (answer === undefined) return windows.beatAt() <= now ? nextBulk(now) : undefined
      answers.delete(answer)
      return answer
    },
    /** When somebody may leave, at the earliest; undefined: nobody waits. */
    nextAt(now: number): number | undefined {
      const times = [...answers].map((waiter) => windows.chatReadyAt(waiter, now))
      if (ready.size() > 0) times.push(windows.beatAt())
      const top = later.peek()
      if (top !== undefined) times.push(Math.max(top.at, windows.beatAt()))
      return times.length === 0 ? undefined : Math.max(Math.min(...times), windows.platformReadyAt(now))
    },
  }
}

type Windows = ReturnType<typeof createWindows>

/** The windows of the platform and of its chats, and what is held. */
function createWindows(limits: PaceLimits, clock: Clock) {
  const platform = createWindow(limits.platform)
  const chats = createChatWindows(limits, clock)
  const beatMs = (BEAT * limits.platform.perMs) / limits.platform.most
  let nextBeatAt = 0
  let heldUntil = 0
  return {
    platformReadyAt: (now: number): number => Math.max(heldUntil, platform.readyAt(now)),
    chatReadyAt: (asked: Asked, now: number, atBest = false): number => chats.readyAt(asked, now, atBest),
    /** When bulk may leave: evenly, late beats made good. */
    beatAt: (): number => nextBeatAt - BURST * beatMs,
    enter({ chat, urgency }: Asked, now: number): Mark {
      if (urgency === 'bulk') nextBeatAt = Math.max(nextBeatAt, now) + beatMs
      const marks = [platform.enter(now), chats.enter(chat, now)]
      return {
        arrivedBy(at) {
          // It may have arrived as late as that: to guess when, from the quickest way there and back, earned a 429 in 5,000.
          for (const mark of marks) mark.arrivedBy(at)
        },
      }
    },
    hold(until: number, chat: string | undefined): void {
      if (chat === undefined) heldUntil = Math.max(heldUntil, until)
      else chats.hold(chat, until)
    },
  }
}

interface ChatWindow {
  readonly window: Window
  heldUntil: number
}

/** Windows by chat, forgotten when they have rested. */
function createChatWindows({ chat: limitsOf }: PaceLimits, clock: Clock) {
  const chats = new Map<string, ChatWindow>()
  const longest = (chat: string) => Math.max(...limitsOf(chat, 'answer').map(({ perMs }) => perMs), 1_000)
  const windowOf = (chat: string): ChatWindow => {
    const known = chats.get(chat)
    if (known) return known
    const made: ChatWindow = { window: createWindow(...limitsOf(chat, 'answer')), heldUntil: 0 }
    chats.set(chat, made)
    return made
  }
  let sweepAt = clock.now() + 60_000
  const sweep = (now: number): void => {
    if (now < sweepAt) return
    sweepAt = now + 60_000
    for (const [chat, { window, heldUntil }] of chats)
      if (heldUntil <= now && window.lastAt() + longest(chat) <= now) chats.delete(chat)
  }
  return {
    readyAt({ chat, urgency }: Asked, now: number, atBest: boolean): number {
      const known = chats.get(chat)
      return known ? Math.max(known.heldUntil, known.window.readyAt(now, limitsOf(chat, urgency), atBest)) : now
    },
    enter(chat: string, now: number) {
      sweep(now)
      return windowOf(chat).window.enter(now)
    },
    hold(chat: string, until: number): void {
      const window = windowOf(chat)
      window.heldUntil = Math.max(window.heldUntil, until)
    },
  }
}
