import { afterEach, describe, expect, test } from 'vitest'
import { importArticles } from '../../src/feeds/pages/article-rows.js'
import { KNOWN_TRAITS } from '../../src/app/known-platforms.js'
import { openNewsroom, type OpenNewsroom } from '../../src/newsroom/open-newsroom.js'
import { toldInDaysBefore } from '../../src/summaries/digest/told-before.js'
import type { DigestRequest } from '../../src/summaries/digest/digest-choice.js'
import type { Digest, DigestItem } from '../../src/summaries/terms/shapes.js'
import { detectLanguage } from '../../src/text/language/language.js'
import { reader } from './pack.js'

const DAY = 86_400_000
const FROM = Date.parse('2025-06-30T00:00:00Z')
const { region } = reader

let rooms: OpenNewsroom | undefined
afterEach(() => rooms?.close())

interface Row {
  readonly id: string
  readonly source: string
  readonly day?: number
  readonly lang: string
  readonly title: string
  readonly body: string
}

async function archiveOf(...rows: readonly Row[]): Promise<OpenNewsroom> {
  const opened = await openNewsroom({ traits: KNOWN_TRAITS, region, databaseUrl: 'file::memory:', now: () => FROM })
  rooms = opened
  const lines = rows.map(
    ({ day = 0, ...row }, index) =>
    JSON.stringify({ ...row, url: `https://news.example/${row.id}`, date: new Date(FROM + day * DAY + index * 60_000).toISOString() }), // prettier-ignore
  )
  const { outlets } = opened.reader().region
  await importArticles(lines, { store: opened.articles, outlets, detectLanguage, now: () => FROM + 60 * DAY })
  await opened.refreshOutlets()
  await opened.readingRounds.readUnread()
  return opened
}

const digestOf = (opened: OpenNewsroom, asked: Partial<DigestRequest> = {}): Promise<Digest> =>
  opened.newsroom.digest({ from: FROM, to: FROM + DAY, language: 'en', ...asked })
const itemsOf = (digest: Digest): readonly DigestItem[] => digest.sections.flatMap(({ items }) => items)
const sourcesOf = (digest: Digest, item: DigestItem | undefined) =>
  digest.citations.filter(({ number }) => item?.citations.includes(number)).map(({ articleId }) => articleId)

const tradeEn: Row = {
  id: 'trade-en', source: 'The Astana Times', lang: 'en', title: 'Kazakhstan and China count their trade',
  body: 'Trade between Kazakhstan and China reached $43.8 billion in 2024, customs officials said.',
} // prettier-ignore
const tradeRu: Row = {
  id: 'trade-ru', source: 'Tengrinews', lang: 'ru', title: 'Товарооборот Казахстана и Китая подсчитан',
  body: 'Товарооборот Казахстана с Китаем в 2024 году достиг 43,8 млрд долларов, сообщили таможенники.',
} // prettier-ignore
const deported: Row = {
  id: 'deported', source: 'Asia-Plus', lang: 'en', title: 'Russia deports migrant workers from Tajikistan',
  body: 'Russia deported 17,000 migrant workers from Tajikistan in May 2025, the labour ministry in Dushanbe said. Their families depend on remittances.',
} // prettier-ignore

