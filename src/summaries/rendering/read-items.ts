import { z } from 'zod'

/** What a model said of one item. */
export interface SaidItem {
  readonly id: number
  readonly text: string
}

const MOST_ITEMS = 50
const saidItem = z.object({ id: z.coerce.number().int(), text: z.string().max(4_000) })

/** Where the reader stands: before the object, before its list, in the list between items, in an item, in a string of one; over: after the list. */
type Place = 'prose' | 'object' | 'list' | 'item' | 'string' | 'over'

/**
 * Reads the items of `{"items":[{"id":0,"text":"..."}]}` as they come: `take` gets all that was said so far and gives those that are complete now and
 * were not before. What stands around the JSON, an item of another shape and what comes after the fiftieth are passed over. Linear in the text.
 */
export function itemReader(): (soFar: string) => readonly SaidItem[] {
  let place: Place = 'prose'
  let [at, start, depth, count] = [0, 0, 0, 0]
  /** Reads one letter; true: an item ends with it. */
  const endsItem = (letter: string | undefined): boolean => {
    switch (place) {
      case 'prose':
        if (letter === '{') place = 'object'
        return false
      case 'object':
        if (letter === '[') place = 'list'
        return false
      case 'list':
        if (letter === '{') [place, start, depth] = ['item', at, 1]
        if (letter === ']') place = 'over'
        return false
      case 'item':
        if (letter === '"') place = 'string'
        if (letter === '{') depth += 1
        if (letter === '}') depth -= 1
        if (depth > 0) return false
        place = 'list'
        return true
      case 'string':
        // What is escaped is passed over.
        if (letter === '\\') at += 1
        if (letter === '"') place = 'item'
        return false
      case 'over':
        return false
    }
  }
  return (soFar) => {
    const found: SaidItem[] = []
    for (; at < soFar.length && count < MOST_ITEMS; at += 1) {
      if (!endsItem(soFar[at])) continue
      count += 1
      const item = parsed(soFar.slice(start, at + 1))
      if (item !== undefined) found.push(item)
    }
    return found
  }
}

function parsed(json: string): SaidItem | undefined {
  try {
    return saidItem.safeParse(JSON.parse(json)).data
  } catch {
    return undefined
  }
}
