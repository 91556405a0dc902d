// Figures of a reading against labels: what score.mjs counts, and average precision, weight and lead beside.
import { labelWords, overlap } from '../../dist/summaries/learned/labelled-rows.js'

const f1 = (tp, fp, fn) => (tp === 0 ? 0 : (2 * tp) / (2 * tp + fp + fn))
const mean = (values) =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length

/** Average precision: the mean precision at each yes, most probable first. */
export function averagePrecision(rows) {
  const order = [...rows].sort((a, b) => b.score - a.score)
  let right = 0
  let sum = 0
  order.forEach(({ isSo }, at) => {
    if (!isSo) return
    right++
    sum += right / (at + 1)
  })
  return right === 0 ? undefined : sum / right
}

/**
 * `rows`: {gold: {sections: {id: [sentence]}, weight?, lead?}, said: {sections: {id: [quote]}, weight, lead}}.
 * {macroF1, sections, offTopicHit, rightSentence, weightF1, weightSame, lead}: undefined where nothing is to be counted.
 */
export function pressFigures(rows, sectionIds) {
  const per = Object.fromEntries(sectionIds.map((id) => [id, { tp: 0, fp: 0, fn: 0 }]))
  let [offTopic, hit, quoted, right, leads, told] = [0, 0, 0, 0, 0, 0]
  const weight = { tp: 0, fp: 0, fn: 0, same: 0, of: 0 }
  for (const { gold, said } of rows) {
    const has = Object.keys(gold.sections)
    const given = Object.keys(said.sections)
    if (has.length === 0) {
      offTopic++
      if (given.length > 0) hit++
    }
    for (const id of sectionIds) {
      const [isSo, isSaid] = [has.includes(id), given.includes(id)]
      if (isSo && isSaid) {
        per[id].tp++
        quoted++
        const best = gold.sections[id].map(labelWords)
        if (said.sections[id].slice(0, 3).some((quote) => best.some((words) => overlap(labelWords(quote), words) >= 0.6))) right++ // prettier-ignore
      } else if (isSaid) per[id].fp++
      else if (isSo) per[id].fn++
    }
    if (gold.weight !== undefined && said.weight !== undefined) {
      const [isSo, isSaid] = [gold.weight >= 2, said.weight >= 2]
      if (isSo && isSaid) weight.tp++
      else if (isSaid) weight.fp++
      else if (isSo) weight.fn++
      weight.of++
      if (gold.weight === said.weight) weight.same++
    }
    if (gold.lead !== undefined && said.lead !== undefined) {
      leads++
      if (overlap(labelWords(said.lead), labelWords(gold.lead)) >= 0.6) told++
    }
  }
  const sections = Object.fromEntries(
    Object.entries(per).flatMap(([id, { tp, fp, fn }]) => (tp + fp + fn === 0 ? [] : [[id, f1(tp, fp, fn)]])),
  )
  const share = (part, of) => (of === 0 ? undefined : part / of)
  return {
    articles: rows.length,
    macroF1: mean(Object.values(sections)),
    sections,
    offTopicHit: share(hit, offTopic),
    rightSentence: share(right, quoted),
    weightF1: weight.of === 0 ? undefined : f1(weight.tp, weight.fp, weight.fn),
    weightSame: share(weight.same, weight.of),
    lead: share(told, leads),
  }
}
