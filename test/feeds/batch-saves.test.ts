import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ArticleStore, FeedState } from '../../src/feeds/article-store.js'
import { batchSaves, type ToSave } from '../../src/feeds/batch-saves.js'
import { memoryStore } from './stand-ins.js'

const stateOf = (feedId: string, shown: number): FeedState => ({ feedId, nextDueAt: 0, verdict: 'ok', failures: 0, shown }) // prettier-ignore

/** A store whose transactions keep all or nothing. */
function transactionalStore() {
  const store = memoryStore()
  let transactions = 0
  const together: ArticleStore['together'] = async (work) => {
    transactions++
    const before = new Map(store.states)
    try {
      return await work(store)
    } catch (error) {
      store.states.clear()
      for (const [id, state] of before) store.states.set(id, state)
      throw error
    }
  }
  return { store: { ...store, together }, states: store.states, transactions: () => transactions }
}

/** Work that saves a state, or fails where its feed is told to. */
function workOf(feedId: string, { isBad = false, items = 1, shown = 0, done = [] as string[] } = {}): ToSave {
  return {
    items,
    keep: async () => {
      if (isBad) throw new Error(`${feedId} cannot be kept`)
      return [stateOf(feedId, shown)]
    },
    afterwards: async () => {
      done.push(feedId)
    },
  }
}

test('what comes together is kept in one transaction, in its order, the last state of each feed', async () => {
  const { store, states, transactions } = transactionalStore()
  const keeper = batchSaves(store)
  const done: string[] = []
  for (const [feedId, shown] of [['a', 1], ['b', 2], ['a', 3]] as const) await keeper.add(workOf(feedId, { shown, done })) // prettier-ignore
  await keeper.finish()
  expect(done).toEqual(['a', 'b', 'a'])
  expect([...states.values()].map(({ feedId, shown }) => [feedId, shown])).toEqual([['a', 3], ['b', 2]]) // prettier-ignore
  expect(transactions()).toBe(1)
})

test('whatever cannot be kept fails alone: all else is kept once, and the first fault is told', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ isBad: fc.boolean(), items: fc.integer({ min: 1, max: 400 }) }), { maxLength: 20 }),
      async (works) => {
        const { store, states } = transactionalStore()
        const keeper = batchSaves(store)
        const done: string[] = []
        const added: { name: string; isBad: boolean }[] = []
        let fault: unknown
        for (const [index, { isBad, items }] of works.entries()) {
          const name = `f${String(index)}`
          const isTaken = await keeper.add(workOf(name, { isBad, items, done })).then(
            () => true,
            () => false,
          )
          if (isTaken) added.push({ name, isBad })
        }
        await keeper.finish().catch((error: unknown) => (fault = error))
        const good = added.filter(({ isBad }) => !isBad).map(({ name }) => name)
        const firstBad = added.find(({ isBad }) => isBad)
        expect(done).toEqual(good)
        expect([...states.keys()]).toEqual(good)
        expect(fault).toEqual(firstBad === undefined ? undefined : new Error(`${firstBad.name} cannot be kept`))
      },
    ),
    { numRuns: 40 },
  )
})
