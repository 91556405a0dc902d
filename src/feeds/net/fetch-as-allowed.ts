import { isPreview } from '../addresses/channel-address.js'
import { FeedError } from './fetch-feed.js'
import type { Robots } from './robots.js'

/**
 * A fetch that asks a site's robots.txt first where a page is read as a feed: a channel's preview. Feeds are made for
 * readers, and are read without. Throws FeedError.
 */
export function fetchAsAllowed<Rest extends readonly unknown[], Result>(
  fetchUrl: (url: string, ...rest: Rest) => Promise<Result>,
  robots: { readonly of: (url: string) => Promise<Robots> },
): (url: string, ...rest: Rest) => Promise<Result> {
  return async (url, ...rest) => {
    if (isPreview(url) && !(await robots.of(url)).isAllowed(url))
      throw new FeedError('its robots.txt closes this page to readers like us', 'refused')
    return fetchUrl(url, ...rest)
  }
}
