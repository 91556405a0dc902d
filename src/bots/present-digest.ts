import type { Digest, DigestItem, DigestSection } from '../summaries/types.js'
import { bold, heading, joined, paragraph, quote, small } from './blocks.js'
import { cleanLine } from './clean.js'
import { formatDateTime } from './format.js'
import type { Block, Message } from './message.js'
import { changeWord, namesInARow, sourceRuns, voicesWords } from './present-parts.js'
import type { View } from './view.js'

/** A digest as a message: each section with its items, each item with its quote and source, and who was read. */
export function presentDigest(digest: Digest, view: View): Message {
  const dates = { from: formatDateTime(digest.from, view), to: formatDateTime(digest.to, view) }
  const title = view.say('digest.title', dates)
  const isEmpty = digest.sections.every(({ items }) => items.length === 0)
  const sections = isEmpty
    ? [paragraph(view.say('digest.empty'))]
    : digest.sections.flatMap((section) => sectionBlocks(section, digest, view))
  return { title, blocks: [heading(title), ...sections, ...coverageBlocks(digest, view)] }
}

function sectionBlocks(section: DigestSection, digest: Digest, view: View): readonly Block[] {
  const title = heading(section.title, 2)
  if (section.items.length === 0) return [title, small(view.say('digest.sectionEmpty'))]
  return [title, ...section.items.flatMap((item) => itemBlocks(item, digest, view))]
}

function itemBlocks(item: DigestItem, digest: Digest, view: View): readonly Block[] {
  const citations = digest.citations.filter(({ number }) => item.citations.includes(number))
  const [first] = citations
  // What has no source is not said.
  if (!first) return []
  const quoted = citations.find((citation) => citation.quote === item.quote) ?? first
  const change = changeWord(item.change, view)
  const sources = joined(
    citations.map((citation) => sourceRuns(citation, view)),
    '; ',
  )
  return [
    paragraph(...(change === '' ? [] : [bold(change), ' · ']), item.line),
    quote(item.quote, quoted.language),
    small(...sources, ' · ', voicesWords(item.voices, view), ` · /story ${cleanLine(item.storyId)}`),
  ]
}

function coverageBlocks({ coverage, silent }: Digest, view: View): readonly Block[] {
  const read = view.say('digest.read', {
    articles: view.say('count.articles', { count: coverage.articles }),
    outlets: view.say('count.outlets', { count: coverage.outlets }),
    feeds: view.say('count.feeds', { count: coverage.feedsRead }),
  })
  const { feedsFailed } = coverage
  return [
    small(read),
    ...(feedsFailed.length === 0 ? [] : [small(view.say('digest.failed', { names: namesInARow(feedsFailed, view) }))]),
    ...(silent.length === 0 ? [] : [small(view.say('digest.silent', { names: namesInARow(silent, view) }))]),
  ]
}
