import { ComponentType } from 'discord.js'
import type { APIMessage } from 'discord.js'
import { cleanText } from '../../wording/clean.js'
import type { About } from '../../contract/request.js'
import { openId } from './custom-ids.js'

type Shown = Partial<Pick<APIMessage, 'content' | 'embeds' | 'components'>>

/** A component as it comes in, whatever kind it is. */
interface Component {
  readonly type?: unknown
  readonly content?: unknown
  readonly custom_id?: unknown
  readonly components?: readonly Component[]
  readonly accessory?: Component
}

/** All text that a message shows, in order. Without MessageContent that of others' messages is there only where Discord gives it. */
export function messageText({ content = '', embeds = [], components = [] }: Shown): string {
  const ofEmbeds = embeds.flatMap(({ title, description, fields = [], url }) => [
    title,
    description,
    ...fields.flatMap(({ name, value }) => [name, value]),
    // A bare link's preview says what the link is; the link stands in the content.
    content === '' ? url : undefined,
  ])
  const texts = [content, ...ofEmbeds, ...allComponents(components as readonly Component[]).flatMap(displayed)]
  return cleanText(texts.filter((text) => typeof text === 'string' && text !== '').join('\n')).trim()
}

// Verbs of our own buttons whose first word is a story's id.
const STORY_VERBS: ReadonlySet<string> = new Set(['story', 'item', 'follow'])
const MOST_STORIES = 60

/** The stories that a message of the bot shows: by its buttons, and by "/story ID" in its text. */
export function aboutOf(message: Shown, secret: string): About {
  const pressed = allComponents(message.components as readonly Component[] | undefined).flatMap(({ custom_id: id }) => {
    const [verb, storyId] = typeof id === 'string' ? (openId(id, secret)?.action ?? []) : []
    return verb !== undefined && storyId !== undefined && STORY_VERBS.has(verb) ? [storyId] : []
  })
  const text = messageText(message).replace(/\\(.)/g, '$1')
  const named = [...text.matchAll(/\/story\s+([\w-]{1,40})/g)].map(([, id = '']) => id)
  return { storyIds: [...new Set([...pressed, ...named])].slice(0, MOST_STORIES) }
}

function displayed({ type, content }: Component): readonly string[] {
  return type === ComponentType.TextDisplay && typeof content === 'string' ? [content] : []
}

function allComponents(components: readonly Component[] = []): readonly Component[] {
  return components.flatMap((component) => [
    component,
    ...allComponents(component.components),
    ...allComponents(component.accessory === undefined ? [] : [component.accessory]),
  ])
}
