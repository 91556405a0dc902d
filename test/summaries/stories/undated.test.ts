import { expect, test } from 'vitest'
import { readArticleRow } from '../../../src/feeds/pages/article-rows.js'
import { readArticle } from '../../../src/summaries/read-article.js'
import { startGrouping } from '../../../src/summaries/stories/group-stories.js'
import { signatureOf, type Signature } from '../../../src/summaries/stories/story-features.js'
import { storyModelOf } from '../../../src/summaries/stories/story-model.js'
import { detectLanguage } from '../../../src/text/language/language.js'
import { reader } from '../pack.js'

const seenAt = Date.parse('2025-06-17T08:00:00Z')
const title = 'Magnitude 5.7 earthquake shakes western Turkey'
const body =
  'The tremor struck near Balikesir at 04:12 and was felt in Istanbul. Mayor Ekrem Duran said 126 people were treated in Balikesir.'

function signature(id: string, date?: string): Signature {
  const row = { id, title, body, source: id, ...(date === undefined ? {} : { date }) }
  const { article } = readArticleRow(row, { outlets: [], detectLanguage, seenAt })
  return signatureOf(article, readArticle(article, { reader, known: [] }), reader)
}

const dated = ['a', 'b'].map((id) => signature(id, '2025-06-17T07:00:00Z'))
const undated = ['c', 'd'].map((id) => signature(id))
const model = storyModelOf(reader.region)
const storiesOf = (signatures: readonly Signature[], joinsUndated = false) => {
  const grouping = startGrouping([], { model, joinsUndated })
  return new Set(signatures.map((each) => grouping.join(each).storyId)).size
}

test('the same report of two outlets is one story, by the lists and as learned', () => {
  expect(model).toBeDefined()
  expect(storiesOf(dated)).toBe(1)
  const byLists = startGrouping([])
  expect(new Set(dated.map((each) => byLists.join(each).storyId)).size).toBe(1)
})

test('an article without a date joins no story, and none joins it', () => {
  expect(storiesOf([...dated, ...undated])).toBe(3)
  expect(storiesOf([...undated, ...dated])).toBe(3)
})

test('where nothing at all has a date, articles are grouped by what they say', () => {
  expect(storiesOf(undated, true)).toBe(1)
})

test('figures and findings of an article without a date are no news', () => {
  const row = { id: 'u', title: 'China trade', body: 'Trade between Kazakhstan and China reached $99 billion in 2024.' }
  const { article } = readArticleRow(row, { outlets: [], detectLanguage, seenAt })
  const changes = (isUndated: boolean) => {
    const { isUndated: _was, ...rest } = article
    const { reading } = readArticle(isUndated ? article : rest, { reader, known: [] })
    return reading.figures.map(({ change }) => change.kind)
  }
  expect(changes(false)).toContain('new')
  expect(changes(true)).not.toContain('new')
})
