// Exports that nothing imports - not even a test - are dead; so are files that nothing reaches.
import analyze from 'ts-unused-exports'

const entries = ['src/cli.ts', 'src/newsroom-thread.ts', 'src/feeds/parse-worker.ts', 'vitest.config.ts']
const unused = analyze.analyzeTsConfig('./tsconfig.json', [
  '--excludePathsFromReport=vitest.config;bench/',
  '--ignoreLocallyUsed',
])
const found = Object.entries(unused).filter(([file]) => !entries.some((entry) => file.endsWith(entry)))
for (const [file, names] of found) console.error(`${file}: ${names.map((n) => n.exportName).join(', ')}`)
if (found.length > 0) {
  console.error(`dead code: ${found.length} file(s) export names that nothing imports`)
  process.exit(1)
}
console.log('dead code: none')
