// Time of the proof: it goes faster than the machine's, and leaps where nothing is under way. All processes of a lane keep
// to one base, so that a time-out, a minute's wait and Discord's memory of a nonce fit together.

/** { epoch, startedAt, speed }: virtual time `epoch` was at the machine's time `startedAt`. */
export function proofClock(base) {
  let { epoch, startedAt, speed } = base
  const sleepers = new Set()
  const now = () => Math.floor(epoch + (Date.now() - startedAt) * speed)
  const arm = (sleeper) => {
    clearTimeout(sleeper.timer)
    sleeper.timer = setTimeout(sleeper.wake, Math.max(0, sleeper.at - now()) / speed)
  }
  return {
    now,
    wait: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        const sleeper = { at: now() + ms }
        sleeper.wake = () => {
          clearTimeout(sleeper.timer)
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', sleeper.wake)
          resolve()
        }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', sleeper.wake, { once: true })
        arm(sleeper)
      }),
    base: () => ({ epoch, startedAt, speed }),
    /** Takes another base: who waits until then is woken at its time. */
    set(next) {
      ;({ epoch, startedAt, speed } = next)
      for (const sleeper of sleepers) arm(sleeper)
    },
    leapTo(at) {
      this.set({ epoch: at, startedAt: Date.now(), speed })
    },
    waiting: () => sleepers.size,
    /** When the first of those that wait wakes; undefined: nobody waits. */
    wakesAt: () => (sleepers.size === 0 ? undefined : Math.min(...[...sleepers].map(({ at }) => at))),
  }
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomFrom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
