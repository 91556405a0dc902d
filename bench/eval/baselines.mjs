// Plain methods that the scores are held against: franc for language, TF-IDF at its best threshold for stories.
import { francAll } from 'franc'

const CODES = { eng: 'en', rus: 'ru', kaz: 'kk', kir: 'ky', uzn: 'uz', tgk: 'tg', tuk: 'tk', cmn: 'zh' }

/** franc held to the eight languages: its likeliest, or `und` where it answers none. */
export const francLanguage = (text) =>
  CODES[francAll(text, { only: Object.keys(CODES), minLength: 1 })[0]?.[0]] ?? 'und'

const wordsOf = (text) => text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? []
const textOf = ({ title, body }) => `${title ?? ''} ${body ?? ''}`

/** TF-IDF vectors of unit length, a map from word to weight for each article; what is rare is counted over them all. */
export function vectorsOf(articles) {
  const bags = articles.map((article) => {
    const counts = new Map()
    for (const word of wordsOf(textOf(article))) counts.set(word, (counts.get(word) ?? 0) + 1)
    return counts
  })
  const documents = new Map()
  for (const bag of bags) for (const word of bag.keys()) documents.set(word, (documents.get(word) ?? 0) + 1)
  return bags.map((bag) => {
    const weights = [...bag].map(([word, count]) => [word, (1 + Math.log(count)) * Math.log(articles.length / documents.get(word))]) // prettier-ignore
    const length = Math.hypot(...weights.map(([, weight]) => weight)) || 1
    return new Map(weights.map(([word, weight]) => [word, weight / length]))
  })
}

export function cosine(a, b) {
  let sum = 0
  for (const [word, weight] of a) sum += weight * (b.get(word) ?? 0)
  return sum
}

/** The best F1 that any threshold reaches over pairs {score, same}. */
export function bestF1(pairs) {
  const all = pairs.filter(({ same }) => same).length
  let [best, right] = [0, 0]
  for (const [index, { same }] of [...pairs].sort((a, b) => b.score - a.score).entries()) {
    if (same) right++
    best = Math.max(best, (2 * right) / (index + 1 + all))
  }
  return best
}

/** Cosine of each pair, by the words of all the pairs of its language: rows {lang, score, same}. */
export function pairScores(rows) {
  const languages = [...new Set(rows.map(({ a }) => a.lang))]
  return languages.flatMap((lang) => {
    const own = rows.filter(({ a }) => a.lang === lang)
    const vectors = vectorsOf(own.flatMap(({ a, b }) => [a, b]))
    return own.map(({ same }, i) => ({ lang, same, score: cosine(vectors[2 * i], vectors[2 * i + 1]) }))
  })
}

/** Stories by TF-IDF: each article joins that of the most alike earlier one, where they are at least `threshold` alike. Rows {id, story}. */
export function storiesAt(articles, vectors, threshold) {
  const stories = []
  articles.forEach((article, i) => {
    let [best, of] = [threshold, i]
    for (let j = 0; j < i; j++) {
      const score = cosine(vectors[i], vectors[j])
      if (score >= best) [best, of] = [score, j]
    }
    stories.push(of === i ? i : stories[of])
  })
  return articles.map(({ id }, i) => ({ id, story: `t${stories[i]}` }))
}
