// The bot as one file with its compiled code beside it: what is killed a thousand times must start fast.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { rolldown } from 'rolldown'

const folder = path.resolve('node_modules/.cache/silkwire/proof')

/** Builds it from dist/ and gives the script that starts it. */
export async function bundleBot() {
  fs.rmSync(folder, { recursive: true, force: true })
  fs.mkdirSync(path.join(folder, 'texts'), { recursive: true })
  const bundle = await rolldown({ input: 'bench/proof/bot.mjs', platform: 'node', external: ['better-sqlite3', 'zlib-sync'], logLevel: 'silent' }) // prettier-ignore
  await bundle.write({ file: path.join(folder, 'bot.cjs'), format: 'cjs' })
  await bundle.close()
  for (const file of fs.readdirSync('dist', { recursive: true })) {
    const isText = path.basename(path.dirname(file)) === 'texts'
    if (/\.(yaml|json)$/.test(file)) fs.copyFileSync(path.join('dist', file), path.join(folder, isText ? 'texts' : '', path.basename(file))) // prettier-ignore
  }
  const start = path.join(folder, 'start.cjs')
  fs.writeFileSync(start, START)
  execFileSync(process.execPath, [start], { env: { ...process.env, PROOF_COMPILE: '1' } })
  return start
}

const START = `
const fs = require('node:fs')
const path = require('node:path')
const vm = require('node:vm')
const Module = require('node:module')
const file = path.join(__dirname, 'bot.cjs')
const kept = file + '.compiled'
const cachedData = fs.existsSync(kept) ? fs.readFileSync(kept) : undefined
const script = new vm.Script(Module.wrap(fs.readFileSync(file, 'utf8')), { filename: file, cachedData })
const bot = { exports: {} }
script.runInThisContext()(bot.exports, require, bot, file, __dirname)
if (process.env.PROOF_COMPILE) {
  fs.writeFileSync(kept, script.createCachedData())
  process.exit(0)
}
`
