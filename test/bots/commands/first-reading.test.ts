import { expect, test } from 'vitest'
import { handleRequest } from '../../../src/bots/commands/handle-request.js'
import { parseCommand } from '../../../src/bots/commands/parse-command.js'
import type { FeedReport } from '../../../src/bots/contract/newsroom-port.js'
import type { CommandDeps } from '../../../src/bots/turn/turn.js'
import { answer, catalogue, chatStore, digest, memos, newsroom, now, plain, region, traits } from '../stand-ins/stand-ins.js' // prettier-ignore

const feed = (feedId: string, verdict: string): FeedReport => ({
  ...{
    feedId,
    outlet: feedId,
    voice: 'unknown',
    url: 'https://steppe.example/',
    status: 'default',
    verdict,
    articles: 0,
  },
})

/** A bot on an archive without articles, whose feeds are as given. */
function desk(feeds: readonly FeedReport[]) {
  const empty = { ...digest, sections: [], citations: [] }
  const rooms = newsroom({
    sources: async () => ({ feeds, articles: 0, outlets: 0 }),
    digest: async () => empty,
    ask: async (question) => ({
      ...answer,
      question,
      found: false,
      hits: [],
      sentences: [],
      figures: [],
      citations: [],
    }),
  })
  const deps: CommandDeps = {
    ...{ newsroom: rooms, chats: chatStore().store, memos: memos(), catalogue: catalogue(), traits, region, now },
    firstSight: async () => true,
    newId: () => 's1',
  }
  return async (text: string) => plain(await handleRequest({ chat: { platform: 'telegram', chatId: '7' }, userId: 'u', command: parseCommand(text), mayManage: true }, deps)) // prettier-ignore
}

test('"No news in any section" while nothing was read yet: the first reading is told with its progress', async () => {
  const say = desk([feed('a', 'ok'), feed('b', 'never'), feed('c', 'never')])
  const line = 'First reading: 1 of 3 feeds so far. Ask again in a few minutes.'
  for (const asked of ['/digest', 'news', '/sources', 'trade with China']) expect(await say(asked)).toBe(line)
  expect(await say('/subscribe all 9')).toMatch(/^Done/)
})

test('feeds none of which can be read are an error, and no empty day', async () => {
  const say = desk([feed('a', 'timeout'), feed('b', 'unreachable')])
  for (const asked of ['/digest', '/sources', 'trade with China'])
    expect(await say(asked)).toMatch(/^None of the 2 feeds could be read/)
})

test('a day without news in an archive that is read says so', async () => {
  const say = desk([feed('a', 'ok'), feed('b', 'timeout')])
  expect(await say('/digest')).toContain('No news in any section.')
})
