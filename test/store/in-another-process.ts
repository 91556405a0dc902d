import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import ts from 'typescript'

const root = resolve(import.meta.dirname, '../..')

/** Starts `script`, an ES module that may import './store/FILE.js', in a process of its own; resolves at its first message. */
export async function inAnotherProcess(script: string): Promise<{ child: ChildProcess; message: unknown }> {
  // Inside node_modules, so that the packages are found from there.
  const cache = join(root, 'node_modules/.cache/silkwire')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'process-'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'main.js'), script)
  const ofStore = readdirSync(join(root, 'src/store'), { recursive: true, encoding: 'utf8' })
  // All that the store takes from the rooms to its left, beside types.
  for (const name of [...ofStore.map((each) => join('store', each)), 'text/reason-of.ts']) {
    if (!name.endsWith('.ts')) continue
    const source = readFileSync(join(root, 'src', name), 'utf8')
    const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 }
    const { outputText } = ts.transpileModule(source, { compilerOptions })
    const target = join(folder, name.replace(/\.ts$/, '.js'))
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, outputText)
  }
  const child = fork(join(folder, 'main.js'), { execArgv: [] })
  const [message] = (await once(child, 'message')) as unknown[]
  return { child, message }
}

export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}
