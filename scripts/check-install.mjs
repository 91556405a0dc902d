// Ends `npm ci`: better-sqlite3 brings a binary for most Nodes from 22 on and compiles elsewhere. It is an optional dependency, so that npm comes this far
// where it could not be compiled, and one line says why.
import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'

const NEEDED = ['make', 'g++', 'python3']

const isMissing = (tool) => {
  try {
    execFileSync(tool, ['--version'], { stdio: 'ignore' })
    return false
  } catch {
    return true
  }
}

try {
  const Database = createRequire(import.meta.url)('better-sqlite3')
  new Database(':memory:').close()
} catch {
  const missing = NEEDED.filter(isMissing)
  const here = `Node ${process.versions.node} on ${process.platform} ${process.arch}`
  const why =
    missing.length > 0
      ? `better-sqlite3 has no binary for ${here} and compiles here: install ${missing.join(', ')} (Debian: apt-get install ${missing.join(' ')})${Number.parseInt(process.versions.node, 10) < 22 ? ' or use Node 22 or newer' : ''}, then npm ci again.`
      : `better-sqlite3 could not be installed for ${here}: npm install better-sqlite3 --no-save shows why.`
  process.stderr.write(`silkwire: ${why}\n`)
  process.exitCode = 1
}
