import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { expect, test } from 'vitest'

test('the keys of texts are those of en.yaml, as the script prints them', () => {
  const printed = execFileSync(process.execPath, ['scripts/text-keys.mjs', 'print'], { encoding: 'utf8' })
  expect(fs.readFileSync('src/bots/wording/text-keys.ts', 'utf8')).toBe(printed)
})
