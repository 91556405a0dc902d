// The learned reading against labels of articles, outlets and languages that its models had not seen: npm run eval -- press
// Word vectors are made without labels and are the same for all; models, probabilities and thresholds are learned anew for every fold.
import fs from 'node:fs'
import { openForTraining, readLabels } from '../../dist/cli/regions.js'
import { joinParts } from '../../dist/summaries/learned/decide.js'
import { foldsOf, labelWords } from '../../dist/summaries/learned/labelled-rows.js'
import { learnedSections, prepareTraining } from '../../dist/summaries/learned/prepare.js'
import { trainReading } from '../../dist/summaries/learned/train.js'
import { SHAPE } from '../../dist/summaries/learned/train-types.js'
import { LABELS, WITHOUT } from '../../scripts/train/labels.mjs'
import { averagePrecision, pressFigures } from './press-scores.mjs'

const shown = (value) => (value === undefined ? '' : value.toFixed(3))
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`)

/** Prints every table; `quick` leaves out learning curves. */
export function pressTables({ folder = 'regions/central-asia', quick = false } = {}) {
  const { reader, vectors } = openForTraining(folder)
  const labelled = readLabels(LABELS, reader, WITHOUT)
  const articles = prepareTraining(labelled, { reader, vectors })
  const sections = learnedSections(reader)
  const setOf = setsByFile()
  const partsOf = labelled.map(() => [])
  articles.forEach((article, at) => partsOf[article.row].push({ ...article, at }))
  // An article by its row: a bulletin's items are judged alone and counted together.
  const all = labelled.map(({ row, article }, place) => {
    const parts = partsOf[place]
    const [{ group, story }] = parts
    const { sections, importance: weight, lead } = row
    const seen = {
      sentences: parts.flatMap((part) => part.seen.sentences),
      marks: parts.flatMap((part) => part.seen.marks),
    }
    return { article: { group, story, sections, weight, lead, seen }, parts, row, set: setOf.get(row.id), language: article.language, place } // prettier-ignore
  })
  const ids = sections.map(({ id }) => id)
  const heads = ['macro-F1', ...ids, 'off-topic hit', 'right sentence', 'weight F1', 'weight same', 'lead']
  const cells = (f) => [f.macroF1, ...ids.map((id) => f.sections[id]), f.offTopicHit, f.rightSentence, f.weightF1, f.weightSame, f.lead].map(shown) // prettier-ignore
  const head = (what) => {
    console.log(`\n**${what}**\n`)
    row('', 'articles', ...heads)
    row('---', ...[0, ...heads].map(() => '---:'))
  }
  const print = (name, rows, saidOf) => {
    const counted = rows.filter(({ article }) => article.sections !== undefined)
    if (counted.length === 0) return
    const figures = pressFigures(
      counted.map((each) => ({ gold: goldOf(each), said: saidOf(each) })),
      ids,
    )
    row(name, counted.length, ...cells(figures))
  }
  const texts = ({ article }, places) => places.map((place) => article.seen.sentences[place].text)
  const saidBy = (decided) => (each) => {
    const { sections: found, weight, lead } = decided[each.place]
    return { sections: Object.fromEntries(found.map(({ id, places }) => [id, texts(each, places)])), weight, lead: lead === undefined ? '' : texts(each, [lead])[0] } // prettier-ignore
  }
  const PARTS = {
    'press and posts': ({ set }) => ['press', 'posts'].includes(set),
    'short items': ({ set }) => set === 'wire',
    translated: ({ set }) => set === 'translated',
    'eval/real': ({ set }) => set === 'real',
    'eval/news': ({ set }) => set === 'news',
  }
  const hay = (decided) => {
    const untied = all.filter(({ article }) => article.sections === undefined)
    const given = untied.map(({ place }) => decided[place].sections.map(({ id }) => id))
    const tied = given.filter((found) => found.some((id) => sections.find((each) => each.id === id).needsTie)).length
    const other = given.filter((found) => found.length > 0).length
    console.log(`\nof ${untied.length} without a tie, given a section that needs one: ${tied} (${shown(tied / untied.length)}); any section: ${other}`) // prettier-ignore
  }

  head('lists alone (what a pack without weights says), first sentence as lead')
  for (const [name, isIn] of Object.entries(PARTS)) print(name, all.filter(isIn), ruled)
  head('the title’s words as lead (BM25)')
  print('press', all.filter(({ set }) => set === 'press'), (each) => ({ sections: {}, lead: titled(each) })) // prettier-ignore

  const train = (what, folds, list = all) => {
    const parts = list.flatMap((each, at) => each.parts.map((part) => ({ part, at })))
    const trained = trainReading(parts.map(({ part }) => part), { sections, shape: { ...SHAPE, words: vectors.rarity.length }, folds: parts.map(({ at }) => folds[at]), made: what }) // prettier-ignore
    const joined = (decided) => {
      const by = list.map(() => [])
      parts.forEach(({ part, at }, number) => by[at].push({ decided: decided[number], first: part.first }))
      return by.map(joinParts)
    }
    const scores = list.map(() => undefined)
    parts.forEach(({ at }, number) => (scores[at] ??= trained.scores[number]))
    return { outOfFold: joined(trained.outOfFold), seenBefore: joined(trained.seenBefore), scores }
  }
  const outlets = foldsOf(
    all.map(({ article }) => article.group),
    8,
  )
  const byOutlet = train('outlets', outlets)
  head('outlets left out')
  for (const [name, isIn] of Object.entries(PARTS)) print(name, all.filter(isIn), saidBy(byOutlet.outOfFold))
  hay(byOutlet.outOfFold)
  head('the same on what was learned from: the gap is what does not carry over')
  for (const [name, isIn] of Object.entries(PARTS)) print(name, all.filter(isIn), saidBy(byOutlet.seenBefore))
  head('outlets left out, by language')
  for (const language of new Set(all.map((each) => each.language)))
    print(language, all.filter((each) => each.language === language), saidBy(byOutlet.outOfFold)) // prettier-ignore
  head('outlets left out, by outlet')
  const groups = new Map()
  for (const each of all) if (each.article.sections !== undefined) groups.set(each.article.group, (groups.get(each.article.group) ?? 0) + 1) // prettier-ignore
  for (const [group] of [...groups].filter(([, count]) => count >= 40).sort((a, b) => b[1] - a[1]))
    print(group, all.filter(({ article }) => article.group === group), saidBy(byOutlet.outOfFold)) // prettier-ignore

  const days = foldsOf(all.map(({ row: { day, of }, article, set }) => (set === 'press' ? `day ${day}` : (of ?? article.story))), 8) // prettier-ignore
  const byDay = train('days', days)
  head('days left out')
  for (const [name, isIn] of Object.entries(PARTS)) print(name, all.filter(isIn), saidBy(byDay.outOfFold))
  hay(byDay.outOfFold)

  const languages = [...new Set(all.map(({ language }) => language))]
  const byLanguage = train('languages', all.map(({ language }) => languages.indexOf(language))) // prettier-ignore
  head('a language left out, its stories in other languages seen')
  for (const language of languages)
    print(language, all.filter((each) => each.language === language), saidBy(byLanguage.outOfFold)) // prettier-ignore
  if (!quick) curves(all, { train, ids })
}

// Half of the outlets are read, the other half is learned from, so many articles or outlets of it.
function curves(all, { train, ids }) {
  console.log('\n**learning curves: mean average precision on outlets left out**\n')
  row('learned from', 'articles', 'press and posts', 'short items')
  row('---', '---:', '---:', '---:')
  const half = foldsOf(
    all.map(({ article }) => article.group),
    2,
  )
  const learned = spread(all.filter(({ place }) => half[place] === 0))
  const groups = [...new Set(learned.map(({ article }) => article.group))]
  const some = [100, 300, 600, 1200, learned.length].map((count) => [`${count} articles`, learned.slice(0, count)])
  const by = [0.25, 0.5, 0.75].map((share) => {
    const chosen = new Set(groups.slice(0, Math.round(share * groups.length)))
    return [`${chosen.size} outlets`, learned.filter(({ article }) => chosen.has(article.group))]
  })
  for (const [name, list] of [...some, ...by]) {
    const read = all.filter(({ place }) => half[place] === 1)
    const both = [...list, ...read]
    const { scores } = train(
      name,
      both.map((_each, at) => (at < list.length ? 0 : 1)),
      both,
    )
    const precision = (isIn) => {
      const values = ids.map((id, output) => averagePrecision(both.flatMap((each, at) => at >= list.length && isIn(each) ? [{ score: scores[at].article[output], isSo: id in (each.article.sections ?? {}) }] : []))) // prettier-ignore
      const known = values.filter((value) => value !== undefined)
      return shown(known.reduce((sum, value) => sum + value, 0) / known.length)
    }
    row(name, list.length, precision(({ set }) => set === 'press' || set === 'posts'), precision(({ set }) => set === 'wire')) // prettier-ignore
  }
}

// Without chance, and not in the order of the files.
const spread = (list) =>
  list
    .map((each, at) => ({ each, order: Math.imul(at + 1, 2654435761) >>> 0 }))
    .sort((a, b) => a.order - b.order)
    .map(({ each }) => each)

const goldOf = ({ article: { sections, weight, lead } }) => ({ sections, weight, lead })

function ruled({ article: { seen, sections } }) {
  const found = {}
  seen.marks.forEach((marks, place) => {
    for (const mark of marks)
      if (mark.startsWith('rule:')) (found[mark.slice(5)] ??= []).push(seen.sentences[place].text)
  })
  const first = seen.sentences[1] ?? seen.sentences[0]
  return { sections: found, lead: first?.text ?? '', gold: sections }
}

// The sentence with most of the title's words, rare ones of the article counting more.
function titled({ article: { seen } }) {
  const lists = seen.sentences.map(({ text }) => labelWords(text))
  const counts = new Map()
  for (const words of lists) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  const [title = new Set()] = lists
  const score = (words) => [...title].reduce((sum, word) => sum + (words.has(word) ? Math.log(1 + lists.length / counts.get(word)) / (1 + words.size / 25) : 0), 0) // prettier-ignore
  let best = lists.length > 1 ? 1 : 0
  for (let place = 1; place < lists.length; place++) if (score(lists[place]) > score(lists[best])) best = place
  return seen.sentences[best]?.text ?? ''
}

function setsByFile() {
  const sets = new Map()
  for (const file of LABELS) {
    const name = file.endsWith('translated.jsonl')
      ? 'translated'
      : file.endsWith('haystack.jsonl')
        ? 'haystack'
        : file.split('/').at(-2)
    for (const line of fs.readFileSync(file, 'utf8').split('\n'))
      if (line.startsWith('{')) sets.set(String(JSON.parse(line).id), name)
  }
  return sets
}
