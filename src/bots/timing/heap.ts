/** Items by order, the least on top; adding and taking are logarithmic. */
export interface Heap<Item> {
  push(item: Item): void
  pop(): Item | undefined
  peek(): Item | undefined
  size(): number
}

/** A binary heap. `compare` is below 0 where `a` comes first. */
export function createHeap<Item>(compare: (a: Item, b: Item) => number): Heap<Item> {
  const items: Item[] = []
  const comesFirst = (a: number, b: number): boolean => {
    const [first, second] = [items[a], items[b]]
    return first !== undefined && second !== undefined && compare(first, second) < 0
  }
  const swap = (a: number, b: number): void => {
    const [first, second] = [items[a], items[b]]
    if (first !== undefined && second !== undefined) [items[a], items[b]] = [second, first]
  }
  const rise = (from: number): void => {
    for (let at = from; at > 0;) {
      const parent = (at - 1) >> 1
      if (!comesFirst(at, parent)) return
      swap(at, parent)
      at = parent
    }
  }
  const sink = (): void => {
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2]
      const least = comesFirst(right, left) ? right : left
      if (!comesFirst(least, at)) return
      swap(least, at)
      at = least
    }
  }
  return {
    push(item) {
      items.push(item)
      rise(items.length - 1)
    },
    pop() {
      const top = items[0]
      const last = items.pop()
      if (items.length > 0 && last !== undefined) {
        items[0] = last
        sink()
      }
      return top
    },
    peek: () => items[0],
    size: () => items.length,
  }
}
