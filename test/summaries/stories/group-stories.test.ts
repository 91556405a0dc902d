import { describe, expect, test } from 'vitest'
import { loadRegion } from '../../../src/regions/load-region.js'
import { readArticleRow } from '../../../src/feeds/pages/article-rows.js'
import { mergeStories, splitStory } from '../../../src/summaries/stories/correct-story.js'
import { likeness, weigh } from '../../../src/summaries/stories/likeness.js'
import { readArticle } from '../../../src/summaries/read-article.js'
import { prepareReader } from '../../../src/summaries/terms/reader.js'
import { isSameStory, learnFrequencies, startGrouping } from '../../../src/summaries/stories/group-stories.js'
import { storyModelOf } from '../../../src/summaries/stories/story-model.js'
import { signatureOf, type Signature } from '../../../src/summaries/stories/story-features.js'
import { archive as openArchive } from '../../../src/store/news/archive-store.js'
import { articleStore } from '../../../src/store/news/article-store-sql.js'
import { openDatabase } from '../../../src/store/open-database.js'
import { detectLanguage } from '../../../src/text/language/language.js'

const reader = prepareReader(loadRegion('regions/central-asia'))
const seenAt = Date.parse('2025-06-17T08:00:00Z')

function signature(id: string, title: string, body: string, date = '2025-06-17T08:00:00Z'): Signature {
  const row = { id, title, body, date, source: 'Steppe Wire' }
  const { article } = readArticleRow(row, { outlets: reader.region.outlets, detectLanguage, seenAt })
  return signatureOf(article, readArticle(article, { reader, known: [] }), reader)
}

const quakeEn = signature(
  'quake-en',
  'Magnitude 5.7 earthquake shakes western Turkey',
  'The tremor struck near Balikesir at 04:12 on 17 June and was felt in Istanbul. Mayor Ekrem Duran said 126 people were treated in Balikesir.',
)
const quakeRu = signature(
  'quake-ru',
  'На западе Турции произошло землетрясение магнитудой 5,7',
  'Толчок случился возле Балыкесира 17 июня в 04:12, его ощутили в Стамбуле. По словам мэра Экрема Дурана, помощь получили 126 человек.',
)
const talksA = signature(
  'talks-a',
  'Xi Jinping meets Tokayev in Astana',
  'Chinese President Xi Jinping held talks with President Tokayev of Kazakhstan in Astana on 16 June. They spoke of trade, transport and energy and signed papers.',
)
const talksB = signature(
  'talks-b',
  'Xi Jinping meets Japarov in Astana',
  'Chinese President Xi Jinping held talks with President Japarov of Kyrgyzstan in Astana on 17 June. They spoke of trade, transport and energy and signed papers.',
)

describe('one story or two', () => {
  const frequencies = learnFrequencies([quakeEn, quakeRu, talksA, talksB])

  test('names, numbers and days carry a story of the wide world across languages', () => {
    expect(isSameStory(quakeEn, quakeRu, { frequencies })).toBe(true)
    const { shared } = likeness(weigh(quakeEn, frequencies), weigh(quakeRu, frequencies))
    expect(shared).toEqual(expect.arrayContaining(['e_turkey', 'n_57', 'n_126', 'd_6-17']))
  })

  test('one leader with two partners on one day has two meetings', () => {
    expect(isSameStory(talksA, talksB, { frequencies })).toBe(false)
    expect(likeness(weigh(talksA, frequencies), weigh(talksB, frequencies)).apart).toContain('parties')
  })

  test('a report of every day under one title is a new story every day', () => {
    const rate = (day: number, value: string) =>
      signature(
        `rate-${day}`,
        'Dollar rate in Kazakhstan rises again',
        `The dollar closed at ${value} tenge on the exchange on ${day} June, the bank said. Trading came to ${day + 113} million.`,
        `2025-06-${day}T12:00:00Z`,
      )
    expect(isSameStory(rate(16, '512.37'), rate(17, '514.82'), { frequencies })).toBe(false)
  })

  test('a second run gives every article the same story', () => {
    const group = () => {
      const grouping = startGrouping([])
      return [quakeEn, talksA, quakeRu, talksB].map((each) => grouping.join(each).storyId)
    }
    expect(group()).toEqual(group())
    expect(new Set(group()).size).toBe(3)
  })
})

