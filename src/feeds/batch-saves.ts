import type { ArticleStore, FeedState } from './article-store.js'

/** What a feed brought, as work on the store. */
export interface ToSave {
  /** Recognises and saves; returns the states to be saved with it. May run twice: it changes nothing but the store. */
  readonly keep: (store: ArticleStore) => Promise<readonly FeedState[]>
  /** Runs once all is kept. */
  readonly afterwards: () => Promise<void>
  /** How many items wait in it. */
  readonly items: number
}

export interface SaveBatch {
  /** Resolves when there is room for more; what was added is kept later. Rejects with what the store threw. */
  add(work: ToSave): Promise<void>
  /** Resolves when all is kept. */
  finish(): Promise<void>
}

/** Others wait for the database for so long at the most, and the disk's time beside. */
const PIECE_MS = 8
/** How long the first one of a transaction waits for others. */
const HOLD_MS = 15
/** What is held when this many items wait is kept at once. */
const ENOUGH_ITEMS = 150
/** Whoever brings more has to wait. */
const MOST_ITEMS = 1_000

/**
 * Keeps what feeds bring in turn, several feeds a transaction: what two feeds of an outlet bring is recognised one after the
 * other, and the disk is waited for once. A feed that the store cannot keep fails alone.
 */
export function batchSaves(store: ArticleStore): SaveBatch {
  const queue: ToSave[] = []
  let waiting = 0
  let isFinishing = false
  let error: Error | undefined
  let running: Promise<void> | undefined
  let hurry: () => void = () => undefined

  const run = async (): Promise<void> => {
    while (queue.length > 0) {
      if (!isFinishing && waiting < ENOUGH_ITEMS) await held((wake) => (hurry = wake))
      await keepPiece()
      // Questions to the database come between two pieces.
      await new Promise((resolve) => setImmediate(resolve))
    }
    running = undefined
  }

  const keepPiece = async (): Promise<void> => {
    const piece: ToSave[] = []
    const next = (): ToSave | undefined => {
      const work = queue.shift()
      if (work === undefined) return undefined
      waiting -= work.items
      piece.push(work)
      return work
    }
    const kept = await keepAll(store, next).then(
      () => piece,
      async (reason: unknown) => {
        if (piece.length > 1) return keepEach(piece)
        error ??= asError(reason)
        return []
      },
    )
    for (const { afterwards } of kept) await afterwards()
  }

  /** Those of a piece that the store can keep, each on its own. */
  const keepEach = async (piece: readonly ToSave[]): Promise<readonly ToSave[]> => {
    const kept: ToSave[] = []
    for (const work of piece) {
      const alone = [work]
      await keepAll(store, () => alone.shift()).then(
        () => kept.push(work),
        (reason: unknown) => (error ??= asError(reason)),
      )
    }
    return kept
  }

  return {
    add: async (work) => {
      if (error !== undefined) throw error
      queue.push(work)
      waiting += work.items
      running ??= run()
      if (waiting >= ENOUGH_ITEMS) hurry()
      if (waiting >= MOST_ITEMS) await running
    },
    finish: async () => {
      isFinishing = true
      hurry()
      await running
      if (error !== undefined) throw error
    },
  }
}

async function keepAll(store: ArticleStore, next: () => ToSave | undefined): Promise<void> {
  await store.together(async (open) => {
    const startedAt = performance.now()
    const states: FeedState[] = []
    for (let work = next(); work !== undefined; work = next()) {
      states.push(...(await work.keep(open)))
      if (performance.now() - startedAt >= PIECE_MS) break
    }
    await open.saveFeedStates(lastOfEach(states))
  })
}

/** The last state of each feed: its host may have been asked to wait after it was read. */
function lastOfEach(states: readonly FeedState[]): readonly FeedState[] {
  return [...new Map(states.map((state) => [state.feedId, state])).values()]
}

function held(onWake: (wake: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, HOLD_MS)
    onWake(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason))
}
