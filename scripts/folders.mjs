// The house rules, held in one run over src/: what .dependency-cruiser.cjs forbids, no circle of folders (types counted, a folder's own files
// without those of the rooms in it), and no more than 14 files in a room at one level.
//   npm run folders             every fault with its place; exit code 1 where there is one
//   npm run folders -- list     the rooms too, lowest first, with how many files each has
import { createRequire } from 'node:module'
import path from 'node:path'
import { cruise } from 'dependency-cruiser'

const MOST_FILES = 14

const { forbidden, options } = createRequire(import.meta.url)(path.resolve('.dependency-cruiser.cjs'))
const { output } = await cruise(['src'], { ...options, ruleSet: { forbidden }, validate: true })
const modules = output.modules.filter(({ source }) => source.startsWith('src/'))

const faults = output.summary.violations.map(({ rule, from, to }) => `error ${rule.name}: ${from} → ${to}`)

const files = new Map()
const imports = new Map()
for (const { source, dependencies } of modules) {
  const folder = path.dirname(source)
  files.set(folder, (files.get(folder) ?? 0) + 1)
  for (const { resolved } of dependencies) {
    if (!resolved.startsWith('src/') || path.dirname(resolved) === folder) continue
    const of = imports.get(folder) ?? new Map()
    const to = path.dirname(resolved)
    imports.set(folder, of.set(to, of.get(to) ?? `${source} → ${resolved}`))
  }
}
for (const [folder, count] of files)
  if (count > MOST_FILES) faults.push(`error too-many-files: ${folder} has ${count}, ${MOST_FILES} at most`)

/** Tarjan's strongly connected components, lowest first. */
function components(nodes, next) {
  const found = []
  const order = new Map()
  const low = new Map()
  const open = []
  const visit = (node) => {
    order.set(node, order.size)
    low.set(node, order.get(node))
    open.push(node)
    for (const other of next(node)) {
      if (!order.has(other)) visit(other)
      if (open.includes(other)) low.set(node, Math.min(low.get(node), low.get(other)))
    }
    if (low.get(node) === order.get(node)) found.push(open.splice(open.indexOf(node)))
  }
  for (const node of nodes) if (!order.has(node)) visit(node)
  return found
}
const rooms = components(files.keys(), (folder) => imports.get(folder)?.keys() ?? [])
for (const circle of rooms.filter(({ length }) => length > 1))
  for (const folder of circle)
    for (const [to, example] of imports.get(folder) ?? [])
      if (circle.includes(to)) faults.push(`error folders-in-a-circle: ${folder} → ${to} (${example})`)

if (process.argv[2] === 'list')
  for (const [room] of rooms) console.log(`${String(files.get(room)).padStart(3)}  ${room}`)
for (const fault of faults) console.error(fault)
const counts = [...files.values()].sort((a, b) => a - b)
console.log(
  `folders: ${modules.length} files in ${files.size} rooms, median ${counts[counts.length >> 1]}, most ${counts.at(-1)}; ${faults.length} fault(s)`,
)
process.exit(faults.length === 0 ? 0 : 1)
