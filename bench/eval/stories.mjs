// Whether two articles tell one event, by a model that had not seen the pair's day, its outlet, its set: npm run eval -- stories
import { readStoryLabels } from '../../dist/cli/train-stories.js'
import { foldsOf } from '../../dist/summaries/learned/labels.js'
import { PAIR_THRESHOLDS, trainPairs } from '../../dist/summaries/stories/train-pairs.js'
import { STORY_LABELS } from '../../scripts/train/labels.mjs'

const shown = (value) => value.toFixed(3)
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`)

/** F1 and accuracy of decisions over pairs. */
function scoresOf(pairs, isSaid) {
  let [both, said, same, right] = [0, 0, 0, 0]
  pairs.forEach((pair) => {
    const is = isSaid(pair)
    if (is) said++
    if (pair.isSame) same++
    if (is && pair.isSame) both++
    if (is === pair.isSame) right++
  })
  return {
    f1: (2 * both) / Math.max(1, said + same),
    accuracy: right / Math.max(1, pairs.length),
    precision: both / Math.max(1, said),
  }
}

/** Prints the table of pairs; gives nothing back. `extra`: what other methods say of the pairs of a set, {set: {name: (id) => boolean}}. */
export function pairTable({ folder = 'regions/central-asia', extra = {} } = {}) {
  const pairs = readStoryLabels(folder, STORY_LABELS).map((pair, at) => ({ ...pair, at }))
  const train = (keyOf, count) => {
    const folds = foldsOf(pairs.map(keyOf), count)
    return trainPairs(pairs.map((pair, at) => ({ ...pair, fold: folds[at] })), '') // prettier-ignore
  }
  const methods = {
    'days left out': train(({ day }) => day, 24).outOfFold,
    'outlets left out': train(({ set, outlet, story }) => (set === 'stories/pairs' ? story : outlet), 16).outOfFold,
    'sets left out': train(({ set }) => set, STORY_LABELS.length).outOfFold,
    'training pairs': train(({ day }) => day, 2).own,
  }
  row('pairs', 'method', 'pairs', 'F1', 'accuracy', 'precision')
  row('---', '---', '---:', '---:', '---:', '---:')
  for (const { set } of STORY_LABELS) {
    const own = pairs.filter((pair) => pair.set === set && pair.isSure)
    const print = (name, isSaid) => {
      const { f1, accuracy, precision } = scoresOf(own, isSaid)
      row(set, name, own.length, shown(f1), shown(accuracy), shown(precision))
    }
    for (const [name, scores] of Object.entries(methods)) print(name, ({ at }) => scores[at] >= PAIR_THRESHOLDS.same)
    print('always the same', () => true)
    for (const [name, isSaid] of Object.entries(extra[set] ?? {})) print(name, ({ id }) => isSaid(id))
  }
  if (process.env.SWEEP)
    for (const same of [-0.3, -0.2, -0.1, 0, 0.1, 0.2])
      row(
        same,
        ...STORY_LABELS.map(({ set }) => {
          const s = scoresOf(
            pairs.filter((p) => p.set === set && p.isSure),
            ({ at }) => methods['days left out'][at] >= same,
          )
          return `${shown(s.f1)} ${shown(s.accuracy)}`
        }),
      )
}
