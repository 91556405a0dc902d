import fs from 'node:fs'
import { parse } from 'yaml'
import { describe, expect, test } from 'vitest'
import { LANGUAGES, type Language } from '../../../src/text/types.js'
import { ownTexts } from './own-texts.js'

const page = fs.readFileSync('docs/wording.md', 'utf8')

/** Rows of a table of docs/wording.md, by their first cell. */
function tableOf(head: string): ReadonlyMap<string, readonly string[]> {
  const lines = page.slice(page.indexOf(head)).split('\n')
  const end = lines.findIndex((line) => !line.startsWith('|'))
  const rows = lines.slice(2, end).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim())) // prettier-ignore
  return new Map(rows.map(([first = '', ...cells]) => [first, cells]))
}

const glossary = tableOf('| language | digest')
const never = tableOf('| language | never')
const things = (/\| language \| (digest[^\n]*)\|/u.exec(page)?.[1] ?? '').split('|').map((cell) => cell.trim()) // prettier-ignore

test('the glossary has a word of each thing in each language', () => {
  expect([...glossary.keys()]).toEqual(LANGUAGES)
  expect([...never.keys()]).toEqual(LANGUAGES)
  for (const words of glossary.values()) expect(words.filter((word) => word !== '')).toHaveLength(things.length)
})

/** Where each thing must be called by its word. */
const SAID_AT: Readonly<Record<string, readonly string[]>> = {
  digest: ['digest.title', 'digest.day', 'subscribe.done', 'ended.removed', 'settings.show', 'greet.digest', 'menu.alerts'],
  alert: ['menu.alerts', 'menu.alertFigures', 'menu.alertStories', 'menu.pickAlertCap'],
  feed: ['feeds.title', 'feeds.add', 'feeds.addThis', 'count.feeds', 'help.feeds', 'verdict.empty'],
  channel: ['menu.aChannel', 'menu.pickWhere'],
  source: ['voice.some', 'order.voices', 'menu.voices', 'length.full', 'menu.moreHelp', 'sources.title', 'table.source', 'item.silent'],
  outlet: ['count.outlets', 'menu.pickMuted', 'verdict.empty'],
  subscription: ['count.subscriptions', 'menu.title', 'subscriptions.title'],
  story: ['story.none', 'item.story'],
  template: ['compare.title', 'help.compare'],
} // prettier-ignore

describe.each(LANGUAGES)('a text in %s', (language) => {
  const words = glossary.get(language) ?? []
  // What news is about has words of its own.
  const texts = ownTexts(language).filter(({ file }) => file === 'texts' || file === 'lines')

  test.each(things)('calls the %s by its word', (thing) => {
    // What endings leave of it, and Russian's fleeting vowel.
    const word = words[things.indexOf(thing)] ?? ''
    const stem = language === 'zh' ? word : word.slice(0, word.length > 5 ? -2 : Math.max(3, word.length - 1))
    const lacking = (SAID_AT[thing] ?? []).filter((key) => !texts.some((text) => text.key === key && text.text.toLocaleLowerCase(language).includes(stem))) // prettier-ignore
    expect(lacking).toEqual([])
  })

  test('uses none of the other words', () => {
    const others = (never.get(language)?.[0] ?? '').split(', ')
    expect(others.length).toBeGreaterThan(3)
    const found = texts.filter(({ text }) => others.some((other) => saysWord(text, other, language)))
    expect(found).toEqual([])
  })
})

function saysWord(text: string, word: string, language: Language): boolean {
  // A word of three letters or less is meant whole: үн is no күн, and no үндөт.
  const end = word.length <= 3 ? String.raw`(?!\p{L})` : ''
  const pattern = language === 'zh' ? word : String.raw`(?<!\p{L})${word}${end}`
  return new RegExp(pattern, 'iu').test(text.replace(/\{\w+\}|https?:\S+|\/[a-z]+/g, ''))
}

test('the words of a thing are found where they stand', () => {
  expect(saysWord('3 голоса', 'голос', 'ru')).toBe(true)
  expect(saysWord('бир күн, үндөөлөр', 'үн', 'ky')).toBe(false)
  expect(saysWord('境外', '境外', 'zh')).toBe(true)
})

test('commands are described in the same words', () => {
  const rows = parse(fs.readFileSync('src/bots/discord/hear/command-texts.yaml', 'utf8')) as Record<string, Record<string, string>> // prettier-ignore
  const foreign = Object.entries(rows).flatMap(([key, row]) =>
    Object.entries(row).flatMap(([tag, text]) => {
      const language = tag.slice(0, 2) as Language
      const others = (never.get(language)?.[0] ?? '').split(', ')
      return others.filter((other) => saysWord(text, other, language)).map((other) => `${key} ${tag}: ${other}`)
    }),
  )
  expect(foreign).toEqual([])
})
