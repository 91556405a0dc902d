import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'

// The folder rule itself: what `npm run folders` refuses and lets pass.

const root = path.resolve('.')
const made: string[] = []
afterEach(() => {
  for (const folder of made.splice(0)) fs.rmSync(folder, { recursive: true, force: true })
})

/** Runs the check of `npm run folders` on a tree of these files. */
function checkFolders(files: Readonly<Record<string, string>>): Promise<{ code: number; out: string }> {
  const tree = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-folders-'))
  made.push(tree)
  for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json']) fs.copyFileSync(name, path.join(tree, name))
  fs.writeFileSync(path.join(tree, 'package.json'), '{ "name": "tree", "type": "module" }')
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(tree, name)), { recursive: true })
    fs.writeFileSync(path.join(tree, name), text)
  }
  const args = [path.join(root, 'scripts/folders.mjs')]
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: tree, timeout: 30_000 }, (error, out, err) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, out: `${out}${err}` })
    })
  })
}

const clean = {
  'src/text/words/words.ts': 'export const words = 1\n',
  'src/bots/contract/message.ts': "import { words } from '../../text/words/words.js'\nexport const message = words\n",
  'src/store/base/rows.ts':
    "import type { message } from '../../bots/contract/message.js'\nexport type Rows = typeof message\n",
}

test('imports to the left are let pass', async () => {
  const { code, out } = await checkFolders(clean)
  expect(out).toContain('3 files in 3 rooms, median 1, most 1; 0 fault(s)')
  expect(code).toBe(0)
}, 40_000)

test('an import to the right is refused with the name of its rule, of a type too', async () => {
  const { code, out } = await checkFolders({
    ...clean,
    'src/text/wrong.ts': "import { message } from '../bots/contract/message.js'\nexport const wrong = message\n",
    'src/bots/wrong-type.ts': "import type { Rows } from '../store/base/rows.js'\nexport type Wrong = Rows\n",
  })
  expect(code).toBe(1)
  expect(out).toContain('error text-imports-left-only: src/text/wrong.ts → src/bots/contract/message.ts')
  expect(out).toContain('error bots-imports-left-only: src/bots/wrong-type.ts → src/store/base/rows.ts')
  expect(out).toContain('2 fault(s)')
}, 40_000)

test('the store takes types of the rooms to its left, no values', async () => {
  const { code, out } = await checkFolders({
    ...clean,
    'src/store/base/wrong.ts':
      "import { message } from '../../bots/contract/message.js'\nexport const wrong = message\n",
  })
  expect(code).toBe(1)
  expect(out).toContain('error store-takes-types-only: src/store/base/wrong.ts → src/bots/contract/message.ts')
}, 40_000)

test('two rooms of one folder that import each other are refused, of types too', async () => {
  const { code, out } = await checkFolders({
    ...clean,
    'src/text/words/stem.ts': "import type { Shown } from '../shown/shown.js'\nexport type Stem = Shown\n",
    'src/text/shown/shown.ts': 'export type Shown = string\n',
    'src/text/shown/count.ts': "import { words } from '../words/words.js'\nexport const count = words\n",
  })
  expect(code).toBe(1)
  expect(out).toContain('error folders-in-a-circle: src/text/words → src/text/shown')
  expect(out).toContain('error folders-in-a-circle: src/text/shown → src/text/words')
  expect(out).toContain('2 fault(s)')
}, 40_000)

test('a room with more than 14 files is refused', async () => {
  const files = Object.fromEntries(Array.from({ length: 15 }, (_, n) => [`src/text/part-${n}.ts`, `export const part${n} = 1\n`])) // prettier-ignore
  const { code, out } = await checkFolders(files)
  expect(code).toBe(1)
  expect(out).toContain('error too-many-files: src/text has 15, 14 at most')
}, 40_000)

test('a vendor library outside its folder, a circle of types and a barrel are refused', async () => {
  const { code, out } = await checkFolders({
    'node_modules/kysely/package.json': '{ "name": "kysely", "main": "index.js" }',
    'node_modules/kysely/index.js': 'exports.Kysely = 1\n',
    'src/summaries/query.ts': "import { Kysely } from 'kysely'\nexport const query = Kysely\n",
    'src/text/a.ts': "import type { B } from './b.js'\nexport type A = B | 1\n",
    'src/text/b.ts': "import type { A } from './a.js'\nexport interface B { readonly a: A }\n",
    'src/bots/index.ts': "export * from './contract/message.js'\n",
    'src/bots/contract/message.ts': 'export const message = 1\n',
    'src/bots/digest.ts': "import { message } from './index.js'\nexport const digest = message\n",
  })
  expect(code).toBeGreaterThan(0)
  expect(out).toMatch(/error vendor-[a-z-]*kysely[a-z-]*: src\/summaries\/query\.ts/)
  expect(out).toMatch(/error no-circular: src\/text\/a\.ts/)
  expect(out).toMatch(/error no-barrel: src\/bots\/digest\.ts → src\/bots\/index\.ts/)
}, 40_000)
