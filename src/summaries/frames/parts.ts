import type { Language } from '../../text/types.js'
import { tokenize } from '../../text/words/words.js'
import { grammarOf, isTurkic, type Part } from './frame-grammar.js'
import type { NounPhrase, SentenceWords } from './noun-phrases.js'

/** What part a name has in its sentence, by the word before or behind it and by its ending. */
export function partOf(phrase: NounPhrase, context: SentenceWords): Part {
  if (context.language === 'zh') return chinesePart(phrase, context)
  const { tokens, text } = context.sentence
  const { before, after, glue, lead } = grammarOf(context.language)
  const next = tokens[phrase.lastToken + 1]
  const behind = next && text.slice(phrase.end, next.start).trim() === '' ? after.get(next.folded) : undefined
  if (behind !== undefined) return behind
  if (isTurkic(context.language)) return endingPart(phrase, context)
  for (let at = phrase.firstToken - 1; at >= Math.max(0, phrase.firstToken - 4); at--) {
    const token = tokens[at]
    if (token === undefined || /[^\s'’-]/u.test(text.slice(token.end, tokens[at + 1]?.start))) break
    const part = before.get(token.folded)
    if (part !== undefined) return part
    if (!glue.has(token.folded) && !(DETERMINERS.has(token.folded) || (at === phrase.firstToken - 1 && context.language !== 'en' && lead.has(token.folded)))) break // prettier-ignore
  }
  if (context.language === 'ru') return isNominative(phrase) ? 'bare' : isSame(phrase) ? 'bare' : 'object'
  if (context.language === 'tg')
    return /ро$/u.test(tokens[phrase.lastToken]?.folded ?? '') && !isSame(phrase) ? 'object' : 'bare'
  return 'bare'
}

const DETERMINERS = new Set(['the', 'a', 'an', 'his', 'her', 'its', 'visiting', 'new', 'both', 'city', 'capital', 'своим', 'городе', 'городу', 'столице', 'столицу', 'президенти']) // prettier-ignore

const lastWord = (pattern: string) =>
  tokenize(pattern.replace(/^=|\*$/gu, '').replace(/\s=/gu, ' ')).at(-1)?.folded ?? ''

// The first word that bears a case stands as the pack has it.
function isNominative({ first }: NounPhrase): boolean {
  const bare = lastWord(first.pattern)
  return bare === first.form || (/^\p{Ll}/u.test(first.pattern) && [`${bare}ы`, `${bare}и`].includes(first.form))
}

function isSame({ last }: NounPhrase): boolean {
  return lastWord(last.pattern) === last.form
}

const POSSESSED = /^(?:с?[ыіиуү]|s?[iy])(?=.)/u
const ENDINGS: readonly (readonly [Part, RegExp])[] = [
  ['other', /(?:дағы|дегі|тағы|тегі|дагы|деги|догу|дөгү|тагы|теги|daky|däki|dagi|даги|ники|niki|ша|ше|ча|че|cha|ча)$/u],
  ['of', /^(?:н?[нтд][ыиіуү]ң|н?[нтд][ыиіуү]н|ning|нинг|ni?[yiňuü]*ň|[yiuü]ň)$/u],
  ['from', /^н?(?:[дтн][аеоө]н|dan|den|дан|ndan|nden|tan)$/u],
  ['with', /^(?:мен|бен|пен|менен)$/u],
  ['to', /^(?:[гкқғ][аеоө]|н[аеоө]|[аеоө]|ga|ka|qa|ge|na|ne|га|ка|қа|a|e|ä)$/u],
  ['in', /^н?(?:[дт][аеоө]|da|de|nda|nde|да)$/u],
  ['object', /^(?:н?[нтд][ыиіуү]|н|ni|ny|ni|n|ни)$/u],
]

// "Өзбекстанга" → га; an office has the ending of what is owned before it: "президентіне".
function endingPart({ last, lastToken, hasOtherName }: NounPhrase, { sentence, language }: SentenceWords): Part {
  const word = sentence.tokens[lastToken]?.folded ?? ''
  if (hasOtherName) return OTHER_NAMES[language]?.test(word) === true ? 'other' : 'bare'
  const bare = lastWord(last.pattern)
  let shared = 0
  while (shared < bare.length && bare[shared] === word[shared]) shared++
  if (shared < bare.length - 1) return 'other'
  return endingOf(word.slice(shared))
}

function endingOf(ending: string): Part {
  if (ending === '' || /^(?:с?[ыіиуү]|s?[iy])$/u.test(ending)) return 'bare'
  const bare = ending.replace(POSSESSED, '').replace(/^н(?=[аеіыиудғг])/u, '')
  for (const form of [ending, bare]) {
    const found = ENDINGS.find(([, shape]) => shape.test(form))
    if (found !== undefined) return found[0]
  }
  return 'other'
}

// Names that the pack does not know may end like a case: where one does, it tells nothing.
const OTHER_NAMES: Partial<Record<Language, RegExp>> = {
  kk: /(?:ның|нің|дың|дің|тың|тің|ға|ге|қа|ке|да|де|та|те|дан|ден|тан|тен|нан|нен|мен|бен|пен|ды|ді|ты|ті)$/u,
  ky: /(?:нын|нин|дын|дин|тын|тин|га|ге|ка|ке|го|гө|да|де|до|дө|дан|ден|тан|тен|ды|ди|ты|ти|ну|нү|ны|ни)$/u,
  uz: /(?:ning|нинг|ga|га|da|да|dan|дан|ni|ни)$/u,
  tk: /(?:yň|iň|uň|üň|a|e|da|de|dan|den|ny|ni)$/u,
}

function chinesePart(phrase: NounPhrase, { sentence }: SentenceWords): Part {
  const head = sentence.text.slice(0, phrase.start)
  const { before } = grammarOf('zh')
  for (const size of [2, 1]) {
    const part = before.get(head.slice(-size))
    if (part !== undefined) return part
  }
  return 'bare'
}
