// Writes src/bots/wording/text-keys.ts from texts/en.yaml: every key, with the places that its text fills. Part of the build; the file is
// committed, so that a fresh clone is checked before it is built. With "print" it goes to stdout instead.
import fs from 'node:fs'
import { parse } from 'yaml'

const wording = new URL('../src/bots/wording/', import.meta.url)
const file = new URL('text-keys.ts', wording)

const placesOf = (text) => [
  ...new Set([...JSON.stringify(text).matchAll(/\{(\w+)\}/g)].map(([, place]) => `'${place}'`)),
]
const rows = Object.entries(parse(fs.readFileSync(new URL('texts/en.yaml', wording), 'utf8'))).flatMap(
  ([group, texts]) =>
    Object.entries(texts).map(([name, text]) => `  '${group}.${name}': [${placesOf(text).join(', ')}],\n`),
)
const source = `// Made from texts/en.yaml by scripts/text-keys.mjs.

/** Every message text and the values that its \`{places}\` take; a text with \`count\` may have plural forms. */
export const TEXT_KEYS = {
${rows.join('')}} as const satisfies Readonly<Record<string, readonly string[]>>

export type TextKey = keyof typeof TEXT_KEYS
/** The places of one text. */
export type TextValues<K extends TextKey> = Readonly<Record<(typeof TEXT_KEYS)[K][number], string | number>>
`
if (process.argv[2] === 'print') process.stdout.write(source)
else if (fs.readFileSync(file, 'utf8') !== source) fs.writeFileSync(file, source)
