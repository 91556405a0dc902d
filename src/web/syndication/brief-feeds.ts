import { presentOneItem } from '../../bots/present/present-digest.js'
import { cleanLine } from '../../bots/wording/clean.js'
import { textBlocks } from '../../bots/wording/blocks.js'
import { sectionTitle, storyPage, viewIn } from '../../bots/wording/view.js'
import type { Run } from '../../bots/contract/message.js'
import type { Region } from '../../regions/region.js'
import type { Digest, DigestItem } from '../../summaries/terms/shapes.js'

export interface BriefFeed {
  readonly digest: Digest
  readonly sectionId: string | undefined
  readonly region: Region
  /** Where readers find the pages. */
  readonly base: string
}

interface Entry {
  readonly id: string
  readonly title: string
  /** The story's page. */
  readonly url: string
  /** The article whose headline it is. */
  readonly articleUrl: string
  readonly text: string
  readonly sectionTitle: string
  readonly publishedAt: number
  /** Its source gave no date: `publishedAt` is when it was first seen. */
  readonly isUndated: boolean
}

interface Feed {
  readonly title: string
  readonly home: string
  readonly self: (path: string) => string
  readonly entries: readonly Entry[]
}

/** The brief as Atom (RFC 4287): one entry a story, its id the same for as long as the story is. */
export function atomOf(brief: BriefFeed): string {
  const { title, home, self, entries } = feedOf(brief)
  const updatedAt = entries.reduce((latest, { publishedAt }) => Math.max(latest, publishedAt), brief.digest.from)
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${brief.digest.language}">`,
    `<id>${xml(self('/atom.xml'))}</id>`,
    `<title>${xml(title)}</title>`,
    `<updated>${new Date(updatedAt).toISOString()}</updated>`,
    `<author><name>Silkwire</name></author>`,
    `<link rel="self" type="application/atom+xml" href="${xml(self('/atom.xml'))}"/>`,
    `<link rel="alternate" type="text/html" href="${xml(home)}"/>`,
    ...entries.map(
      ({ id, title: named, url, articleUrl, text, sectionTitle: section, publishedAt }) =>
        `<entry><id>${xml(id)}</id><title>${xml(named)}</title><updated>${new Date(publishedAt).toISOString()}</updated>` +
        `<link rel="alternate" type="text/html" href="${xml(url)}"/><link rel="via" href="${xml(articleUrl)}"/>` +
        `<category term="${xml(section)}"/><summary>${xml(text)}</summary></entry>`,
    ),
    '</feed>',
  ]
  return `${lines.join('\n')}\n`
}

/** The brief as JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/. */
export function jsonFeedOf(brief: BriefFeed): string {
  const { title, home, self, entries } = feedOf(brief)
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: home,
    feed_url: self('/feed.json'),
    language: brief.digest.language,
    items: entries.map(
      ({ id, title: named, url, articleUrl, text, sectionTitle: section, publishedAt, isUndated }) => ({
        id,
        url,
        external_url: articleUrl,
        title: named,
        content_text: text,
        ...(!isUndated && { date_published: new Date(publishedAt).toISOString() }),
        tags: [section],
      }),
    ),
  })
}

function feedOf({ digest, sectionId, region, base }: BriefFeed): Feed {
  const view = viewIn(digest.language, { ...region, webUrl: base })
  const query = new URLSearchParams({
    language: digest.language,
    ...(sectionId !== undefined && { section: sectionId }),
  })
  const about = sectionId === undefined ? region.name[digest.language] : sectionTitle(sectionId, view)
  const entries = digest.sections.flatMap((section) =>
    section.items.flatMap((item): readonly Entry[] => {
      const first = digest.citations.find(({ number }) => item.citations.includes(number))
      // The story's page is said by the entry's own link.
      const [named, ...rest] = presentOneItem(item, digest, { view: viewIn(digest.language, region) })
      if (first === undefined || named?.kind !== 'paragraph') return []
      const url = storyPage({ storyId: item.storyId, sectionId: section.sectionId }, view) ?? base
      const title = cleanLine(item.headline?.text ?? plain(named.runs))
      const told = textBlocks(rest).flatMap((block) => ('runs' in block ? [plain(block.runs)] : []))
      return [
        {
          id: `${base}/story/${encodeURIComponent(item.storyId)}#${section.sectionId}`,
          title,
          url,
          articleUrl: articleOf(item) ?? first.url,
          text: told.join('\n'),
          sectionTitle: section.title,
          publishedAt: first.publishedAt,
          isUndated: first.isUndated === true,
        },
      ]
    }),
  )
  return {
    title: `Silkwire: ${about}`,
    home: `${base}/?${query.toString()}`,
    self: (path) => `${base}${path}?${query.toString()}`,
    entries: entries.toSorted((a, b) => b.publishedAt - a.publishedAt),
  }
}

const articleOf = ({ headline }: DigestItem) => headline?.url

const plain = (runs: readonly Run[]) => runs.map(({ text }) => text).join('')

// Control characters are no part of XML at all; texts are cleaned of them where they are made.
function xml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}
