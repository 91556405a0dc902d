// node parse-with.mjs READER FILE...: a line a file, as `silkwire parse` prints it. The scorer calls this.
import fs from 'node:fs'
import { READERS } from './readers.mjs'

const [name, ...files] = process.argv.slice(2)
const parse = await READERS[name]()
// feedparser throws some of its errors where nobody can catch them.
process.on('uncaughtException', () => undefined)

const LIMIT_MS = 10_000
const within = (work) =>
  Promise.race([
    work,
    new Promise((_resolve, reject) => setTimeout(() => reject(new Error('no answer')), LIMIT_MS).unref()),
  ])

for (const file of files) {
  try {
    console.log(JSON.stringify({ file, ...(await within(parse(fs.readFileSync(file)))) }))
  } catch (error) {
    console.log(JSON.stringify({ file, error: String(error?.message ?? error).slice(0, 200) }))
  }
}
process.exit(0)
