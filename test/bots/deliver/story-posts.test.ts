import { expect, test } from 'vitest'
import type { Correction } from '../../../src/summaries/digest/corrections.js'
import type { ItemView } from '../../../src/summaries/digest/item-view.js'
import type { Newsroom } from '../../../src/bots/contract/newsroom-port.js'
import type { Platform, StoryPost } from '../../../src/bots/contract/platform.js'
import { correctedStories, postPayloads } from '../../../src/bots/deliver/story-posts.js'
import { viewIn } from '../../../src/bots/wording/view.js'
import { citation, digest, newsroom, plain, region } from '../stand-ins/stand-ins.js'

const opened: ItemView = {
  storyId: 's1',
  sectionId: 'trade-energy',
  line: 'Kazakhstan-China trade, 2024: $43.8 bn',
  entityIds: ['kazakhstan', 'china'],
  why: { cues: ['trade'], entities: ['Kazakhstan'], figures: [] },
  sources: [citation],
  silent: [],
}
const correction: Correction = { ...citation, articleId: 'a1', quote: 'Не так.' }

async function posts(
  of: typeof digest,
  corrections: readonly Correction[] = [],
  rooms: Partial<Newsroom> = { item: async () => opened },
): Promise<readonly StoryPost[] | undefined> {
  const platform = { renderPost: (post: StoryPost) => ({ post }) } as unknown as Platform
  const revised = corrections.map(({ articleId, quote }) => ({ subscriptionId: 's', storyId: 's1', articleId, quote, toldAt: 1 })) // prettier-ignore
  const payloads = await postPayloads(
    of,
    correctedStories(corrections, revised),
    { delivery: { isForum: true } },
    { platform, newsroom: newsroom(rooms), view: viewIn('en', region), look: {} },
  )
  return payloads?.map(({ post }) => post as StoryPost)
}

test('each story of a digest is one post: all that is known first, what is new as news, tags by section and country', async () => {
  const [trade] = digest.sections
  if (!trade) throw new Error('no section')
  const twice = { ...digest, sections: [trade, { ...trade, sectionId: 'outlook', title: 'Outlook' }] }
  const [post, ...others] = (await posts(twice)) ?? []
  expect(others).toEqual([])
  expect(post).toMatchObject({
    key: 's1',
    name: 'Kazakhstan-China trade, 2024: $43.8 bn',
    tags: ['Trade and energy', 'Outlook', 'Kazakhstan', 'China'],
  })
  expect(plain(post?.first ?? { blocks: [] })).toContain('changed')
  expect(plain(post?.first ?? { blocks: [] })).toContain(citation.quote)
  expect(post?.events.length).toBe(1)
  expect(plain(post?.news ?? { blocks: [] }).split(citation.quote).length).toBe(3)
})

test('a digest without news makes no post, and a subscription without posts stays as it is', async () => {
  expect(await posts({ ...digest, sections: [] })).toEqual([])
  const platform = { renderPost: () => ({}) } as unknown as Platform
  const deps = { platform, newsroom: newsroom(), view: viewIn('en', region), look: {} }
  expect(await postPayloads(digest, [], { delivery: {} }, deps)).toBeUndefined()
})

test('what no longer holds is said in the post of its story, whose first message loses it', async () => {
  const [alone] = (await posts({ ...digest, sections: [] }, [correction])) ?? []
  expect(alone?.key).toBe('s1')
  expect(plain(alone?.news ?? { blocks: [] })).toContain('Не так.')
  const [withNews] = (await posts(digest, [correction])) ?? []
  expect(plain(withNews?.news ?? { blocks: [] })).toContain('Не так.')
  expect(plain(withNews?.first ?? { blocks: [] })).not.toContain('Не так.')
})

test('an item without a source makes no post', async () => {
  expect(await posts({ ...digest, citations: [] })).toEqual([])
})
