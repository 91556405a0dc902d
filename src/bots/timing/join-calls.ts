/** One item of a call for many: its part of the result. */
export type JoinedCall<Item, Result> = (item: Item) => Promise<Result>

/**
 * Joins calls to one at a time: what is asked while one runs goes together in the next, so that a transaction with its
 * sync to the disk serves all that wait. `run` gives what each item asked for; its error is that of all that were in it.
 */
export function joinCalls<Item, Result>(
  run: (items: readonly Item[]) => Promise<(item: Item) => Result>,
  most: number,
): JoinedCall<Item, Result> {
  let waiting: { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }[] = []
  let isRunning = false
  const next = async (): Promise<void> => {
    if (isRunning || waiting.length === 0) return
    isRunning = true
    const batch = waiting.slice(0, most)
    waiting = waiting.slice(most)
    try {
      const resultOf = await run(batch.map(({ item }) => item))
      for (const { item, resolve } of batch) resolve(resultOf(item))
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
    isRunning = false
    void next()
  }
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      void next()
    })
}
