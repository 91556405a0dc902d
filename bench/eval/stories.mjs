// Whether two articles tell one event, by a model that had not seen the pair's day, its outlet, its set; and stories across languages, by one that
// had not seen the set: npm run eval -- stories
import fs from 'node:fs'
import { articleOfRow } from '../../dist/cli/batch.js'
import { openForTraining, readStoryLabels } from '../../dist/cli/regions.js'
import { foldsOf } from '../../dist/summaries/learned/labelled-rows.js'
import { readArticle } from '../../dist/summaries/read-article.js'
import { isSameStory, learnFrequencies, startGrouping } from '../../dist/summaries/stories/group-stories.js'
import { openPairModel } from '../../dist/summaries/stories/pair-model.js'
import { signatureOf } from '../../dist/summaries/stories/story-features.js'
import { PAIR_THRESHOLDS, trainPairs } from '../../dist/summaries/stories/train-pairs.js'
import { STORY_LABELS } from '../../scripts/train/labels.mjs'
import { bestF1, pairScores } from './baselines.mjs'

const shown = (value) => value.toFixed(3)
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`)
const rowsOf = (file) => fs.readFileSync(file, 'utf8').split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line)) // prettier-ignore

/** Prints the pairs' table, then that of stories. */
export function storyTables({ folder = 'regions/central-asia' } = {}) {
  const pairs = readStoryLabels(folder, STORY_LABELS).map((pair, at) => ({ ...pair, at }))
  const { reader, vectors } = openForTraining(folder)
  const signature = (article) => signatureOf(article, readArticle(article, { reader, known: [] }), reader)
  pairTable(pairs, listDecisions(signature, reader))
  console.log()
  row('stories, B-cubed across languages', 'method', 'precision', 'recall', 'F1')
  row('---', '---', '---:', '---:', '---:')
  for (const set of ['news', 'parallel']) {
    const { files } = STORY_LABELS.find((each) => each.set === set)
    const rows = rowsOf(files[0])
    const signatures = rows.map((each) => signature(articleOfRow(each, reader)))
    const others = trained(pairs.filter((pair) => pair.set !== set), () => 0).bytes // prettier-ignore
    const print = (name, model) => {
      const { precision, recall, f1 } = cubed(rows, grouped(signatures, model))
      row(set, name, shown(precision), shown(recall), shown(f1))
    }
    print('this set left out', openPairModel(others, vectors))
    print('this set learned from', openPairModel(trained(pairs, () => 0).bytes, vectors))
    print('the lists alone (before)', undefined)
  }
}

const trained = (pairs, keyOf, count = 1) => {
  const folds = foldsOf(pairs.map(keyOf), count)
  return trainPairs(pairs.map((pair, at) => ({ ...pair, fold: folds[at] })), 'an evaluation') // prettier-ignore
}

function pairTable(pairs, byLists) {
  const methods = {
    'days left out': trained(pairs, ({ day }) => day, 24).outOfFold,
    'outlets left out': trained(pairs, ({ set, outlet, story }) => (set === 'stories/pairs' ? story : outlet), 16).outOfFold, // prettier-ignore
    'the set left out': trained(pairs, ({ set }) => set, STORY_LABELS.length).outOfFold,
    'what was learned from': trained(pairs, () => 'all').own,
  }
  row('pairs', 'method', 'pairs', 'F1', 'accuracy', 'precision')
  row('---', '---', '---:', '---:', '---:', '---:')
  for (const { set, files } of STORY_LABELS) {
    const own = pairs.filter((pair) => pair.set === set && pair.isSure)
    const print = (name, isSaid) => {
      const { f1, accuracy, precision } = scoresOf(own, isSaid)
      row(set, name, own.length, shown(f1), shown(accuracy), shown(precision))
    }
    for (const [name, scores] of Object.entries(methods)) print(name, ({ at }) => scores[at] >= PAIR_THRESHOLDS.same)
    print('always the same', () => true)
    const rows = rowsOf(files[0])
    if (rows[0].a === undefined) continue
    const said = byLists(rows)
    print('the lists alone (before)', ({ id }) => said.get(id))
    const sure = rows.filter(({ sure = true }) => sure)
    row(set, 'TF-IDF at its best threshold', sure.length, shown(bestF1(pairScores(sure))), '', '')
  }
}

/** What hand-set weights and clashes say of pairs: the way before, and that of a pack without weights. */
const listDecisions = (signature, reader) => (rows) => {
  const sides = rows.map(({ a, b }) => [a, b].map((side) => signature(articleOfRow({ ...side }, reader))))
  const frequencies = learnFrequencies(sides.flat())
  return new Map(rows.map(({ id }, at) => [String(id), isSameStory(sides[at][0], sides[at][1], { frequencies })]))
}

function scoresOf(pairs, isSaid) {
  const count = (is) => pairs.filter(is).length
  const both = count((pair) => isSaid(pair) && pair.isSame)
  const [said, same] = [count(isSaid), count(({ isSame }) => isSame)]
  const right = count((pair) => isSaid(pair) === pair.isSame)
  return { f1: (2 * both) / Math.max(1, said + same), accuracy: right / pairs.length, precision: both / Math.max(1, said) } // prettier-ignore
}

function grouped(signatures, model) {
  const joinsUndated = signatures.every(({ isUndated }) => isUndated === true)
  const grouping = startGrouping([], { frequencies: learnFrequencies(signatures), model, joinsUndated })
  const inOrder = [...signatures].sort((a, b) => a.publishedAt - b.publishedAt || (a.articleId < b.articleId ? -1 : 1))
  return new Map(inOrder.map((each) => [each.articleId, grouping.join(each).storyId]))
}

/** B-cubed over pairs of two languages, as ../shared/eval/tools/score.mjs counts it. */
function cubed(rows, said) {
  const items = rows.map(({ id, lang, story }) => ({ lang, gold: story, said: said.get(String(id)) }))
  let [precision, recall, counted] = [0, 0, 0]
  for (const item of items) {
    const peers = items.filter(({ lang }) => lang !== item.lang)
    const [ours, theirs] = [peers.filter((peer) => peer.said === item.said), peers.filter((peer) => peer.gold === item.gold)] // prettier-ignore
    if (ours.length === 0 && theirs.length === 0) continue
    const both = ours.filter((peer) => peer.gold === item.gold).length
    precision += ours.length === 0 ? 1 : both / ours.length
    recall += theirs.length === 0 ? 1 : both / theirs.length
    counted++
  }
  const [p, r] = [precision / counted, recall / counted]
  return { precision: p, recall: r, f1: (2 * p * r) / (p + r) }
}
