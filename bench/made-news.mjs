// News made from a seed, for measuring on archives far larger than any we may keep: eight languages, words by Zipf's law, topics that come back, names and
// figures of the pack. Its sentences say nothing; only how often words stand together is like news.
import { knownFigures } from '../dist/summaries/facts/compare.js'
import { readArticle } from '../dist/summaries/read-article.js'
import { marksOf } from '../dist/summaries/reading/search-marks.js'
import { searchWords } from '../dist/summaries/reading/search-words.js'
import { tokenize } from '../dist/text/words/words.js'

const START = Date.parse('2022-01-01T00:00:00Z')
const END = Date.parse('2026-01-01T00:00:00Z')
const SHARES = { en: 26, ru: 26, zh: 14, kk: 10, uz: 10, ky: 6, tg: 4, tk: 4 }
const VOCABULARY = 30_000
const TOPICS = 1500
const TOPIC_WORDS = 30
const BANK = 250
const [PLAIN_SENTENCES, TOPIC_SENTENCES, TOPIC_TITLES] = [4000, 16, 8]

const SYLLABLES = {
  Latn: 'ka ra mo lin tar ves dor qui ban sol mir tek ul nas per gol shi bur dan fel hun jor kes lam nov pri rus sto tum vik'.split(' '),
  Cyrl: 'ка ра мо лин тар вес дор кви бан сол мир тек ул нас пер гол ши бур дан фел хун жор кес лам нов при рус сто тум вик'.split(' '),
  Hani: Array.from('天地人山水火土金木日月星光风云雨电石田城市国家民生活动工作新旧大小高低长短东西南北中前后左右上下内外年时分秒春夏秋冬红黄蓝白黑好学校院部局会议报告计划发展经济社会文化教育科技农业工业交通运输能源环保健康安全法律制度改革开放'),
} // prettier-ignore
const scriptOf = (language) => (language === 'zh' ? 'Hani' : ['en', 'uz', 'tk'].includes(language) ? 'Latn' : 'Cyrl')

// One sentence with a figure a language: what the pack's words read in it is real.
const SAYS = {
  en: (w) => `The ${w.measure} between ${w.a} and ${w.b} reached $${w.n} billion in ${w.year}.`,
  ru: (w) => `${w.measure}: ${w.a} и ${w.b}, в ${w.year} году показатель составил ${w.n} млрд долларов.`,
  kk: (w) => `${w.a} мен ${w.b}: ${w.measure} ${w.year} жылы ${w.n} млрд долларға жетті.`,
  ky: (w) => `${w.a} жана ${w.b}: ${w.measure} ${w.year}-жылы ${w.n} млрд долларга жетти.`,
  uz: (w) => `${w.a} va ${w.b}: ${w.measure} ${w.year} yilda ${w.n} mlrd dollarga yetdi.`,
  tg: (w) => `${w.a} ва ${w.b}: ${w.measure} дар соли ${w.year} ба ${w.n} млрд доллар расид.`,
  tk: (w) => `${w.a} we ${w.b}: ${w.measure} ${w.year}-nji ýylda ${w.n} mlrd dollara ýetdi.`,
  zh: (w) => `${w.year}年，${w.a}和${w.b}${w.measure}达到${w.n}亿美元。`,
}

/** Numbers without chance: every run makes the same. */
export function startRandom(seed) {
  let state = seed >>> 0 || 1
  const next = () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 12), 0x297a2d39)
    mixed ^= mixed >>> 15
    return (mixed >>> 0) / 2 ** 32
  }
  const below = (end) => Math.floor(next() * end)
  /** Rank from 0 by Zipf's law, s = 1, in constant time. */
  const zipf = (count) => Math.min(count - 1, Math.floor((count + 1) ** next()) - 1)
  return { next, below, zipf, pick: (list) => list[below(list.length)] }
}

