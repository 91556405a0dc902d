import { READ_VERDICTS } from '../../feeds/health.js'
import type { SourcesReport } from '../contract/newsroom-port.js'
import type { View } from '../wording/view.js'

/** Why there may be nothing to tell yet: the first reading is under way, or no feed can be read. Undefined: neither. */
export function firstReadingLine({ feeds }: Pick<SourcesReport, 'feeds'>, { say }: View): string | undefined {
  const used = feeds.filter(({ status }) => status === 'default')
  const tried = used.filter(({ verdict }) => verdict !== 'never')
  if (used.length === 0) return undefined
  if (tried.length < used.length) return say('first.reading', { read: tried.length, feeds: used.length })
  return tried.some(({ verdict }) => READ_VERDICTS.has(verdict))
    ? undefined
    : say('first.failed', { feeds: used.length })
}
