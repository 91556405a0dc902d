import { expect, test } from 'vitest'
import type { Archive } from '../../../src/summaries/archive.js'
import type { LearnedFact } from '../../../src/summaries/facts/facts-port.js'
import { confirmFigures } from '../../../src/summaries/facts/propose-facts.js'
import { readArticle } from '../../../src/summaries/read-article.js'
import { article, reader } from '../pack.js'

const text = 'Trade between Kazakhstan and China reached $55 billion in 2024.'
const mine = article({ id: 'a', outletId: 'astana-times', text })
const theirs = article({
  id: 'b',
  outletId: 'kursiv',
  title: 'Customs officers count the goods of the year',
  text: 'In 2024 China and Kazakhstan had a trade of $55 billion, a record for both, economists in Almaty told our paper.',
})

function archiveOf(articles: readonly (typeof mine)[]) {
  const facts = new Map<string, LearnedFact>()
  const archive = {
    articles: (ids: readonly string[]) => Promise.resolve(articles.filter(({ id }) => ids.includes(id))),
    figures: () =>
      Promise.resolve(
        articles.flatMap((each) =>
          readArticle(each, { reader, known: [] }).reading.figures.map((figure) => ({
            ...figure,
            articleId: each.id,
            publishedAt: each.publishedAt,
          })),
        ),
      ),
    learnedFacts: () => Promise.resolve([...facts.values()]),
    saveLearnedFact: (fact: LearnedFact) => Promise.resolve(void facts.set(fact.id, fact)),
  } as unknown as Archive
  return { archive, facts }
}
const confirm = (one: typeof mine, archive: Archive) =>
  confirmFigures(one, readArticle(one, { reader, known: [] }).reading, { archive, region: reader.region })

test('a figure that two voices give is proposed, and withdrawn when one of them corrects it', async () => {
  const { archive, facts } = archiveOf([mine, theirs])
  await confirm(theirs, archive)
  expect([...facts.values()]).toMatchObject([{ value: 55e9, status: 'proposed', articleIds: ['a', 'b'] }])
  await confirm({ ...mine, text: text.replace('55', '44'), revision: 2 }, archive)
  expect([...facts.values()]).toMatchObject([{ value: 55e9, status: 'withdrawn', articleIds: ['b'] }])
})

test('one voice proposes nothing', async () => {
  const { archive, facts } = archiveOf([mine])
  await confirm(mine, archive)
  expect(facts.size).toBe(0)
})

test('a figure that is denied confirms nothing', async () => {
  const denied = { ...theirs, text: `Officials denied it. They said it is false that trade between Kazakhstan and China reached $55 billion in 2024.` } // prettier-ignore
  const { archive, facts } = archiveOf([mine, denied])
  await confirm(denied, archive)
  expect(facts.size).toBe(0)
})
