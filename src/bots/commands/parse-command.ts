import { cutText } from '../../text/words/cut-text.js'
import { COMMAND_NAMES, type CommandName, type GivenCommand } from '../contract/request.js'
import { cleanText } from '../wording/clean.js'
import { smallTalkOf } from '../wording/small-talk.js'
import { calledOf, COMPARE_LIMIT, optionsOf, QUESTION_LIMIT, type CommandRow } from './command-row.js'
import { COMMANDS, type CommandOf, type CommandTable } from './command-table.js'
import { readTypedOptions } from './typed-options.js'

/**
 * What a person wants, from text as people write it: "/ask trade with China", "digest trade-energy 48h",
 * "subscribe trade-energy 9 ru", "/help@SilkwireBot". A command's word without a slash counts only where what follows
 * fits the command ("help me understand transit" is a question), all other text is a question. Values are passed on as
 * they stand, right or wrong. Never throws.
 */
export function parseCommand(text: string, table: CommandTable = COMMANDS): CommandOf {
  const cleaned = cleanText(cutText(text, 4 * COMPARE_LIMIT)).trim()
  const asQuestion = { name: 'ask', question: cutText(cleaned, QUESTION_LIMIT) } as const
  const match = /^(\/?)(\p{L}+)(?:@\w+)?(?:\s+(.*))?$/su.exec(cleaned)
  if (!match) return asQuestion
  const [, slash = '', word = '', rest = ''] = match
  const called = commandCalled(word.toLowerCase(), rest.trim(), table)
  // "/stop" and "/news" mean what the words mean.
  const isTalk = called === undefined && smallTalkOf(`${word} ${rest}`) !== undefined
  if (isTalk) return { name: 'ask', question: `${word} ${rest}`.trim() }
  if (called === undefined) return slash === '' ? asQuestion : { name: 'help' }
  if (slash === '' && !fits(called, table[called.name])) return asQuestion
  // The options are read by the row that CommandOf is made of.
  return readCalled(called, table[called.name]) as CommandOf
}

/** A command and what stands behind its name. */
interface Called {
  readonly name: CommandName
  readonly rest: string
  readonly words: readonly string[]
}

function commandCalled(word: string, rest: string, table: CommandTable): Called | undefined {
  for (const name of COMMAND_NAMES) {
    const { also = {} } = table[name]
    const before = name === word ? [] : Object.hasOwn(also, word) ? also[word] : undefined
    if (before) return { name, rest, words: [...before, ...rest.split(/\s+/).filter((each) => each !== '')] }
  }
  return undefined
}

function fits({ words }: Called, row: CommandRow): boolean {
  const { most = Infinity, namedFrom = Infinity } = row.spoken ?? {}
  if (words.length > most) return false
  return words.length < namedFrom || doingOf(words, row) !== undefined || isOptionNamed(words, row)
}

function isOptionNamed([first = '']: readonly string[], { options }: CommandRow): boolean {
  const named = Object.entries(options).filter(([, { typed }]) => typed === 'named' || typed === 'named-or-rest')
  return named.some(([key, option]) => calledOf(key, option) === first.toLowerCase())
}

function doingOf([first = '']: readonly string[], { doings = {} }: CommandRow): string | undefined {
  const found = Object.entries(doings).find(
    ([doing, { words = [doing], isPlain }]) => isPlain !== true && words.includes(first.toLowerCase()),
  )
  return found?.[0]
}

function readCalled({ name, rest, words }: Called, row: CommandRow): GivenCommand {
  const named = doingOf(words, row)
  const doing = named ?? (words.length > 0 ? row.bareDoing : undefined)
  const behind = { words: named === undefined ? words : words.slice(1), text: rest }
  return { name, ...(doing !== undefined && { doing }), ...readTypedOptions(optionsOf(row, doing), behind) }
}
