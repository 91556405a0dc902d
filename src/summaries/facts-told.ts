import { isTelling } from './lines.js'
import type { Reader } from './reader.js'
import type { Finding } from './types.js'

/**
 * What a finding says of its story, as keys that are the same in every language and outlet: its figures by measure, parties,
 * period and value, and who stands where. None: it names people and places only.
 */
export function factsOf({ figures, stances }: Pick<Finding, 'figures' | 'stances'>, reader: Reader): readonly string[] {
  const told = figures
    .filter((figure) => isTelling(figure, reader))
    .map(({ what, between, project = '', period = '', kind, value, unit }) =>
      [what, [...between].sort().join('+'), project, period, kind, value, unit].join(' '),
    )
  const sides = stances
    .filter(({ change }) => change.kind === 'changed')
    .map(({ actor, towards, stance }) => [actor, [...towards].sort().join('+'), stance].join(' '))
  return [...new Set([...told, ...sides])].sort()
}
