import { parseAtomFeed, parseRdfFeed, parseRssFeed } from 'feedsmith'
import { checkedFeed, checkedItem, type ParsedFeed } from './parsed-feed.js'
import { isoOf } from './read-rss.js'
import { textBack, type RewrittenFeed } from './rewrite-feed.js'

/** Atom 1.0 that rewriteFeed has written. These functions throw what feedsmith throws. */
export function readAtom({ xml, texts }: RewrittenFeed): ParsedFeed {
  const feed = parseAtomFeed(xml)
  return {
    format: 'atom',
    feed: checkedFeed({
      title: feed.title?.value,
      link: feed.links?.find((link) => link.rel === 'alternate')?.href,
      description: feed.subtitle?.value,
      language: feed.xml?.lang,
    }),
    items: (feed.entries ?? []).map((entry) =>
      checkedItem({
        guid: entry.id,
        url: entry.links?.find((link) => link.rel === 'alternate')?.href,
        title: entry.title?.value,
        text: textBack(entry.content?.value ?? entry.summary?.value, texts),
        author: entry.authors?.[0]?.name,
        publishedAt: isoOf(entry.published),
        updatedAt: isoOf(entry.updated),
        categories: entry.categories?.map((category) => category.term),
        enclosures: entry.links
          ?.filter((link) => link.rel === 'enclosure')
          .map(({ href, type, length }) => ({ url: href, type, length })),
        commentsUrl: entry.links?.find((link) => link.rel === 'replies')?.href,
        commentCount: entry.thr?.total,
      }),
    ),
  }
}

/** Reads RSS 1.0 (RDF). Throws what feedsmith throws where the XML is no such feed. */
export function readRdf({ xml, texts }: RewrittenFeed): ParsedFeed {
  const feed = parseRdfFeed(xml)
  return {
    format: 'rdf',
    feed: checkedFeed({
      title: feed.title,
      link: feed.link,
      description: feed.description,
      language: feed.dc?.languages?.[0],
    }),
    items: (feed.items ?? []).map((item) =>
      checkedItem({
        guid: item.rdf?.about,
        url: item.link,
        title: item.title,
        text: textBack(item.content?.encoded ?? item.description, texts),
        author: item.dc?.creators?.[0],
        publishedAt: isoOf(item.dc?.dates?.[0]),
        updatedAt: isoOf(item.dcterms?.modified?.[0]),
        categories: item.dc?.subjects,
        commentsUrl: item.wfw?.commentRss,
        commentCount: item.slash?.comments,
      }),
    ),
  }
}

/** RSS that rss-parser refused. */
export function readRssAgain({ xml, texts }: RewrittenFeed): ParsedFeed {
  const feed = parseRssFeed(xml)
  return {
    format: 'rss',
    feed: checkedFeed(feed),
    items: (feed.items ?? []).map((item) =>
      checkedItem({
        guid: item.guid?.value,
        url: item.link,
        title: item.title,
        text: textBack(item.content?.encoded ?? item.description, texts),
        author: item.dc?.creators?.[0],
        publishedAt: isoOf(item.pubDate),
        updatedAt: isoOf(item.dcterms?.modified?.[0]),
        categories: item.categories?.map((category) => category.name),
        enclosures: item.enclosures?.map(({ url, type, length }) => ({ url, type, length })),
        commentsUrl: item.wfw?.commentRss,
        commentCount: item.slash?.comments,
      }),
    ),
  }
}
