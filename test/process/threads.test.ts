import { MessageChannel } from 'node:worker_threads'
import { afterEach, describe, expect, test } from 'vitest'
import { calledPort, openRemote, serveCalls } from '../../src/process/threads.js'

interface Desk {
  add(a: number, b: number): Promise<number>
  fail(): Promise<never>
  hang(): Promise<never>
}

const ports: MessageChannel[] = []
afterEach(() => {
  for (const { port1, port2 } of ports.splice(0)) {
    port1.close()
    port2.close()
  }
})

function open(timeLimitMs = 5_000) {
  const channel = new MessageChannel()
  ports.push(channel)
  const desk = calledPort<Desk>({ add: timeLimitMs, fail: timeLimitMs, hang: timeLimitMs })
  const served = {
    add: (a: number, b: number) => Promise.resolve(a + b),
    fail: () => {
      throw new RangeError('too far')
    },
    hang: () => new Promise<never>(() => undefined),
    close: () => Promise.resolve(),
  }
  serveCalls(channel.port1, { desk }, { desk: served })
  const remote = openRemote(channel.port2, { desk })
  return { channel, remote, desk: remote.ports.desk }
}

describe('calls between threads', () => {
  test('give the result of the other side, also when many run at once', async () => {
    const { desk } = open()
    expect(await Promise.all([desk.add(1, 2), desk.add(3, 4), desk.add(5, 6)])).toEqual([3, 7, 11])
  })

  test('throw what the other side threw, by name and message', async () => {
    await expect(open().desk.fail()).rejects.toMatchObject({ name: 'RangeError', message: 'too far' })
  })

  test('end at their time limit as a time-out', async () => {
    await expect(open(20).desk.hang()).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  test('refuse what the list does not name, what the object has or inherits among it', async () => {
    interface Other {
      close(): Promise<void>
      valueOf(): Promise<object>
    }
    const list = { desk: calledPort<Other>({ close: 5_000, valueOf: 5_000 }), other: calledPort<Other>({ close: 5_000, valueOf: 5_000 }) } // prettier-ignore
    const { desk, other } = openRemote(open().channel.port2, list).ports
    await expect(desk.close()).rejects.toThrow('desk.close is not served')
    await expect(desk.valueOf()).rejects.toThrow('desk.valueOf is not served')
    await expect(other.close()).rejects.toThrow('other.close is not served')
  })

  test('are plain objects: one method may be put in place of another’s', async () => {
    const { desk } = open()
    const doubled: Desk = { ...desk, add: async (a, b) => 2 * (await desk.add(a, b)) }
    expect(await doubled.add(1, 2)).toBe(6)
    await expect(doubled.fail()).rejects.toThrow('too far')
  })

  test('end at once when the other thread is gone', async () => {
    const { remote, desk } = open()
    const open1 = desk.hang()
    remote.fail('the newsroom has stopped')
    await expect(open1).rejects.toThrow('the newsroom has stopped')
    await expect(desk.add(1, 1)).rejects.toThrow('the newsroom has stopped')
  })
})