describe('a digest', () => {
  test('tells a story once, in the words of who writes in the language of the reader, and cites the others', async () => {
    const opened = await archiveOf(tradeRu, tradeEn)
    for (const [language, first] of [
      ['en', 'trade-en'],
      ['ru', 'trade-ru'],
    ] as const) {
      // prettier-ignore
      const digest = await digestOf(opened, { language })
      const [item, ...rest] = itemsOf(digest)
      expect(rest).toEqual([])
      expect(digest.citations.find(({ number }) => number === item?.citations[0])?.articleId).toBe(first)
      expect(sourcesOf(digest, item)).toHaveLength(2)
      expect(item?.voices).toBe(2)
    }
  })

  test('is the same on a second run', async () => {
    const opened = await archiveOf(tradeRu, tradeEn, deported)
    expect(JSON.stringify(await digestOf(opened))).toBe(JSON.stringify(await digestOf(opened)))
  })

  test('puts what changed first in a section, then a new fact, then words', async () => {
    const body = {
      words: 'Officials of Kazakhstan and China spoke of trade and investment along the Belt and Road in Almaty.',
      fact: 'Exports of Turkmenistan to Turkey reached $2.1 billion in 2024, trade officials said in Ankara.',
      changed: 'Trade between Kazakhstan and China reached $61 billion in 2025, customs officials said.',
    }
    const rows = ['UzA', 'Asia-Plus', 'Tengrinews'].map((source, index): Row => ({ id: `words-${index}`, source, lang: 'en', title: 'Talks on trade and the Belt and Road in Almaty', body: body.words })) // prettier-ignore
    const told = [
      { id: 'fact', source: 'UzA', lang: 'en', title: 'Turkmen cotton for Turkey', body: body.fact },
      { id: 'changed', source: 'UzA', lang: 'en', title: 'Customs count the year', body: body.changed },
    ]
    const digest = await digestOf(await archiveOf(...rows, ...told))
    const items = digest.sections.find(({ sectionId }) => sectionId === 'trade-energy')?.items ?? []
    expect(items.map((item) => sourcesOf(digest, item)[0]?.split('-')[0])).toEqual(['changed', 'fact', 'words'])
  })

  test('says which stories its length leaves out', async () => {
    const told = [
      [
        'Kazakhstan and China open a terminal',
        'Trade between Kazakhstan and China reached $43.8 billion in 2024, customs officials said.',
      ],
      [
        'Uzbek gas runs north',
        'Gas supplies of Russia to Uzbekistan reached 7.2 billion cubic metres in 2024, the energy ministry in Tashkent said.',
      ],
      [
        'Turkmen cotton for Turkey',
        'Exports of Turkmenistan to Turkey reached $2.1 billion in 2024, trade officials said in Ankara.',
      ],
      [
        'Kyrgyz road loan signed',
        'Kyrgyzstan will take a loan of $300 million from Japan for the energy and trade road to Osh under an investment agreement.',
      ],
      [
        'Tajik power for Afghanistan',
        'Exports of Tajikistan to Afghanistan reached $120 million in 2024, the trade ministry in Dushanbe said.',
      ],
      [
        'Italian investors look at Samarkand',
        'Investment of Italy in Uzbekistan reached $500 million in 2024, the investment ministry in Tashkent said.',
      ],
      ['Kazakh grain for Iran', 'Exports of Kazakhstan to Iran reached $340 million in 2024, traders in Aktau said.'],
    ] as const
    const rows = told.map(([title, body], index): Row => ({ id: `story-${index}`, source: 'UzA', lang: 'en', title, body })) // prettier-ignore
    const opened = await archiveOf(...rows)
    const short = await digestOf(opened, { length: 'short' })
    const full = await digestOf(opened, { length: 'full' })
    expect(itemsOf(short).length).toBeLessThan(itemsOf(full).length)
    expect(itemsOf(short).length + (short.leftOut ?? 0)).toBe(itemsOf(full).length)
    expect(full.leftOut).toBe(0)
  })

  test('leaves a section empty where nothing was said', async () => {
    const digest = await digestOf(await archiveOf(tradeEn))
    expect(digest.sections.map(({ sectionId }) => sectionId)).toEqual(region.sections.map(({ id }) => id))
    expect(digest.sections.filter(({ items }) => items.length > 0)).toHaveLength(1)
  })

  test('keeps to what its reader filters', async () => {
    const opened = await archiveOf(tradeEn, deported)
    const kept = async (filter: DigestRequest['filter']) =>
      itemsOf(await digestOf(opened, { filter: filter ?? {} })).map(({ quote }) => quote.slice(0, 6))
    expect(await kept({})).toHaveLength(2)
    expect(await kept({ keywords: 'migrant' })).toEqual(['Russia'])
    expect(await kept({ mutedOutletIds: ['asia-plus'] })).toEqual(['Trade '])
    expect(await kept({ entityIds: ['china'] })).toEqual(['Trade '])
    expect(await kept({ minVoices: 2 })).toEqual([])
  })
})

describe('a story that was told', () => {
  const again: Row = { ...tradeRu, day: 1 }
  const further: Row = {
    id: 'trade-more', source: 'UzA', day: 1, lang: 'en', title: 'Kazakhstan and China count their trade, exports grow',
    body: 'Kazakhstan’s exports to China were $30.1 billion in 2024, customs officials said after counting the trade of Kazakhstan and China of $43.8 billion in 2024.',
  } // prettier-ignore
  const secondDay = async (opened: OpenNewsroom) => {
    const asked = { from: FROM + DAY, to: FROM + 2 * DAY, language: 'en' as const }
    const deps = { archive: opened.archive, reader: opened.reader() }
    return digestOf(opened, { ...asked, told: await toldInDaysBefore(asked, deps) })
  }

  test('does not come again where another article repeats it, and that is counted', async () => {
    const digest = await secondDay(await archiveOf(tradeEn, again))
    expect(itemsOf(digest)).toEqual([])
    expect(digest.toldBefore).toBe(1)
  })

  test('comes again as an update where a figure is new, and opens with that figure', async () => {
    const opened = await archiveOf(tradeEn, further)
    const [before] = itemsOf(await digestOf(opened))
    const [item] = itemsOf(await secondDay(opened))
    expect(item?.storyId).toBe(before?.storyId)
    expect(item?.isUpdate).toBe(true)
    expect(item?.line).toContain('$30.1 bn')
  })

  test('comes again where three voices tell what one had told', async () => {
    const third: Row = {
      id: 'third', source: 'Asia-Plus', day: 1, lang: 'en', title: 'China and Kazakhstan count their trade',
      body: 'Customs officials have counted what Kazakhstan and China traded in 2024: their trade was $43.8 billion.',
    } // prettier-ignore
    const digest = await secondDay(await archiveOf(tradeEn, again, third))
    expect(itemsOf(digest).map(({ voices }) => voices)).toEqual([3])
  })
})

