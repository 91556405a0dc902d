import { expect, test } from 'vitest'
import { createQueue } from '../../../../src/bots/telegram/hear/queue.js'

function gate(): { readonly open: () => void; readonly opened: Promise<void> } {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { open: () => open(), opened }
}

test('tasks of one reader run in order, those of others do not wait for them', async () => {
  const queue = createQueue({ most: 10, mostPerKey: 10 })
  const slow = gate()
  const done: string[] = []
  const task = (name: string, after?: Promise<void>) => async () => {
    await after
    done.push(name)
  }
  queue.add('a', task('a1', slow.opened))
  queue.add('a', task('a2'))
  const other = gate()
  queue.add('b', async () => {
    done.push('b1')
    other.open()
  })
  await other.opened
  slow.open()
  await queue.ended()
  expect(done).toEqual(['b1', 'a1', 'a2'])
})

test('a reader with too many waiting tasks is refused, and taken again when they have ended', async () => {
  const queue = createQueue({ most: 10, mostPerKey: 2 })
  const slow = gate()
  const wait = async (): Promise<void> => slow.opened
  expect([queue.add('a', wait), queue.add('a', wait), queue.add('a', wait), queue.add('b', wait)]).toEqual([true, true, false, true]) // prettier-ignore
  slow.open()
  await queue.ended()
  expect(queue.add('a', wait)).toBe(true)
})

test('there is room again when a task has ended', async () => {
  const queue = createQueue({ most: 1, mostPerKey: 2 })
  const slow = gate()
  let hasRoom = false
  queue.add('a', async () => slow.opened)
  const room = queue.room().then(() => (hasRoom = true))
  await Promise.resolve()
  expect(hasRoom).toBe(false)
  slow.open()
  await room
  expect(hasRoom).toBe(true)
})
