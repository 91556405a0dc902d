/**
 * `call` whose result is shared within a minute of the clock: equal questions get one work's result, also while it runs. What
 * `keyOf` gives for two arguments alike is the same question. A call that fails is not kept.
 */
export function sharedWithinMinute<Argument, Result>(
  call: (argument: Argument) => Promise<Result>,
  { keyOf, now }: { readonly keyOf: (argument: Argument) => string; readonly now: () => number },
): (argument: Argument) => Promise<Result> {
  const results = new Map<string, Promise<Result>>()
  let minute = -Infinity
  return (argument) => {
    const current = Math.floor(now() / MINUTE)
    if (current !== minute) results.clear()
    minute = current
    const key = keyOf(argument)
    const known = results.get(key)
    if (known !== undefined) return known
    if (results.size >= MOST_RESULTS) results.clear()
    const result = call(argument)
    results.set(key, result)
    result.catch(() => {
      if (results.get(key) === result) results.delete(key)
    })
    return result
  }
}

const MINUTE = 60_000
/** Whoever asks so many things in a minute asks for no two alike. */
const MOST_RESULTS = 100
