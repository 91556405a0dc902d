import { expect, test } from 'vitest'
import { createWatch, LOOK_MS } from '../../../src/bots/owner/watch-platforms.js'

const SECOND = 1_000
const START = Date.parse('2025-06-17T08:00Z')

function world() {
  const clock = { at: START }
  const heard = { discord: START, telegram: START }
  const mended: string[] = []
  const lines: string[] = []
  const restarted: string[] = []
  const steady: string[] = []
  const platform = (name: 'discord' | 'telegram') => ({ name, lastHeardAt: () => heard[name], mend: () => void mended.push(name) }) // prettier-ignore
  const platforms = [platform('discord'), platform('telegram'), { name: 'console' as const }]
  const watch = createWatch({
    platforms: () => platforms,
    now: () => clock.at,
    log: (line, name) => lines.push(`${name} ${line}`),
    restart: (name) => restarted.push(name),
    onSteady: (name) => steady.push(name),
  })
  /** Looks for `ms`; true once the process should end. */
  const pass = (ms: number, listen: readonly ('discord' | 'telegram')[] = []): boolean => {
    let isOver = false
    for (let waited = 0; waited < ms; waited += LOOK_MS) {
      clock.at += LOOK_MS
      for (const name of listen) heard[name] = clock.at
      isOver = watch.look() || isOver
    }
    return isOver
  }
  return { clock, heard, mended, lines, restarted, steady, pass }
}

test('a platform that says nothing for a minute is opened anew, once a minute until it is heard', () => {
  const { mended, lines, pass } = world()
  expect(pass(55 * SECOND, ['telegram'])).toBe(false)
  expect(mended).toEqual([])
  pass(10 * SECOND, ['telegram'])
  expect(mended).toEqual(['discord'])
  pass(120 * SECOND, ['telegram'])
  expect(mended).toEqual(['discord', 'discord', 'discord'])
  pass(5 * SECOND, ['discord', 'telegram'])
  expect(lines).toEqual([
    'discord says nothing for 60 s: its connection is opened anew',
    'discord says nothing for 120 s: its connection is opened anew',
    'discord says nothing for 180 s: its connection is opened anew',
    'discord is heard again',
  ])
})

test('as long as one platform is heard the process goes on; when none is for ten minutes it should end', () => {
  const { pass } = world()
  expect(pass(3_600 * SECOND, ['discord'])).toBe(false)
  expect(pass(9 * 60 * SECOND)).toBe(false)
  expect(pass(3 * 60 * SECOND)).toBe(true)
})

test('a machine that slept for hours mends its connections and goes on', () => {
  const { clock, mended, pass } = world()
  clock.at += 8 * 3_600 * SECOND
  expect(pass(5 * SECOND)).toBe(false)
  expect(mended).toEqual(['discord', 'telegram'])
  expect(pass(60 * SECOND, ['discord', 'telegram'])).toBe(false)
})

test('one that stays deaf beside a heard one is restarted every ten minutes, and told of once it was heard for ten', () => {
  const { restarted, steady, pass } = world()
  pass(10 * 60 * SECOND, ['telegram'])
  expect(restarted).toEqual([])
  pass(60 * SECOND, ['telegram'])
  expect(restarted).toEqual(['discord'])
  pass(10 * 60 * SECOND, ['telegram'])
  expect(restarted).toEqual(['discord', 'discord'])
  pass(9 * 60 * SECOND, ['discord', 'telegram'])
  expect(steady).toEqual([])
  pass(60 * SECOND, ['discord', 'telegram'])
  pass(60 * 60 * SECOND, ['discord', 'telegram'])
  expect(steady).toEqual(['discord'])
})

test('a mend that helps restarts nothing', () => {
  const { restarted, steady, pass } = world()
  for (let round = 0; round < 20; round += 1) {
    pass(5 * 60 * SECOND, ['telegram'])
    pass(5 * SECOND, ['discord', 'telegram'])
  }
  expect([restarted, steady]).toEqual([[], []])
})
