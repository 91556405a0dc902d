// Texts to vectors by an OpenAI-compatible endpoint, each asked once: what was answered is kept in a folder (texts.jsonl, vectors.f32).
import fs from 'node:fs'
import path from 'node:path'

const BATCH = 64

/** `encode` gives a vector a text, in order, zero for an empty one; `has` says whether it was answered before. */
export function openEncoder(folder, { EMBED_URL, EMBED_KEY, EMBED_MODEL = 'e5-query' }) {
  fs.mkdirSync(folder, { recursive: true })
  const [list, numbers, about] = ['texts.jsonl', 'vectors.f32', 'about.json'].map((name) => path.join(folder, name))
  const texts = fs.existsSync(list) ? fs.readFileSync(list, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)) : [] // prettier-ignore
  const placeOf = new Map(texts.map((text, place) => [text, place]))
  let dimensions = fs.existsSync(about) ? JSON.parse(fs.readFileSync(about, 'utf8')).dimensions : 0
  const bytes = fs.existsSync(numbers) ? fs.readFileSync(numbers) : Buffer.alloc(0)
  const vectors = texts.map((_text, place) => new Float32Array(bytes.buffer, bytes.byteOffset + place * dimensions * 4, dimensions)) // prettier-ignore

  async function ask(input) {
    if (EMBED_URL === undefined) throw new Error(`EMBED_URL is not set, and ${input.length} texts are not in ${folder}`)
    const headers = { 'content-type': 'application/json', ...(EMBED_KEY && { authorization: `Bearer ${EMBED_KEY}` }) }
    const body = JSON.stringify({ model: EMBED_MODEL, input })
    const answer = await globalThis.fetch(`${EMBED_URL.replace(/\/$/, '')}/embeddings`, {
      method: 'POST',
      headers,
      body,
    })
    if (!answer.ok) throw new Error(`${EMBED_URL} answered ${answer.status}`)
    const { data } = await answer.json()
    return data.sort((a, b) => a.index - b.index).map(({ embedding }) => Float32Array.from(embedding))
  }

  return {
    has: (text) => placeOf.has(text),
    vectorOf: (text) => vectors[placeOf.get(text)],
    async encode(wanted, what) {
      const missing = [...new Set(wanted.filter((text) => text !== '' && !placeOf.has(text)))]
      for (let from = 0; from < missing.length; from += BATCH) {
        const some = missing.slice(from, from + BATCH)
        const found = await ask(some)
        dimensions = found[0].length
        fs.writeFileSync(about, JSON.stringify({ dimensions }))
        fs.appendFileSync(list, some.map((text) => `${JSON.stringify(text)}\n`).join(''))
        fs.appendFileSync(numbers, Buffer.concat(found.map((vector) => Buffer.from(vector.buffer))))
        for (const [place, text] of some.entries()) {
          placeOf.set(text, vectors.length)
          vectors.push(found[place])
        }
        if (from % (BATCH * 50) === 0) console.log(`${what}: ${from} of ${missing.length} asked`)
      }
      return wanted.map((text) => (text === '' ? new Float32Array(dimensions) : Float32Array.from(vectors[placeOf.get(text)]))) // prettier-ignore
    },
  }
}
