import { MessageChannel } from 'node:worker_threads'
import { afterEach, describe, expect, test } from 'vitest'
import { openRemote, serveCalls } from '../../src/process/threads.js'

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
  serveCalls(channel.port1, {
    desk: {
      add: (a: number, b: number) => a + b,
      fail: () => {
        throw new RangeError('too far')
      },
      hang: () => new Promise(() => undefined),
    },
  })
  const remote = openRemote(channel.port2, { timeLimitMs })
  return { remote, desk: remote.object('desk') as Desk }
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

  test('refuse what is not served, inherited methods among it', async () => {
    const { remote } = open()
    const other = remote.object('desk') as { toString(): Promise<string>; missing(): Promise<void> }
    await expect(other.missing()).rejects.toThrow('desk.missing is not served')
    await expect(other.toString()).rejects.toThrow('desk.toString is not served')
  })

  test('end at once when the other thread is gone', async () => {
    const { remote, desk } = open()
    const open1 = desk.hang()
    remote.fail('the newsroom has stopped')
    await expect(open1).rejects.toThrow('the newsroom has stopped')
    await expect(desk.add(1, 1)).rejects.toThrow('the newsroom has stopped')
  })
})
