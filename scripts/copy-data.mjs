// tsc copies no data: the YAML, JSON and CSS files that code reads beside itself go to dist/ here, YAML as JSON too, which starts faster (read-data.ts).
import fs from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'

const from = path.resolve('src')
for (const name of fs.readdirSync(from, { recursive: true })) {
  if (!/\.(yaml|json|css)$/.test(name)) continue
  const to = path.resolve('dist', name)
  fs.mkdirSync(path.dirname(to), { recursive: true })
  fs.copyFileSync(path.join(from, name), to)
  if (name.endsWith('.yaml'))
    fs.writeFileSync(to.replace(/yaml$/, 'json'), JSON.stringify(parse(fs.readFileSync(to, 'utf8'))))
}

// The shipped pack's files as loadRegion has them after its checks, for as long as they stay as they are.
const prepared = path.resolve('dist/regions/prepared')
fs.rmSync(prepared, { recursive: true, force: true })
fs.mkdirSync(prepared, { recursive: true })
const { preparedFiles } = await import('../dist/regions/load-region.js')
for (const { name, content } of preparedFiles(path.resolve('regions/central-asia')))
  fs.writeFileSync(path.join(prepared, name), content)

fs.chmodSync(path.resolve('dist/cli.js'), 0o755)
