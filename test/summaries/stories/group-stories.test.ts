import { describe, expect, test } from 'vitest'
import { loadRegion } from '../../../src/regions/load-region.js'
import { readArticleRow } from '../../../src/feeds/pages/article-rows.js'
import { mergeStories, splitStory } from '../../../src/summaries/stories/correct-story.js'
import { likeness, weigh } from '../../../src/summaries/stories/likeness.js'
import { readArticle } from '../../../src/summaries/read-article.js'
import { prepareReader } from '../../../src/summaries/terms/reader.js'
import { isSameStory, learnFrequencies, startGrouping } from '../../../src/summaries/stories/group-stories.js'
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
