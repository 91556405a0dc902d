const MOST_WORDS = 20_000
// A word as long as a page is no word.
const LONGEST_WORD = 64

/**
 * Remembers what `find` says of a word: the same few thousand words make most of any text. Where there are too many, it begins anew.
 * `find` must depend on the word alone. A word that was cut from a text keeps the whole text in memory: tokens have strings of their own.
 */
export function rememberWords<Found>(find: (word: string) => Found): (word: string) => Found {
  const known = new Map<string, Found>()
  return (word) => {
    const before = known.get(word)
    if (before !== undefined || known.has(word)) return before as Found
    const found = find(word)
    if (word.length > LONGEST_WORD) return found
    if (known.size >= MOST_WORDS) known.clear()
    known.set(word, found)
    return found
  }
}

/** The same where the language of the text decides, too: a memory for each. */
export function rememberWordsOf<Of extends string, Found>(
  find: (word: string, language: Of) => Found,
): (word: string, language: Of) => Found {
  const memories = new Map<Of, (word: string) => Found>()
  return (word, language) => {
    let memory = memories.get(language)
    if (memory === undefined) {
      memory = rememberWords((each) => find(each, language))
      memories.set(language, memory)
    }
    return memory(word)
  }
}

/** A copy by itself: a slice holds the whole text that it was cut from in memory. */
export function ownString(slice: string): string {
  return ` ${slice}`.slice(1)
}
