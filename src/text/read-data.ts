import fs from 'node:fs'
import { parse } from 'yaml'

/** What a YAML file beside the code says; the build puts the same beside it as JSON, which is read twenty times as fast. */
export function readData(file: URL): unknown {
  const built = new URL(file.href.replace(/\.yaml$/, '.json'))
  return fs.existsSync(built)
    ? (JSON.parse(fs.readFileSync(built, 'utf8')) as unknown)
    : (parse(fs.readFileSync(file, 'utf8')) as unknown)
}
