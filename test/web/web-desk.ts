import { importArticles } from '../../src/feeds/pages/article-rows.js'
import { KNOWN_TRAITS } from '../../src/app/known-platforms.js'
import type { Message } from '../../src/bots/contract/message.js'
import { viewIn } from '../../src/bots/wording/view.js'
import { openNewsroom, type OpenNewsroom } from '../../src/newsroom/open-newsroom.js'
import { loadRegion } from '../../src/regions/load-region.js'
import { detectLanguage } from '../../src/text/language/language.js'
import type { HealthReport, WebDeps } from '../../src/web/base/web-deps.js'
import { webApp } from '../../src/web/web-app.js'

// The pages over a newsroom in memory, with articles written for these tests.

export const NOW = Date.parse('2025-07-01T12:00:00Z')
const packRegion = loadRegion('regions/central-asia')

const ROWS = [
  {
    id: 'kz-2024', source: 'The Astana Times', url: 'https://astanatimes.com/a', date: '2025-07-01T06:00:00Z', lang: 'en',
    title: 'Kazakhstan and China count their <b>trade</b> & more',
    body: 'Trade between Kazakhstan and China reached $43.8 billion in 2024, customs officials said. Both sides plan new border terminals.',
  },
  {
    id: 'kz-2024-zh', source: 'Xinhua', url: 'https://xinhua.cn/b', date: '2025-07-01T08:00:00Z', lang: 'zh',
    title: '中哈贸易额去年达到438亿美元',
    body: '海关官员表示，2024年中国与哈萨克斯坦贸易额达到438亿美元。双方计划建设新的边境口岸。',
  },
  {
    id: 'expelled', source: 'Asia-Plus', url: 'https://asiaplustj.info/d', date: '2025-07-01T10:00:00Z', lang: 'en',
    title: 'Russia deports more migrant workers',
    body: 'Russia deported 17,000 migrant workers from Tajikistan last year, the labour ministry in Dushanbe said. Their families depend on remittances.',
  },
] // prettier-ignore

export async function openRooms(): Promise<OpenNewsroom> {
  const rooms = await openNewsroom({ traits: KNOWN_TRAITS, region: packRegion, databaseUrl: 'file::memory:', now: () => NOW }) // prettier-ignore
  const { outlets } = rooms.reader().region
  const lines = ROWS.map((row) => JSON.stringify(row))
  await importArticles(lines, { store: rooms.articles, outlets, detectLanguage, now: () => NOW })
  await rooms.readingRounds.readUnread()
  return rooms
}

const WELL: HealthReport = { isWell: true, reasons: [], parts: {} }

/** The pages, the messages that owners got, and the faults that were told. */
export function openPages(rooms: OpenNewsroom, given: Partial<WebDeps> = {}) {
  const told: Message[] = []
  const faults: string[] = []
  const app = webApp({
    news: rooms.publicNews,
    region: packRegion,
    health: async () => WELL,
    metrics: async () => 'silkwire_articles 3\n',
    deliveries: rooms.deliveries,
    tellOwners: async (message) => {
      told.push(message()(viewIn('en', packRegion)))
    },
    base: 'https://news.example',
    now: () => NOW,
    onServed: () => undefined,
    onFault: (where, reason) => {
      faults.push(`${where}: ${reason}`)
    },
    ...given,
  })
  const get = async (path: string, headers: Record<string, string> = {}) => app.request(path, { headers })
  return { app, get, told, faults }
}
