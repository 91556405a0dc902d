/** Runs what is asked under one key one after another. */
export type InTurn = <T>(key: string, work: () => Promise<T>) => Promise<T>

/** Turns of any number of keys; what fails ends its own turn alone. */
export function createTurns(): InTurn {
  const turns = new Map<string, Promise<unknown>>()
  return async (key, work) => {
    const before = turns.get(key) ?? Promise.resolve()
    const mine = before.then(work, work)
    turns.set(key, mine)
    try {
      return await mine
    } finally {
      if (turns.get(key) === mine) turns.delete(key)
    }
  }
}
