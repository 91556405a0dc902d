import { heading, paragraph, small } from '../wording/blocks.js'
import type { ChatStore } from '../contract/chats.js'
import { formatDateTime } from '../wording/format.js'
import type { Message } from '../contract/message.js'
import type { Refusal } from '../contract/platform.js'
import type { TraitsOf } from '../contract/platform-traits.js'
import type { PlatformName } from '../contract/request.js'
import { nonceFrom, sayToPerson } from './say-to-person.js'
import type { PlatformsByName } from './reachable-platforms.js'
import type { ShownRegion, View } from '../wording/view.js'
import { personOf } from './person-of.js'

export interface OutageDeps {
  /** "discord:ID": a platform's name and a person's id there. */
  readonly owners: readonly string[]
  readonly chats: Pick<ChatStore, 'settings'>
  readonly region: ShownRegion
  readonly platforms: PlatformsByName
  readonly traits: TraitsOf
  readonly now: () => number
}

/** Tells the owner on one platform that another is down: silent for long, or refused. What is to be told is known in this process alone. */
export interface Outages {
  silent(platform: PlatformName): void
  refused(platform: PlatformName, refusal: Refusal): void
  back(platform: PlatformName): void
  /** Says what was not said yet; gives how much was. Throws what the store throws. */
  tell(): Promise<number>
}

interface Outage {
  readonly platform: PlatformName
  readonly at: number
  readonly kind: 'silent' | 'back' | Refusal['cause']
}

/** An owner who cannot be reached now is tried so often, a minute apart: whoever reads the log knows it as well. */
const MOST_ROUNDS = 60

/** Each outage is told once to the first owner who can be written to elsewhere, and its end once where it was told. */
export function openOutages(deps: OutageDeps): Outages {
  const down = new Map<PlatformName, Outage['kind']>()
  let open: { readonly outage: Outage; readonly rounds: number }[] = []
  const note = (platform: PlatformName, kind: Outage['kind']): void => {
    if (deps.owners.length > 0) open.push({ outage: { platform, kind, at: deps.now() }, rounds: 0 })
  }
  return {
    silent(platform) {
      if (down.has(platform)) return
      down.set(platform, 'silent')
      note(platform, 'silent')
    },
    refused(platform, { cause }) {
      down.set(platform, cause)
      note(platform, cause)
    },
    back(platform) {
      if (down.delete(platform)) note(platform, 'back')
    },
    async tell() {
      const telling = open
      open = []
      let told = 0
      for (const { outage, rounds } of telling) {
        const said = await tellOne(outage, deps)
        if (said === 'said') told += 1
        else if (said === 'later' && rounds + 1 < MOST_ROUNDS) open.push({ outage, rounds: rounds + 1 })
      }
      return told
    },
  }
}

async function tellOne(outage: Outage, deps: OutageDeps): Promise<'said' | 'later' | 'never'> {
  let isLater = false
  for (const owner of new Set(deps.owners)) {
    const { name, userId } = personOf(owner)
    const platform = deps.platforms.get(name)
    // It may run again soon, and says of itself only that it is back.
    if (platform === undefined || (name === outage.platform && outage.kind !== 'back')) continue
    const nonce = nonceFrom(`${userId} ${outage.platform} ${outage.kind} ${outage.at}`)
    const { title } = deps.traits(outage.platform)
    const message = (view: View) => outageMessage(outage, title, view)
    const { kind } = await sayToPerson(platform, { userId, nonce, message }, deps)
    if (kind === 'sent' || kind === 'uncertain') return 'said'
    if (kind === 'retry') isLater = true
  }
  return isLater ? 'later' : 'never'
}

function outageMessage({ platform, kind, at }: Outage, title: string, view: View): Message {
  const { say } = view
  const named = { platform: title }
  if (kind === 'back') return { blocks: [paragraph(say('owner.platformBack', named))], isPrivate: true }
  const what = {
    silent: () => say('owner.platformSilent', { ...named, time: formatDateTime(at, view) }),
    token: () => say('owner.platformToken', { ...named, setting: `${platform.toUpperCase()}_TOKEN` }),
    bot: () => say('owner.platformRefused', named),
  }[kind]
  return {
    blocks: [heading(say('owner.platformDown', named)), paragraph(what()), small(say('owner.platformWaiting', named))],
    isPrivate: true,
  }
}
