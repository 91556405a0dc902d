// Dead: a file of src/ that the command does not reach, an exported value that no other file of the program uses, an exported type that
// nothing uses at all. A test is no user: what only tests call is to be deleted, or tested through what the program calls. Benchmarks and
// scripts are users where a command of package.json runs them, since they are how the program is built and measured; a file is alive by
// src/cli.ts alone. Types that only their own file names stay exported, they are how its functions are called; so do the classes of its errors.
// Of test/ the same holds among its own files.
import fs from 'node:fs'
import path from 'node:path'
import analyze from 'ts-unused-exports'

const files = ['src', 'test', 'bench', 'scripts', '.']
  .flatMap((folder) => fs.readdirSync(folder, { recursive: folder !== '.' }).map((file) => path.join(folder, file)))
  .filter((file) => /\.m?ts$|^(scripts|bench).*\.mjs$/.test(file))
const sources = new Map(files.map((file) => [file, fs.readFileSync(file, 'utf8')]))

const { scripts } = JSON.parse(fs.readFileSync('package.json', 'utf8'))
const commands = Object.values(scripts).flatMap((command) => command.match(/\b(?:bench|scripts)\/[\w-]+\.mjs/g) ?? [])
const isTest = (file) => /^test\/|^vitest\.config/.test(file)

/** The file of src, test, bench or scripts that a path in quotes means; bench and scripts take the program from dist/. */
function fileOf(from, wanted) {
  const file = path.join(path.dirname(from), wanted).replace(/^dist\//, 'src/')
  return [file.replace(/\.js$/, '.ts'), file].find((each) => sources.has(each))
}

// Any quoted relative path counts: static and dynamic imports, and the URLs that workers are started from.
function reachedFrom(entries) {
  const seen = new Set()
  const open = [...entries]
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    for (const [, wanted] of sources.get(file).matchAll(/'(\.{1,2}\/[^'\n]+\.m?js)'/g)) {
      const found = fileOf(file, wanted)
      if (found !== undefined) open.push(found)
    }
  }
  return seen
}

// ts-unused-exports sees no name that is taken from a dynamic import, "(await import('./a.js')).run()", nor by a script.
function takenBy(users) {
  const taken = new Set()
  for (const file of users) {
    const add = (wanted, name) => taken.add(`${fileOf(file, wanted)} ${name.trim().split(/ as |:/)[0]}`)
    const source = sources.get(file)
    for (const [, wanted, name] of source.matchAll(/await import\('([^']+\.js)'\)\)\.(\w+)/g)) add(wanted, name)
    for (const [, names, wanted] of source.matchAll(/\{([^{}]+)\} (?:= await import\(|from )'([^']+\.js)'/g))
      for (const name of names.split(',')) add(wanted, name)
  }
  return taken
}

/** Names of `among` that none of these files takes from it: "file: name". */
function unusedNames(among, users) {
  const found = new Set()
  const taken = takenBy(users)
  for (const option of ['--allowUnusedTypes', '--ignoreLocallyUsed']) {
    const typescript = users.filter((file) => file.endsWith('.ts')).map((file) => path.resolve(file))
    for (const [absolute, names] of Object.entries(
      analyze.analyzeTsConfig('./tsconfig.json', [...typescript, option]).unusedExports,
    )) {
      const file = path.relative('.', absolute)
      if (!among(file)) continue
      for (const { exportName } of names)
        if (!taken.has(`${file} ${exportName}`) && !isError(file, exportName)) found.add(`${file}: ${exportName}`)
    }
  }
  return found
}

const isError = (file, name) => new RegExp(`^export class ${name} extends \\w*Error\\b`, 'm').test(sources.get(file))

const all = [...sources.keys()].filter((file) => !file.endsWith('.d.ts'))
const alive = reachedFrom(['src/cli.ts'])
const tests = reachedFrom(
  all.filter((file) => /\.test\.ts$|^vitest\.config/.test(file) || /^(bench|scripts)\//.test(file)),
)
const run = [...reachedFrom(commands)].filter((file) => /^(bench|scripts)\//.test(file))
const program = all.filter((file) => file.startsWith('src/'))
const isEntry = (file) => file === 'src/cli.ts' || file === 'vitest.config.ts'

const lines = [
  ...program.filter((file) => !alive.has(file)).map((file) => `${file}: the command does not reach it`),
  ...all.filter((file) => isTest(file) && !tests.has(file)).map((file) => `${file}: no test reaches it`),
  ...[
    ...unusedNames((file) => file.startsWith('src/') && !isEntry(file), [...program, ...run]),
    ...unusedNames((file) => isTest(file) && !isEntry(file), all),
  ].map((name) => `${name} is exported and nothing that counts imports it`),
]
for (const line of lines) console.error(line)
console.log(`dead code: ${lines.length === 0 ? 'none' : lines.length}`)
process.exit(lines.length === 0 ? 0 : 1)
