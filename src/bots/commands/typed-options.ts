import { cutText } from '../../text/words/cut-text.js'
import { calledOf, QUESTION_LIMIT, type Option, type Options, type TypedAs } from './command-row.js'

/** What stands behind a command's name: its words, and the text as it stands. */
interface Behind {
  readonly words: readonly string[]
  readonly text: string
}

type Value = string | number | boolean

/** What one option took of the words, and the words that it left. */
interface Taken {
  readonly value?: Value | undefined
  readonly left: readonly string[]
}

const STAGES = ['named', 'last', 'behind', 'word', 'after', 'rest', 'only', 'all'] as const
type Stage = (typeof STAGES)[number]

/** Options from typed words: what reads one word takes it before those that take many. */
export function readTypedOptions(options: Options, behind: Behind): Readonly<Record<string, Value>> {
  const given: Record<string, Value> = {}
  let left = behind.words
  for (const stage of STAGES)
    for (const [key, option] of Object.entries(options)) {
      if (stageOf(option.typed) !== stage) continue
      const taken = take(calledOf(key, option), option, { left, behind })
      if (taken === undefined) continue
      left = taken.left
      const value = typeof taken.value === 'string' ? cutText(taken.value, limitOf(option)) : taken.value
      if (value !== undefined && (value !== '' || stage === 'all')) given[key] = value
    }
  return given
}

function limitOf(option: Option): number {
  return (option.kind === 'text' ? option.limit : undefined) ?? QUESTION_LIMIT
}

function stageOf(typed: TypedAs): Stage | undefined {
  if (typed === 'never') return undefined
  if (typed === 'named-or-rest') return 'rest'
  if (typeof typed === 'string') return typed
  return STAGES.find((stage) => stage in typed)
}

function take(
  called: string,
  { typed }: Option,
  { left, behind }: { readonly left: readonly string[]; readonly behind: Behind },
): Taken | undefined {
  const isNamed = left[0]?.toLowerCase() === called
  const own = isNamed ? left.slice(1) : left
  switch (typed) {
    case 'never':
      return undefined
    case 'all':
      return { value: behind.text, left: [] }
    case 'rest':
      return { value: left.join(' '), left: [] }
    case 'named-or-rest':
      return { value: own.join(' '), left: [] }
    case 'named':
      return isNamed && own.length > 0 ? { value: own.join(' '), left: [] } : undefined
  }
  if ('only' in typed) return typed.only.includes(behind.text.toLowerCase()) ? { value: true, left: [] } : undefined
  if ('last' in typed) {
    // One option alone has the last word.
    const value = left.length === behind.words.length ? typed.last(left.at(-1) ?? '') : undefined
    return value === undefined ? undefined : { value, left: left.slice(0, -1) }
  }
  if ('after' in typed) {
    const at = left.findIndex((word) => word.toLowerCase() === typed.after)
    return at < 0 ? undefined : { value: left.slice(at + 1).join(' '), left: left.slice(0, at) }
  }
  if ('behind' in typed) return takeBehind(typed, left)
  const at = left.findIndex((word) => typed.word(word) !== undefined)
  return at < 0 ? undefined : { value: typed.word(left[at] ?? ''), left: left.filter((_, index) => index !== at) }
}

function takeBehind(
  { behind, or }: Extract<TypedAs, { readonly behind: unknown }>,
  words: readonly string[],
): Taken | undefined {
  const found = words.findIndex((word) => behind(word) !== undefined)
  const at = found < 0 ? words.length : found
  const after = words.slice(at + 1)
  if (after.length > 0) return { value: after.join(' '), left: words.slice(0, at + 1) }
  const before = words[at - 1]
  if (before === undefined || !or.includes(before.toLowerCase())) return undefined
  return { value: before, left: [...words.slice(0, at - 1), ...words.slice(at)] }
}
