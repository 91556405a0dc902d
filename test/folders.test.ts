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

/** Runs dependency-cruiser with our rules on a tree of these files. */
function checkFolders(files: Readonly<Record<string, string>>): Promise<{ code: number; out: string }> {
  const tree = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-folders-'))
  made.push(tree)
  for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json']) fs.copyFileSync(name, path.join(tree, name))
  fs.writeFileSync(path.join(tree, 'package.json'), '{ "name": "tree", "type": "module" }')
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(tree, name)), { recursive: true })
    fs.writeFileSync(path.join(tree, name), text)
  }
  const args = [path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'), '--config', '.dependency-cruiser.cjs', 'src'] // prettier-ignore
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: tree, timeout: 30_000 }, (error, out, err) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, out: `${out}${err}` })
    })
  })
}

const clean = {
  'src/text/words.ts': 'export const words = 1\n',
  'src/bots/message.ts': "import { words } from '../text/words.js'\nexport const message = words\n",
  'src/store/rows.ts': "import { message } from '../bots/message.js'\nexport const rows = message\n",
}

test('imports to the left are let pass', async () => {
  const { code, out } = await checkFolders(clean)
  expect(out).toContain('no dependency violations found')
  expect(code).toBe(0)
}, 40_000)

test('an import to the right is refused with the name of its rule', async () => {
  const { code, out } = await checkFolders({
    ...clean,
    'src/text/wrong.ts': "import { message } from '../bots/message.js'\nexport const wrong = message\n",
    'src/bots/wrong-type.ts': "import type { rows } from '../store/rows.js'\nexport type Rows = typeof rows\n",
  })
  expect(code).toBeGreaterThan(0)
  expect(out).toMatch(/error text-imports-left-only: src\/text\/wrong\.ts → src\/bots\/message\.ts/)
  expect(out).toMatch(/error bots-imports-left-only: src\/bots\/wrong-type\.ts → src\/store\/rows\.ts/)
  expect(out).toContain('2 dependency violations')
}, 40_000)

test('a vendor library outside its folder, a circle and a barrel are refused', async () => {
  const { code, out } = await checkFolders({
    'node_modules/kysely/package.json': '{ "name": "kysely", "main": "index.js" }',
    'node_modules/kysely/index.js': 'exports.Kysely = 1\n',
    'src/summaries/query.ts': "import { Kysely } from 'kysely'\nexport const query = Kysely\n",
    'src/text/a.ts': "import { b } from './b.js'\nexport const a: number = b\n",
    'src/text/b.ts': "import { a } from './a.js'\nexport const b: number = a\n",
    'src/bots/index.ts': "export * from './message.js'\n",
    'src/bots/message.ts': 'export const message = 1\n',
    'src/bots/digest.ts': "import { message } from './index.js'\nexport const digest = message\n",
  })
  expect(code).toBeGreaterThan(0)
  expect(out).toMatch(/error vendor-[a-z-]*kysely[a-z-]*: src\/summaries\/query\.ts/)
  expect(out).toMatch(/error no-circular: src\/text\/a\.ts/)
  expect(out).toMatch(/error no-barrel: src\/bots\/digest\.ts → src\/bots\/index\.ts/)
}, 40_000)
