import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressOf, seenMove, type Move } from '../../src/feeds/moved.js'

const HOUR = 3_600_000
const feed = { url: 'https://a.example/rss' }

/** What is known after polls that were each led to an address, at hours. */
function after(polls: readonly (readonly [hour: number, movedTo: string | undefined])[]): Move | undefined {
  return polls.reduce<Move | undefined>(
    (known, [hour, movedTo]) => seenMove(feed, known, { movedTo, at: hour * HOUR }),
    undefined,
  )
}
const at = (hour: number, move: Move | undefined) => addressOf(feed, move, hour * HOUR)

test('a move is followed once it was seen three times over a day', () => {
  const to = 'https://b.example/rss'
  expect(at(99, after([[0, to], [20, to]]))).toBe(feed.url) // prettier-ignore
  expect(at(3, after([[0, to], [1, to], [2, to]]))).toBe(feed.url) // prettier-ignore
  expect(at(24, after([[0, to], [1, to], [2, to]]))).toBe(to) // prettier-ignore
})

test('an answer of its own, or another address, begins the count anew', () => {
  const [b, c] = ['https://b.example/rss', 'https://c.example/rss']
  expect(at(99, after([[0, b], [1, b], [2, undefined], [3, b]]))).toBe(feed.url) // prettier-ignore
  expect(at(99, after([[0, b], [1, c], [2, b]]))).toBe(feed.url) // prettier-ignore
})

test('what was followed and moves in its turn is forgotten, and so is a move of another address', () => {
  const to = 'https://b.example/rss'
  const followed = after([[0, to], [1, to], [30, to]]) // prettier-ignore
  expect(at(60, followed)).toBe(to)
  expect(seenMove(feed, followed, { movedTo: 'https://c.example/', at: 60 * HOUR })).toBeUndefined()
  expect(addressOf({ url: 'https://a.example/atom' }, followed, 60 * HOUR)).toBe('https://a.example/atom')
})

test('no move leads from https to http, however often it is seen', () => {
  const hours = Array.from({ length: 9 }, (_, day) => day * 24)
  expect(after(hours.map((hour) => [hour, 'http://a.example/rss']))).toBeUndefined()
  expect(seenMove({ url: 'http://a.example/' }, undefined, { movedTo: 'http://b.example/', at: 0 })?.sightings).toBe(1)
})

test('whatever is seen, only an address that the last three polls at least were led to is asked', () => {
  const addresses = fc.constantFrom(undefined, 'https://b.example/', 'https://c.example/', 'http://d.example/')
  fc.assert(
    fc.property(fc.array(addresses, { maxLength: 30 }), (led) => {
      const asked = at(1_000, after(led.map((movedTo, index) => [index / 2, movedTo])))
      if (asked === feed.url) return
      expect(led.slice(-3)).toEqual([asked, asked, asked])
    }),
  )
})
