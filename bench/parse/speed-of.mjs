// node speed-of.mjs FOLDER ROUNDS READER: MB/s of one reader over the XML feeds of a folder (JSON is read by few of them), wall and CPU, and how many it could not read.
import fs from 'node:fs'
import path from 'node:path'
import { READERS } from './readers.mjs'

const [folder, rounds, name] = process.argv.slice(2)
const files = fs.readdirSync(folder).filter((file) => /\.xml$/.test(file)).map((file) => fs.readFileSync(path.join(folder, file))) // prettier-ignore
const bytes = files.reduce((sum, file) => sum + file.byteLength, 0)
const parse = await READERS[name]()

async function round() {
  let items = 0
  let refused = 0
  for (const file of files) {
    try {
      items += (await parse(file)).items.length
    } catch {
      refused++
    }
  }
  return { items, refused }
}

// The first rounds compile: they are not counted.
await round()
await round()
const speeds = []
let seen
for (let count = 0; count < Number(rounds); count++) {
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  seen = await round()
  const wall = performance.now() - startedAt
  const cpu = process.cpuUsage(cpuBefore)
  speeds.push({ wall: bytes / 1000 / wall, cpu: (bytes / (cpu.user + cpu.system)) * 1 })
}
const best = (key) => Math.max(...speeds.map((speed) => speed[key]))
const median = (key) => speeds.map((speed) => speed[key]).sort((a, b) => a - b)[Math.floor(speeds.length / 2)]
console.log(JSON.stringify({ name, median: median('wall'), best: best('wall'), cpu: median('cpu'), items: seen.items, refused: seen.refused, files: files.length })) // prettier-ignore
