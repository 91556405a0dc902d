import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

// A bot is at rest most of its time on a small machine. V8 is in no hurry to give back what a burst of work needed, and a
// process can set neither limit for its main thread from within but in these ways.

/**
 * Until the returned function is called, no thread's space for young objects grows: loading modules and a pack leaves
 * 50 MB of it behind otherwise.
 */
export function startSmall(): () => void {
  setFlagsFromString('--semi-space-growth-factor=1')
  return () => {
    setFlagsFromString('--semi-space-growth-factor=2')
  }
}

const MB = 1_048_576
/** A pause of some 30 ms is worth so much memory. Of a heap beyond the other bound it would take longer than people should wait. */
const WORTH_MB = 16
const MOST_MB = 128
const REST_MS = 3_000

/**
 * Gives this thread's garbage back to the machine once `noteWork` was not called for three seconds and it is worth it. V8
 * takes two turns: it makes its space for young objects smaller where little was made since the last one.
 */
export function restingThread(): { noteWork(): void; stop(): void } {
  let least = 0
  let timer: NodeJS.Timeout | undefined
  const rest = (isSecond: boolean) => {
    const { total_physical_size: size } = getHeapStatistics()
    if (size > MOST_MB * MB || (!isSecond && size - least < WORTH_MB * MB)) return
    collector()()
    if (isSecond) least = getHeapStatistics().total_physical_size
    else timer = setTimeout(rest, REST_MS, true).unref()
  }
  return {
    noteWork() {
      clearTimeout(timer)
      timer = setTimeout(rest, REST_MS, false).unref()
    },
    stop() {
      clearTimeout(timer)
    },
  }
}

let collect: (() => void) | undefined

/** V8's own, which Node hands out to contexts that are made while this flag stands. */
function collector(): () => void {
  if (collect !== undefined) return collect
  setFlagsFromString('--expose-gc')
  collect = runInNewContext('gc') as () => void
  setFlagsFromString('--no-expose-gc')
  return collect
}
