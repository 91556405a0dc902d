import { z } from 'zod'
import { readData } from '../../text/read-data.js'
import { foldText } from '../../text/words/fold.js'
import { LANGUAGES, type Language } from '../../text/types.js'

/** What a person wants who asks nothing of the archive. */
export type SmallTalk = 'hello' | 'thanks' | 'news' | 'stop'

/** What was said, and the language that says it so; absent where several do. */
export interface SmallTalkHeard {
  readonly kind: SmallTalk
  readonly language?: Language
}

const phrases = z.array(z.string())
const KINDS = ['hello', 'thanks', 'news', 'stop'] as const satisfies readonly SmallTalk[]
const table = z
  .record(z.enum(KINDS), z.record(z.enum(LANGUAGES), phrases))
  .parse(readData(new URL('./small-talk.yaml', import.meta.url)))

interface Phrase {
  readonly kind: SmallTalk
  readonly languages: readonly Language[]
}

const heard = new Map<string, Phrase>()
for (const kind of KINDS)
  for (const language of LANGUAGES)
    for (const phrase of table[kind][language]) {
      const key = folded(phrase)
      const before = heard.get(key)
      heard.set(key, { kind: before?.kind ?? kind, languages: [...(before?.languages ?? []), language] })
    }

const LONGEST = 60

/** Whether a message is small talk and nothing else: one such phrase, or two ("hello, thank you!"). Of two the last says what is wanted. */
export function smallTalkOf(text: string): SmallTalkHeard | undefined {
  const words = text.length > LONGEST ? [] : folded(text.replace(/\bsilkwire\b/gi, ' ')).split(' ')
  if (words.length === 0 || words[0] === '') return undefined
  const whole = heard.get(words.join(' '))
  if (whole !== undefined) return told(whole)
  for (let at = words.length - 1; at > 0; at -= 1) {
    const [first, last] = [words.slice(0, at), words.slice(at)].map((part) => heard.get(part.join(' ')))
    if (first !== undefined && last !== undefined) return told(last)
  }
  return undefined
}

/** A question without the greeting before it: "Hello! What is new in Kazakhstan?" */
export function withoutGreeting(text: string): string {
  const [, greeting = '', rest = ''] = /^([^,.!，。！]{1,40})[,.!，。！]+\s*(.+)$/su.exec(text) ?? []
  return smallTalkOf(greeting)?.kind === 'hello' ? rest : text
}

function told({ kind, languages }: Phrase): SmallTalkHeard {
  const [only] = languages
  return languages.length === 1 && only !== undefined ? { kind, language: only } : { kind }
}

/** Letters and digits alone: people write "Hi!!", "thanks 🙏" and "what’s new?". */
function folded(text: string): string {
  return foldText(text).replace(/[’‘ʻʼ'`´]/gu, '').replace(/[^\p{L}\p{N}]+/gu, ' ').trim() // prettier-ignore
}