describe('a review', () => {
  const week = { from: FROM, to: FROM + 7 * DAY }

  test('says how a figure moved from period to period, with a citation for each value', async () => {
    const later: Row = {
      id: 'trade-2023', source: 'UzA', day: 3, lang: 'en', title: 'A look back at the trade of Kazakhstan and China',
      body: 'In 2023 trade between Kazakhstan and China was $41 billion, economists recall.',
    } // prettier-ignore
    const digest = await digestOf(await archiveOf(tradeEn, later), week)
    const [figure] = digest.figures ?? []
    expect(figure).toMatchObject({ kind: 'moved', line: 'China–Kazakhstan trade: $41 bn (2023) → $43.8 bn (2024)' })
    for (const { citation } of figure?.points ?? [])
      expect(digest.citations.find(({ number }) => number === citation)?.quote).toMatch(/\$4[13]/)
  })

  test('puts side by side what sources say otherwise of one period', async () => {
    const other: Row = {
      id: 'trade-other', source: 'UzA', day: 2, lang: 'en', title: 'Kazakhstan counts its trade with China otherwise',
      body: 'Trade between Kazakhstan and China reached $30.1 billion in 2024, the ministry in Astana said.',
    } // prettier-ignore
    const [figure] = (await digestOf(await archiveOf(tradeEn, other), week)).figures ?? []
    expect(figure?.kind).toBe('disputed')
    expect(figure?.line).toBe('China–Kazakhstan trade, 2024: $43.8 bn (The Astana Times) / $30.1 bn (UzA)')
  })

  test('lets two values of one article dispute nothing: which of them it means cannot be told', async () => {
    const both: Row = {
      id: 'trade-both', source: 'UzA', day: 2, lang: 'en', title: 'Two counts of the trade of Kazakhstan and China',
      body: 'Chinese customs put trade between Kazakhstan and China at $43.8 billion in 2024. In Astana trade between Kazakhstan and China in 2024 is given as $30.1 billion.',
    } // prettier-ignore
    expect((await digestOf(await archiveOf(both), week)).figures ?? []).toEqual([])
    const moved = await digestOf(await archiveOf(both, tradeEn), week)
    expect(moved.figures ?? []).toEqual([])
  })

  test('calls a value moved that its only source took back, and disputed while another still tells it', async () => {
    const back: Row = {
      id: 'trade-back', source: 'The Astana Times', day: 3, lang: 'en', title: 'Kazakhstan and China: trade was counted anew',
      body: 'Trade between Kazakhstan and China reached $44.6 billion in 2024 after a revision, customs officials said.',
    } // prettier-ignore
    const [moved] = (await digestOf(await archiveOf(tradeEn, back), week)).figures ?? []
    expect(moved).toMatchObject({ kind: 'moved', line: 'China–Kazakhstan trade, 2024: $43.8 bn → $44.6 bn' })
    const [disputed] = (await digestOf(await archiveOf(tradeEn, tradeRu, back), week)).figures ?? []
    expect(disputed?.kind).toBe('disputed')
  })

  test('marks a movement of which one end is disputed, with both of its values', async () => {
    const before: Row = {
      id: 'trade-2023', source: 'UzA', day: 3, lang: 'en', title: 'A look back at the trade of Kazakhstan and China',
      body: 'In 2023 trade between Kazakhstan and China was $41 billion, economists recall.',
    } // prettier-ignore
    const other: Row = {
      id: 'trade-other', source: 'Asia-Plus', day: 2, lang: 'en', title: 'Kazakhstan counts its trade with China otherwise',
      body: 'Trade between Kazakhstan and China reached $30.1 billion in 2024, the ministry in Astana said.',
    } // prettier-ignore
    const [figure] = (await digestOf(await archiveOf(tradeEn, tradeRu, before, other), week)).figures ?? []
    expect(figure).toMatchObject({
      ...{ kind: 'moved', isDisputed: true },
      line: 'China–Kazakhstan trade: $41 bn (2023) → $43.8 bn / $30.1 bn (2024)',
    })
    expect(figure?.points.map(({ source }) => source)).toEqual(['UzA', 'The Astana Times', 'Asia-Plus'])
  })

  test('calls nothing moved that was always said alike, and is no part of a day', async () => {
    const opened = await archiveOf(tradeEn, tradeRu)
    expect((await digestOf(opened, week)).figures).toEqual([])
    expect((await digestOf(opened)).figures).toBeUndefined()
  })
})