/** The maker of a seed's news over a pack: `articleAt(number)` gives what the store takes, `questionAt(number)` what is asked. */
export function newsMaker(reader, { size, seed = 1 }) {
  const { entities, measures } = reader.region
  const known = knownFigures(reader, [])
  const banks = new Map()
  const languages = Object.entries(SHARES).flatMap(([language, share]) => Array(share).fill(language))
  const bankOf = (language) => {
    if (!banks.has(language)) banks.set(language, makeBank(language))
    return banks.get(language)
  }

  function makeBank(language) {
    const random = startRandom(seed * 31 + language.charCodeAt(0) * 7 + language.charCodeAt(1))
    const states = entities.filter(({ kind }) => kind === 'country' || kind === 'group')
    return Array.from({ length: BANK }, () => {
      const [a, b] = [states[random.zipf(states.length)], states[random.zipf(states.length)]]
      const measure = measures[random.zipf(measures.length)]
      const words = { a: a.name[language], b: b.name[language], measure: measure.name[language], n: 2 + random.below(90), year: 2020 + random.below(6) } // prettier-ignore
      const text = SAYS[language](words)
      const article = { id: '', feedId: '', outletId: '', url: '', title: '', text, language, publishedAt: START, fetchedAt: START, revision: 1, comments: [] } // prettier-ignore
      const { reading, passages } = readArticle(article, { reader, known })
      return { ...said(text, language), reading, passages, asked: `${words.measure} ${words.a} ${words.b}` }
    })
  }

  // Sentences come from banks, each read once: a million articles are made in minutes.
  const fillers = new Map()
  const bank = (key, count, make) => {
    if (!fillers.has(key)) fillers.set(key, Array.from({ length: count }, (_, index) => make(startRandom(hash(`${seed} ${key} ${index}`))))) // prettier-ignore
    return fillers.get(key)
  }
  const plainBank = (language) => bank(language, PLAIN_SENTENCES, (random) => said(sentence(language, random, { topic: [], share: 0, words: 9 + random.below(10) }), language)) // prettier-ignore
  const topicBank = (language, number) =>
    bank(`${language} ${number}`, TOPIC_SENTENCES, (random) => said(sentence(language, random, { topic: topicOf(number, language, seed), share: 0.5, words: 9 + random.below(10) }), language)) // prettier-ignore
  const titleBank = (language, number) =>
    bank(`${language} ${number} title`, TOPIC_TITLES, (random) => said(sentence(language, random, { topic: topicOf(number, language, seed), share: 0.6, words: 8 }), language)) // prettier-ignore
  const nameBank = (language) => bank(`${language} names`, 1, () => entities.map((entity) => said(entity.name[language], language)))[0] // prettier-ignore

  /** What the store takes of an article; `document` is what `searchDocument` would give. */
  function articleAt(number) {
    // Three in a row tell one event.
    const random = startRandom(seed * 7919 + Math.floor(number / 3))
    const language = random.pick(languages)
    const topic = random.zipf(TOPICS)
    const who = random.zipf(entities.length)
    const own = startRandom(seed * 104_729 + number)
    const glue = language === 'zh' ? '' : ' '
    const [name, titled] = [nameBank(language)[who], own.pick(titleBank(language, topic))]
    const says = [own.pick(bankOf(language)), ...(own.next() < 0.5 ? [own.pick(bankOf(language))] : [])]
    const filler = Array.from({ length: 6 + own.below(6) }, () => own.pick(own.next() < 0.5 ? topicBank(language, topic) : plainBank(language))) // prettier-ignore
    const parts = [filler[0], ...says, ...filler.slice(1)]
    const [title, text] = [`${name.text}${glue}${titled.text}`, parts.map((part) => part.text).join(glue)]
    const publishedAt = START + Math.floor((number / size) * (END - START))
    const id = `made-${number}`
    const union = (key) => [...new Set(says.flatMap(({ reading }) => reading[key]))]
    const entityIds = [...new Set([entities[who].id, ...union('entityIds')])]
    const conceptIds = union('conceptIds')
    const findings = says.flatMap((each) => each.reading.findings.map((finding) => ({ ...finding, articleId: id })))
    const reading = { articleId: id, language, entityIds, conceptIds, findings, figures: says.flatMap((each) => each.reading.figures), stances: [] } // prettier-ignore
    const article = { id, feedId: 'made', outletId: `outlet-${number % 40}`, url: `https://made.example/${number}`, title, text, language, publishedAt, fetchedAt: publishedAt, revision: 1, comments: [] } // prettier-ignore
    const known = [...entityIds.map((entity) => `e_${entity}`), ...conceptIds.map((concept) => `c_${concept}`)]
    const sections = [...new Set(findings.map(({ sectionId }) => `s_${sectionId}`))]
    const titleMarks = [`e_${entities[who].id}`, ...name.marks, ...titled.marks]
    const marks = fewOfEach([...known, ...sections, ...titleMarks, ...parts.flatMap((part) => part.marks)])
    const document = { articleId: id, title: [...name.words, ...titled.words], body: parts.flatMap((part) => part.words), marks, titleMarks } // prettier-ignore
    const storyId = `made-${Math.floor(number / 3) * 3}`
    return { article, reading, document, passages: passagesOf(title, parts, glue, entities[who].id), storyId }
  }

  /** By kind: words that stand everywhere, words of a topic, what the pack knows, a title as it stands, a name, a word misspelt. */
  function questionAt(number) {
    const random = startRandom(seed * 15_485_863 + number)
    const language = random.pick(languages)
    const topic = topicOf(random.zipf(TOPICS), language, seed)
    const join = (words) => words.join(language === 'zh' ? '' : ' ')
    const entity = entities[random.zipf(entities.length)].name[language]
    const kind = random.next()
    if (kind < 0.2) return { kind: 'common', language, q: join(Array.from({ length: 2 + random.below(3) }, () => wordAt(5 + random.below(75), language))) } // prettier-ignore
    if (kind < 0.45) return { kind: 'topic', language, q: join(topic.slice(0, 12).filter(() => random.next() < 0.35).concat(topic[0])) } // prettier-ignore
    if (kind < 0.65) return { kind: 'pack', language, q: random.pick(bankOf(language)).asked }
    if (kind < 0.8) {
      const { article } = articleAt(random.below(size))
      return { kind: 'title', language: article.language, q: article.title }
    }
    if (kind < 0.9) return { kind: 'name', language, q: `${entity} ${topic[random.below(5)]}` }
    return { kind: 'misspelt', language, q: `${misspelt(topic[random.below(8)], random)} ${wordAt(random.below(40), language)}` } // prettier-ignore
  }

  return { articleAt, questionAt }
}