describe('what is no likeness', () => {
  const told = (
    source: string,
    id: string,
    [title, body]: readonly [string, string],
    date = '2025-06-17T08:00:00Z',
  ) => {
    const row = { id, title, body, date, source }
    const { article } = readArticleRow(row, { outlets: reader.region.outlets, detectLanguage, seenAt })
    return signatureOf(article, readArticle(article, { reader, known: [] }), reader)
  }
  const model = storyModelOf(reader.region)
  const isOneStory = (...articles: readonly Signature[]) => {
    const grouping = startGrouping([], { frequencies: learnFrequencies([...articles, ...background]), model })
    return new Set(articles.map((each) => grouping.join(each).storyId)).size === 1
  }
  const harvests = ['cotton in Fergana', 'apples in Almaty', 'wheat in Kostanay', 'melons in Khorezm', 'rice in Kyzylorda', 'grapes in Tashkent', 'onions in Jambyl', 'apricots in Batken', 'barley in Turkestan', 'sunflowers in Pavlodar'] // prettier-ignore
  const background = harvests.map(
    (what, at) =>
    told('Valley Wire', `harvest-${at}`, [`Harvest notes: ${what}`, `Farmers began to bring in ${what} this week, the district said.`]), // prettier-ignore
  )
  const bridge = [
    'Bridge over the Chu at Tokmok collapses under a lorry',
    'A lorry with 40 tonnes of gravel broke through the Kalinin bridge over the Chu at Tokmok on 16 June. Driver Azamat Sadykov was pulled from the water alive.',
  ] as const
  const bridgeToo = [
    'Lorry driver saved as Tokmok bridge collapses',
    'The Kalinin bridge over the Chu at Tokmok collapsed under a lorry carrying 40 tonnes of gravel on 16 June; Azamat Sadykov, who drove it, was pulled alive from the water.',
  ] as const

  test('two outlets that tell one event share a story', () => {
    expect(isOneStory(told('Steppe Wire', 'a', bridge), told('Lake Daily', 'b', bridgeToo))).toBe(true)
  })

  test('a heading that an outlet puts over many articles counts for nothing', () => {
    const heading = learnFrequencies(background)
    const { leading, beginning } = weigh(background[0] as Signature, heading)
    expect(leading).toContain('w_en_cotton')
    expect(leading.filter((word) => /harvest|notes?$/u.test(word))).toEqual([])
    expect(beginning.split('|')[0]).not.toContain('harvest')
  })

  test('a list of links to other articles is no part of what an article tells', () => {
    const links = 'Продолжение■Мост обрушился в Токмоке16 июня 2025 14:52■Водитель Садыков спасен16 июня 2025 15:11'
    const { features } = told('Lake Daily', 'links', ['В Нарыне открылась библиотека', `Новая библиотека открылась для детей, сообщили в мэрии. ${links}По словам директора, в ней много книг.`]) // prettier-ignore
    expect(Object.keys(features).filter((feature) => /токмок|садык|обруш|1452/u.test(feature))).toEqual([])
  })

  test('an agency and a country that many articles name make no story of two matters', () => {
    const agency = 'The Agency for Work Abroad warned Uzbek workers in Russia'
    const warned = (source: string, id: string, what: string) =>
      told(source, id, [`Uzbek workers in Russia warned of ${what}`, `${agency} of ${what}.`])
    const matters = ['couriers', 'heat', 'frost', 'debts', 'forged tickets', 'floods', 'tests', 'loans', 'visas', 'stamps', 'measles', 'queues', 'strikes', 'fires'] // prettier-ignore
    const signatures = matters.map((what, at) => warned(at % 2 === 0 ? 'Steppe Wire' : 'Lake Daily', `w${at}`, what))
    const grouping = startGrouping([], { frequencies: learnFrequencies([...signatures, ...background]), model })
    expect(new Set(signatures.map((each) => grouping.join(each).storyId)).size).toBe(matters.length)
  })

  test('an article that one member does not fit stays out, however much it is like another', () => {
    const later = told('Hill Post', 'c', ['Tokmok bridge: second lorry driver fined', 'On 19 June a court in Tokmok fined Bolot Asanov, who drove another lorry over the Kalinin bridge the next day.'], '2025-06-19T08:00:00Z') // prettier-ignore
    expect(isOneStory(told('Steppe Wire', 'a', bridge), told('Lake Daily', 'b', bridgeToo), later)).toBe(false)
  })

  test('the next briefing of a series, of another stated day, is another event', () => {
    const briefing = (day: number, count: number) => ['Flood briefing for the Ural valley', `Rescuers said on ${day} June that ${count} houses stood under water in the Ural valley at Makat.`] as const // prettier-ignore
    expect(isOneStory(told('Steppe Wire', 'a', briefing(15, 212)), told('Lake Daily', 'b', briefing(16, 348)))).toBe(
      false,
    )
  })

  test('a text that states a day far from its publication is not dated by it', () => {
    const late = bridgeToo.map((text) => text.replace('16 June', '3 February')) as unknown as readonly [string, string]
    const undayed = bridge.map((text) => text.replace(' on 16 June', '')) as unknown as readonly [string, string]
    expect(isOneStory(told('Steppe Wire', 'a', undayed), told('Lake Daily', 'b', late))).toBe(false)
    expect(isOneStory(told('Steppe Wire', 'a', undayed), told('Lake Daily', 'b', bridgeToo))).toBe(true)
  })

  test('other meetings of the same two states are other events', () => {
    const ministers = ['Tajik and Russian ministers discuss migration in Dushanbe', 'Foreign ministers Karim Nazarov and Oleg Vetrov of Tajikistan and Russia discussed labour migration in Dushanbe on Monday.'] as const // prettier-ignore
    const deputies = ['Tajik and Russian deputies discuss migration in Khujand', 'Deputy labour ministers Rustam Sharif and Ivan Belov of Tajikistan and Russia discussed labour migration in Khujand on Monday.'] as const // prettier-ignore
    expect(isOneStory(told('Steppe Wire', 'a', ministers), told('Lake Daily', 'b', deputies))).toBe(false)
  })
})

