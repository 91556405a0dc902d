// tsc copies no data: the YAML and JSON files that code reads beside itself go to dist/ here.
import fs from 'node:fs'
import path from 'node:path'

const from = path.resolve('src')
for (const name of fs.readdirSync(from, { recursive: true })) {
  if (!/\.(yaml|json)$/.test(name)) continue
  const to = path.resolve('dist', name)
  fs.mkdirSync(path.dirname(to), { recursive: true })
  fs.copyFileSync(path.join(from, name), to)
}
fs.chmodSync(path.resolve('dist/cli.js'), 0o755)
