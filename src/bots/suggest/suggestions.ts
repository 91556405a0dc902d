import { LANGUAGES } from '../../text/types.js'
import { cutText } from '../../text/words/cut-text.js'
import { cleanLine } from '../wording/clean.js'
import type { ChatSettings } from '../contract/chats.js'
import { languageName } from '../wording/format.js'
import { createLastKnown, type LastKnown } from './last-known.js'
import { zoneChoices } from '../menus/menu-choices.js'
import type { Choice } from '../contract/message.js'
import { orderWords } from '../menus/order-words.js'
import type { Typed } from '../contract/platform.js'
import type { Chat } from '../contract/request.js'
import { keptSubscriptions } from '../menus/subscription-parts.js'
import { textLanguages } from '../wording/texts.js'
import { withinTime } from '../timing/time-limit.js'
import { viewIn, type View } from '../wording/view.js'
import { readZone, zoneLabel, zonesByName } from '../schedule/named-zones.js'
import type { Entity } from '../../regions/region.js'
import { namesOf } from '../menus/find-entities.js'
import { hasWords, RECENT_STORIES } from '../wording/title-words.js'
import type { CommandDeps } from '../turn/turn.js'

const MOST = 25
const LIMIT_MS = 2_000
/** A person types on meanwhile: what the store said last will do where it is busy. */
const PROMPT_MS = 60
const MOST_KNOWN = 1_000

/**
 * Gives at most 25 values that fit what is typed, those that begin with it first; where the store is busy by what it said
 * last. Never throws; what takes longer than 2 s is no help.
 */
export function openSuggestions(deps: CommandDeps): (typed: Typed) => Promise<readonly Choice[]> {
  const known = createLastKnown(MOST_KNOWN)
  return async (typed) => {
    try {
      return await withinTime(suggested(typed, { ...deps, known }), LIMIT_MS, [])
    } catch {
      return []
    }
  }
}

interface SuggestDeps extends CommandDeps {
  readonly known: LastKnown
}

async function suggested(typed: Typed, deps: SuggestDeps): Promise<readonly Choice[]> {
  const settings = await settingsOf(typed.chat, deps)
  const view = viewIn(settings.language ?? typed.clientLanguage ?? 'en', deps.region, settings)
  const wanted = folded(typed.text)
  const ranked = (await valuesOf(typed, view, deps)).flatMap(({ names, ...choice }) => {
    const rank = rankOf(names, wanted)
    return rank === undefined ? [] : [{ choice: { ...choice, label: cutText(cleanLine(choice.label), 100) }, rank }]
  })
  return ranked.sort((a, b) => a.rank - b.rank).slice(0, MOST).map(({ choice }) => choice) // prettier-ignore
}

/** Only for its language: of a chat that was not heard of yet the person's own will do. */
async function settingsOf(chat: Chat, { chats, known }: SuggestDeps): Promise<ChatSettings> {
  const key = `settings ${chat.platform} ${chat.chatId} ${chat.threadId ?? ''}`
  return withinTime(
    known.ask(key, async () => chats.settings(chat), PROMPT_MS),
    PROMPT_MS,
    {},
  )
}

type Value = Choice & { readonly names: readonly string[] }

// 0: a name begins with it, 1: a word of a name does, 2: it stands inside, 3: each of its words begins one of a name; an empty text fits all.
function rankOf(names: readonly string[], wanted: string): number | undefined {
  if (wanted === '') return 0
  const found = names.map(folded)
  if (found.some((name) => name.startsWith(wanted))) return 0
  if (found.some((name) => name.includes(` ${wanted}`))) return 1
  if (found.some((name) => name.includes(wanted))) return 2
  return found.some((name) => hasWords(name, wanted)) ? 3 : undefined
}

async function valuesOf({ of, chat, text }: Typed, view: View, deps: SuggestDeps): Promise<readonly Value[]> {
  const { region, language, say } = view
  const named = (things: readonly Pick<Entity, 'id' | 'name'>[]) =>
    things.map((thing): Value => ({ value: thing.id, label: thing.name[language], names: namesOf(thing) }))
  switch (of) {
    case 'section': {
      const sections = region.sections.map(({ id, title }) => ({ id, name: title }))
      return [{ value: 'all', label: say('section.all'), names: ['all', say('section.all')] }, ...named(sections)]
    }
    case 'country':
      return named(region.entities.filter(({ kind }) => kind === 'country'))
    case 'entity':
      return named(region.entities)
    case 'figure':
      return named(region.measures)
    case 'language':
      return textLanguages().map((id) => ({
        value: id,
        label: languageName(id, id),
        names: [id, ...LANGUAGES.map((reader) => languageName(id, reader))],
      }))
    case 'timezone':
      return zonesTyped(text, view)
    case 'subscription': {
      const kept = await keptSubscriptions(chat, deps.chats)
      return kept.map((subscription) => {
        const { section, when } = orderWords(subscription, deps.now(), view)
        return {
          value: subscription.id,
          label: `${subscription.id} · ${section} · ${when}`,
          names: [subscription.id, section],
        }
      })
    }
    case 'story': {
      const stories = await deps.known.ask(
        'stories',
        async () => deps.newsroom.recentStories(RECENT_STORIES),
        PROMPT_MS,
      )
      return stories.map(({ id, title, titles = [title] }) => ({ value: id, label: title, names: [id, ...titles] }))
    }
    case 'feed': {
      const { feeds } = await deps.known.ask('sources', async () => deps.newsroom.sources(), PROMPT_MS)
      return feeds.map(({ feedId, outlet }) => ({
        value: feedId,
        label: `${outlet} (${feedId})`,
        names: [feedId, outlet],
      }))
    }
  }
}

/** Zones by all their names, the region's own first, none twice; what is typed as an offset is one, too. */
function zonesTyped(text: string, { region, language }: View): readonly Value[] {
  const known = zonesByName(language)
  const usual = zoneChoices(region.timezone, { region }).map(({ value }) => value)
  const sorted = [...usual.flatMap((zone) => known.filter(({ value }) => value === zone)), ...known]
  const read = readZone(text)
  const typed = read === undefined ? [] : [{ value: read, label: known.find(({ value }) => value === read)?.label ?? zoneLabel(read), names: [text] }] // prettier-ignore
  return [...new Map([...typed, ...sorted].map((zone) => [zone.value, zone] as const)).values()].map((zone) =>
    zone.value === read ? { ...zone, names: [...zone.names, text] } : zone,
  )
}

function folded(text: string): string {
  return cleanLine(text).toLowerCase().replaceAll('ё', 'е').slice(0, 100)
}
