import type { Correction } from '../../summaries/digest/corrections.js'
import type { Digest, DigestItem, DigestSection } from '../../summaries/terms/shapes.js'
import { bold, heading, paragraph } from '../wording/blocks.js'
import type { DueSubscription, RevisedQuote } from '../contract/chats.js'
import { cleanLine } from '../wording/clean.js'
import type { Block, Message } from '../contract/message.js'
import type { Newsroom } from '../contract/newsroom-port.js'
import type { Platform, StoryPost } from '../contract/platform.js'
import { presentStory } from '../present/present-archive.js'
import { presentOneItem, type DigestLook } from '../present/present-digest.js'
import { presentItem } from '../present/present-item.js'
import { correctionBlocks } from '../present/present-news.js'
import { changeWord } from '../present/present-parts.js'
import { entityName, ownLine, type View } from '../wording/view.js'
import type { Payload } from '../contract/payload.js'

export interface PostDeps {
  readonly platform: Platform
  readonly newsroom: Pick<Newsroom, 'item' | 'story'>
  readonly view: View
  readonly look: DigestLook
}

/** What was told of a story and no longer holds. */
export type Corrected = readonly { readonly storyId: string; readonly correction: Correction }[]

/**
 * A digest as posts of a forum, one a story: its first message tells all that is known, what is new is said below. Empty: there
 * is nothing new. Undefined: the subscription asks for no posts, or the platform has none. Throws what the newsroom throws.
 */
export async function postPayloads(
  digest: Digest,
  corrected: Corrected,
  { delivery }: Pick<DueSubscription, 'delivery'>,
  deps: PostDeps,
): Promise<readonly Payload[] | undefined> {
  const { platform } = deps
  if (delivery?.isForum !== true || platform.renderPost === undefined) return undefined
  const told = storiesOf(digest)
  const payloads: Payload[] = []
  for (const storyId of new Set([...told.keys(), ...corrected.map((each) => each.storyId)])) {
    const wrong = corrected.filter((each) => each.storyId === storyId).map(({ correction }) => correction)
    const items = told.get(storyId) ?? []
    const post = await postOf(storyId, { items, wrong, digest }, deps)
    if (post) payloads.push(platform.renderPost(post, delivery))
  }
  return payloads
}

/** Which correction belongs to which story, by what was told. */
export function correctedStories(corrections: readonly Correction[], revised: readonly RevisedQuote[]): Corrected {
  return corrections.flatMap((correction) => {
    const of = revised.find(({ articleId, quote }) => articleId === correction.articleId && quote === correction.quote)
    return of === undefined ? [] : [{ storyId: of.storyId, correction }]
  })
}

interface Told {
  readonly item: DigestItem
  readonly section: DigestSection
}

function storiesOf({ sections }: Digest): ReadonlyMap<string, readonly Told[]> {
  const stories = new Map<string, Told[]>()
  for (const section of sections)
    for (const item of section.items) {
      const known = stories.get(item.storyId) ?? []
      known.push({ item, section })
      stories.set(item.storyId, known)
    }
  return stories
}

interface Parts {
  readonly items: readonly Told[]
  readonly wrong: readonly Correction[]
  readonly digest: Digest
}

async function postOf(
  storyId: string,
  { items, wrong, digest }: Parts,
  { newsroom, view, look }: PostDeps,
): Promise<StoryPost | undefined> {
  const own = { view, ...(look.length !== undefined && { length: look.length }) }
  const corrections = wrong.length === 0 ? [] : correctionBlocks(wrong, view)
  const news = items.map(({ item }) => presentOneItem(item, digest, own)).filter(({ length }) => length > 0)
  const [main] = items
  if (!main || news.length === 0) return corrections.length === 0 ? undefined : correctedPost(storyId, wrong, { newsroom, view }) // prettier-ignore
  const { sectionId } = main.section
  const opened = await newsroom.item({ storyId, sectionId, language: view.language })
  const [ofMain = [], ...ofOthers] = news
  const change = changeWord(main.item.change, view)
  const countries = (opened?.entityIds ?? []).filter((id) =>
    view.region.entities.some((entity) => entity.id === id && entity.kind === 'country'),
  )
  return {
    key: storyId,
    name: cleanLine(ownLine(main.item.line, view)),
    tags: [
      ...new Set([
        ...items.map(({ section }) => ownLine(section.title, view)),
        ...countries.map((id) => entityName(id, view)),
      ]),
    ],
    first: opened ? withChange(presentItem(opened, view), change) : { blocks: ofMain },
    events: ofOthers.map((blocks) => ({ blocks })),
    news: { blocks: [...corrections, ...news.flat()] },
  }
}

function withChange(message: Message, change: string): Message {
  const [title, ...rest] = message.blocks
  const changed: readonly Block[] = change === '' ? [] : [paragraph(bold(change))]
  return { ...message, blocks: [...(title ? [title] : []), ...changed, ...rest] }
}

/** A post that told what no longer holds: its first message loses it, too. */
async function correctedPost(
  storyId: string,
  wrong: readonly Correction[],
  { newsroom, view }: Pick<PostDeps, 'newsroom' | 'view'>,
): Promise<StoryPost> {
  const blocks = correctionBlocks(wrong, view)
  const story = await newsroom.story(storyId)
  const name = cleanLine(story?.title ?? wrong[0]?.title ?? '') || view.say('correction.title')
  const shown = story === undefined ? [heading(name)] : presentStory(story, view).blocks
  return { key: storyId, name, tags: [], first: { blocks: [...shown, ...blocks] }, events: [], news: { blocks } }
}