const said = (text, language) => ({ text, words: searchWords(text, language), marks: marksOf(text, tokenize(text), language) }) // prettier-ignore

function passagesOf(title, parts, glue, entityId) {
  const none = { entityIds: [], conceptIds: [], measureIds: [], actIds: [], signs: [], figures: [] }
  let [start, figures] = [0, 0]
  const placed = parts.map((part, index) => {
    const [own] = part.passages ?? [none]
    const numbers = own.figures.map((number) => number + figures)
    figures += part.reading?.figures.length ?? 0
    const passage = { ...own, index: index + 1, start, end: start + part.text.length, figures: numbers }
    start += part.text.length + glue.length
    return passage
  })
  return [{ ...none, index: 0, start: 0, end: title.length, entityIds: [entityId] }, ...placed]
}

function fewOfEach(marks) {
  const times = new Map()
  return marks.filter((mark) => {
    times.set(mark, (times.get(mark) ?? 0) + 1)
    return times.get(mark) <= 3
  })
}

function hash(text) {
  let number = 0x811c9dc5
  for (let at = 0; at < text.length; at++) number = Math.imul(number ^ text.charCodeAt(at), 0x01000193)
  return number >>> 0
}

// A topic's words are rare ones: they tell it from others.
function topicOf(topic, language, seed) {
  const random = startRandom(seed * 2_147_483 + topic * 131 + language.charCodeAt(0))
  return Array.from({ length: TOPIC_WORDS }, () => wordAt(400 + random.below(VOCABULARY - 400), language))
}

function sentence(language, random, { topic, share, words, name }) {
  const list = Array.from({ length: words }, () => (random.next() < share ? topic[random.zipf(TOPIC_WORDS)] : wordAt(random.zipf(VOCABULARY), language))) // prettier-ignore
  if (name !== undefined) list.splice(random.below(3), 0, name)
  const [first = '', ...rest] = list
  if (language === 'zh') return `${list.join('')}。`
  return `${first.charAt(0).toUpperCase()}${first.slice(1)} ${rest.join(' ')}.`
}

// Common words are short.
function wordAt(rank, language) {
  const syllables = SYLLABLES[scriptOf(language)]
  const shift = language.charCodeAt(0) + language.charCodeAt(1)
  const parts = []
  for (let left = rank + syllables.length; left > 0; left = Math.floor(left / syllables.length))
    parts.push(syllables[(left + shift * parts.length) % syllables.length])
  return parts.join('')
}

function misspelt(word, random) {
  const at = 1 + random.below(Math.max(1, word.length - 2))
  return word.slice(0, at) + word.slice(at + 1)
}
