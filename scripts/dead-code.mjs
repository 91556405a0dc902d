// Dead: a file that no entry reaches, an exported value that no other file uses, an exported type that nothing uses at all.
// Tests, benchmarks and scripts are users. Types that only their own file names stay exported: they are how its functions are called.
import fs from 'node:fs'
import path from 'node:path'
import analyze from 'ts-unused-exports'

const isEntry = (file) => /^(src\/cli\.ts|vitest\.config\.ts|test\/.*\.test\.ts|bench\/.*|scripts\/.*)$/.test(file)

const sources = new Map(
  ['src', 'test', 'bench', 'scripts', '.']
    .filter((folder) => fs.existsSync(folder))
    .flatMap((folder) => fs.readdirSync(folder, { recursive: folder !== '.' }).map((file) => path.join(folder, file)))
    .filter((file) => /\.m?ts$|^scripts.*\.mjs$/.test(file))
    .map((file) => [file, fs.readFileSync(file, 'utf8')]),
)

// Any quoted relative path counts: static and dynamic imports, and the URLs that workers are started from.
function reached() {
  const seen = new Set()
  const open = [...sources.keys()].filter(isEntry)
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    for (const [, wanted] of sources.get(file).matchAll(/'(\.{1,2}\/[^'\n]+)\.js'/g)) {
      const found = path.join(path.dirname(file), `${wanted}.ts`)
      if (sources.has(found)) open.push(found)
    }
  }
  return seen
}

// ts-unused-exports sees no name that is taken from a dynamic import, "(await import('./a.js')).run()", nor by a script.
function takenElsewhere() {
  const taken = new Set()
  for (const [file, source] of sources) {
    const sourceOf = (wanted) => `${path.join(path.dirname(file), wanted).replace(/^dist/, 'src')}.ts`
    const add = (wanted, name) => taken.add(`${sourceOf(wanted)} ${name.trim()}`)
    for (const [, wanted, name] of source.matchAll(/await import\('([^']+)\.js'\)\)\.(\w+)/g)) add(wanted, name)
    for (const [, names, wanted] of source.matchAll(/\{([^{}]+)\} (?:= await import\(|from )'([^']+)\.js'/g))
      for (const name of names.split(',')) add(wanted, name)
  }
  return taken
}

const alive = reached()
const taken = takenElsewhere()
const unusedFiles = [...sources.keys()].filter((file) => !alive.has(file) && !file.endsWith('.d.ts'))
const unusedNames = new Set()
for (const option of ['--allowUnusedTypes', '--ignoreLocallyUsed']) {
  const { unusedExports } = analyze.analyzeTsConfig('./tsconfig.json', [option])
  for (const [absolute, names] of Object.entries(unusedExports)) {
    const file = path.relative('.', absolute)
    for (const { exportName } of names)
      if (!isEntry(file) && !file.endsWith('.d.ts') && !taken.has(`${file} ${exportName}`))
        unusedNames.add(`${file}: ${exportName}`)
  }
}

for (const file of unusedFiles) console.error(`${file}: no entry reaches it`)
for (const line of unusedNames) console.error(`${line} is exported and nothing imports it`)
if (unusedFiles.length + unusedNames.size > 0) {
  console.error(`dead code: ${unusedFiles.length} file(s), ${unusedNames.size} name(s)`)
  process.exit(1)
}
console.log('dead code: none')
