// tsc copies no data: the YAML and JSON files that code reads beside itself go to dist/ here, YAML as JSON too, which starts faster (read-data.ts).
import fs from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'

const from = path.resolve('src')
for (const name of fs.readdirSync(from, { recursive: true })) {
  if (!/\.(yaml|json)$/.test(name)) continue
  const to = path.resolve('dist', name)
  fs.mkdirSync(path.dirname(to), { recursive: true })
  fs.copyFileSync(path.join(from, name), to)
  if (name.endsWith('.yaml'))
    fs.writeFileSync(to.replace(/yaml$/, 'json'), JSON.stringify(parse(fs.readFileSync(to, 'utf8'))))
}

// The shipped pack as loadRegion gives it, for as long as its files stay as they are.
const prepared = path.resolve('dist/regions/prepared-pack.json')
fs.rmSync(prepared, { force: true })
const { loadRegion, packDigest } = await import('../dist/regions/load-region.js')
const pack = path.resolve('regions/central-asia')
fs.writeFileSync(prepared, JSON.stringify({ digest: packDigest(pack), region: loadRegion(pack) }))

fs.chmodSync(path.resolve('dist/cli.js'), 0o755)
