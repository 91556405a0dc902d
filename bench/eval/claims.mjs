// Figure lines against the gold: what rules alone say, and what the learned check lets through with each outlet left out; beside it the score of what was
// trained on all, and the plain way of before. A line counts as eval/tools/score.mjs has it, with its parties in any case.
import { claimExamples, goldCandidates, outletOf, rowsOf, SENTENCES } from '../../scripts/train/claims.mjs'
import { openForTraining } from '../../dist/cli/regions.js'
import { claimProbability } from '../../dist/summaries/claims/claim-check.js'
import { trainClaims } from '../../dist/summaries/claims/train-claims.js'

const PACK = 'regions/central-asia'
/** Every figure that reading ties to a party taken as a line, of the gold's README. */
const PLAIN = { true: 0.08, told: 0.18, silent: 0.4 }

const share = (part, whole) => (whole === 0 ? '-' : (part / whole).toFixed(3).replace(/^0/, ''))
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`)

/** Prints the tables. */
export function claimTables() {
  const { reader } = openForTraining(PACK)
  const rows = rowsOf(SENTENCES)
  const candidates = goldCandidates(reader).filter(({ isNoLine }) => !isNoLine)
  const examples = claimExamples(reader)
  const outlets = [...new Set(rows.map(({ of }) => outletOf(of)))]
  const weightsOf = new Map(outlets.map((outlet) => [outlet, trainClaims(examples.filter(({ group }) => group !== outlet))])) // prettier-ignore
  const all = trainClaims(examples)
  const says =
    (weights) =>
    ({ features }) =>
      claimProbability(features, weights) >= weights.threshold
  const heldOut = (each) => says(weightsOf.get(each.group) ?? all)(each)

  row('figure lines', 'lines', 'true', 'told', 'silent', 'lines of other sentences')
  row('---', '---', '---', '---', '---', '---')
  row('plain: every figure with a party', '', PLAIN.true, PLAIN.told, PLAIN.silent, '')
  show('rules alone', rows, candidates)
  show('rules and check, outlet left out', rows, candidates.filter(heldOut))
  show('rules and check, training score', rows, candidates.filter(says(all)))
  for (const lang of new Set(rows.map((each) => each.lang))) part(`left out, ${lang}`, (each) => each.lang === lang)
  for (const outlet of outlets) part(`left out, ${outlet}`, ({ of }) => outletOf(of) === outlet)

  function part(what, isOf) {
    show(
      what,
      rows.filter(isOf),
      candidates.filter((each) => isOf(each.row) && heldOut(each)),
    )
  }
}

function show(what, rows, said) {
  const own = said.filter(({ isTrue }) => isTrue !== undefined)
  const right = own.filter(({ isTrue }) => isTrue).length
  const silent = rows.filter(({ claims }) => claims.length === 0)
  const spoken = new Set(own.map(({ row: { id } }) => id))
  const kept = silent.filter(({ id }) => !spoken.has(id)).length
  const claims = rows.reduce((sum, { claims: of }) => sum + of.length, 0)
  row(what, own.length, share(right, own.length), share(right, claims), share(kept, silent.length), said.length - own.length) // prettier-ignore
}