test('stories that were merged or split by hand stay so when their articles are read again', async () => {
  const database = await openDatabase('file::memory:')
  const [archive, articles] = [openArchive(database), articleStore(database)]
  const rows = ['a', 'b', 'c'].map((id) => readArticleRow({ id, title: `News ${id}`, body: 'Text.' }, { outlets: [], detectLanguage, seenAt }).article) // prettier-ignore
  await articles.saveArticles(rows.map((article) => ({ article, keys: [article.id], contentHash: article.id })))
  const save = async (storyIds: readonly string[]) => {
    for (const [index, article] of rows.entries()) {
      const { reading } = readArticle(article, { reader, known: [] })
      const story = {
        articleId: article.id,
        storyId: storyIds[index] ?? '',
        publishedAt: article.publishedAt,
        features: {},
      }
      await archive.saveReading({ reading, story, document: { articleId: article.id, title: [], body: [], marks: [] } })
    }
    return archive.storiesOf(['a', 'b', 'c'])
  }
  await save(['s1', 's1', 's2'])
  await mergeStories('s1', 's2', archive)
  expect([...(await save(['s1', 's1', 's2'])).values()]).toEqual(['s1', 's1', 's1'])
  const parted = await splitStory('s1', ['b'], archive)
  expect([...(await save(['s1', 's1', 's2'])).values()]).toEqual(['s1', parted, 's1'])
  await expect(splitStory('s1', ['b'], archive)).rejects.toThrow('story s1 has no article b')
  await expect(mergeStories('s1', 's9', archive)).rejects.toThrow('no such story: s9')
  await database.close()
})
