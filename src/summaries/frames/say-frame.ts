import type { Names } from '../../regions/region.js'
import type { Language } from '../../text/types.js'
import { nameAll } from '../lines/lines.js'
import type { Reader } from '../terms/reader.js'
import type { Named } from './fill-shape.js'
import type { Frame } from './find-frames.js'
import type { TopicFrame } from './topics.js'
import { grammarOf } from './frame-grammar.js'
import { frameWordsOf } from './frame-words.js'

/** A frame in a reader's language, with names of the pack alone; undefined where it has more than `limit` letters. */
export function sayFrame(
  frame: Frame,
  { reader, language, limit }: { reader: Reader; language: Language; limit: number },
): string | undefined {
  const say = (where: string | undefined, what: readonly string[]) =>
    sayOnce({ ...frame, what }, { reader, language, where })
  const forms = [
    () => say(frame.where, frame.what),
    () => say(frame.where, frame.what.slice(0, 1)),
    () => say(undefined, frame.what.slice(0, 1)),
  ]
  for (const form of forms) {
    const line = form()
    if (line.length <= limit) return line
  }
  return undefined
}

function sayOnce(
  frame: Frame,
  { reader, language, where }: { reader: Reader; language: Language; where: string | undefined },
): string {
  const { held, where: place, planned } = grammarOf(language)
  const words = frameWordsOf(reader.region)
  const nameOf = (id: string) => reader.entityById.get(id)?.name[language] ?? id
  const shown = ({ entityId, officeId }: Named) => {
    const office = officeId === undefined ? undefined : words?.officeById.get(officeId)?.name[language]
    return office === undefined ? nameOf(entityId) : held.replace('{of}', nameOf(entityId)).replace('{office}', office)
  }
  const matter = (id: string) =>
    (words?.topicById.get(id)?.name ??
      words?.lists.matters[id] ??
      words?.peopleById.get(id)?.name ??
      ({} as Partial<Names>))[language] ?? ''
  const list = (items: readonly string[]) => [...new Set(items)].join(language === 'zh' ? '、' : ', ')
  const filled: Record<string, string> = {
    who: language === 'en' && frame.who.length > 1 ? together(frame.who.map(shown)) : list(frame.who.map(shown)),
    with: list(frame.with.map(shown)),
    to: list(frame.to.map(shown)),
    of: list(frame.of.map(shown)),
    what: list(frame.what.map(matter)),
  }
  const ownForm = frame.isPlanned ? frame.act.planForm?.[language] : undefined
  const line = fill(ownForm ?? frame.act.form[language], filled).replace(/s's /gu, "s' ")
  const spot =
    where === undefined
      ? ''
      : (language === 'en' && /[:(]/u.test(line) ? ' · {where}' : place).replace('{where}', nameOf(where))
  const time = frame.isPlanned && ownForm === undefined ? (language === 'zh' ? `（${planned}）` : ` (${planned})`) : ''
  const whole = line + spot + time
  return whole.charAt(0).toLocaleUpperCase(language) + whole.slice(1)
}

/** Whom and what a sentence is about, in a reader's language; the first topic alone where both are more than `limit` letters. */
export function sayTopics(
  { parties, topics }: TopicFrame,
  { reader, language, limit }: { reader: Reader; language: Language; limit: number },
): string | undefined {
  const { about } = grammarOf(language)
  const words = frameWordsOf(reader.region)
  const comma = language === 'zh' ? '、' : ', '
  const nameOf = (id: string) => (words?.topicById.get(id)?.name ?? reader.entityById.get(id)?.name)?.[language] ?? id
  const who = nameAll(parties, { reader, language }).join(comma)
  const say = (ids: readonly string[]) => about.replace('{who}', who).replace('{what}', [...new Set(ids.map(nameOf))].join(comma)) // prettier-ignore
  return [topics, topics.slice(0, 1)].map(say).find((line) => line.length <= limit)
}

const together = (names: readonly string[]) => `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`

/** "[ ... {what}]" falls away where its place is empty. */
function fill(form: string, places: Readonly<Record<string, string>>): string {
  const put = (text: string) => text.replace(/\{(\w+)\}/gu, (_all, name: string) => places[name] ?? '')
  return put(form.replace(/\[([^\]]*)\]/gu, (_all, part: string) => (/\{(\w+)\}/u.test(part) && places[/\{(\w+)\}/u.exec(part)?.[1] ?? ''] === '' ? '' : part))) // prettier-ignore
}
