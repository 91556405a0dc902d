import { bodyOf, listOf, sum, textOf } from './body.js'
import type { Body } from './body.js'

const ROW = 1
const BUTTON = 2
const STRING_SELECT = 3
const TEXT_INPUT = 4
const ROLE_SELECT = 6
const CHANNEL_SELECT = 8
const SECTION = 9
const TEXT = 10
const GALLERY = 12
const FILE = 13
const SEPARATOR = 14
const CONTAINER = 17
const LABEL = 18
const FILE_UPLOAD = 19
const LINK_STYLE = 5
const COMPONENTS_V2 = 1 << 15

const IN_CONTAINER = [ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR]

const KEYS: Readonly<Record<number, string>> = {
  [ROW]: 'components',
  [BUTTON]: 'style label custom_id url disabled emoji',
  [STRING_SELECT]: 'custom_id options placeholder min_values max_values disabled',
  [TEXT_INPUT]: 'custom_id style value placeholder required min_length max_length',
  [ROLE_SELECT]: 'custom_id placeholder min_values max_values disabled default_values',
  [CHANNEL_SELECT]: 'custom_id placeholder min_values max_values disabled channel_types default_values',
  [SECTION]: 'components accessory',
  [TEXT]: 'content',
  [GALLERY]: 'items',
  [FILE]: 'file spoiler',
  [SEPARATOR]: 'divider spacing',
  [CONTAINER]: 'components accent_color spoiler',
  [LABEL]: 'label description component',
  [FILE_UPLOAD]: 'custom_id min_values max_values required',
}

/** What Discord has against the components of a message. */
export function componentFaults(body: Body): readonly string[] {
  const top = listOf(body['components'])
  const all = withChildren(top)
  const isV2 = (Number(body['flags'] ?? 0) & COMPONENTS_V2) !== 0
  const faults = all.flatMap(faultsOfOne)
  if (isV2) {
    if (all.length > 40) faults.push(`components: ${all.length}, at most 40`)
    const text = sum(all.map(({ content }) => textOf(content).length))
    if (text > 4_000) faults.push(`components: ${text} characters, at most 4000`)
    if (top.length === 0) faults.push('components: none')
    faults.push(...wrongKinds('message', top, [...IN_CONTAINER, CONTAINER]))
  } else {
    if (top.length > 5) faults.push(`components: ${top.length} rows`)
    faults.push(...wrongKinds('a message without components V2', top, [ROW]))
  }
  return [...faults, ...sameIds(all)]
}

/** What Discord has against a modal. */
export function modalFaults(modal: Body): readonly string[] {
  const labels = listOf(modal['components'])
  const inputs = labels.map(({ component }) => bodyOf(component))
  const faults = [...labels, ...inputs].flatMap(faultsOfOne)
  between(faults, 'modal.title', textOf(modal['title']).length, 1, 45)
  between(faults, 'modal.custom_id', textOf(modal['custom_id']).length, 1, 100)
  between(faults, 'modal.components', labels.length, 1, 5)
  for (const key of Object.keys(modal))
    if (!['custom_id', 'title', 'components'].includes(key)) faults.push(`modal.${key}: no such key`)
  faults.push(...wrongKinds('modal', labels, [LABEL]))
  faults.push(...wrongKinds('label', inputs, [TEXT_INPUT, FILE_UPLOAD, STRING_SELECT, CHANNEL_SELECT]))
  return [...faults, ...sameIds(inputs)]
}

/** All texts that a message's body shows, in order. */
export function shownTexts(body: Body): readonly string[] {
  const ofEmbeds = listOf(body['embeds']).flatMap(({ title, description, fields }) => [
    title,
    description,
    ...listOf(fields).flatMap(({ name, value }) => [name, value]),
  ])
  const ofComponents = withChildren(listOf(body['components'])).map(({ content }) => content)
  return [body['content'], ...ofEmbeds, ...ofComponents].map(textOf).filter((text) => text !== '')
}

/** All components, from the top down. */
export function withChildren(components: readonly Body[]): readonly Body[] {
  return components.flatMap((component) => [
    component,
    ...withChildren(listOf(component['components'])),
    ...withChildren(component['accessory'] === undefined ? [] : [bodyOf(component['accessory'])]),
  ])
}

function between(faults: string[], what: string, count: number, least: number, most: number): void {
  if (count < least || count > most) faults.push(`${what}: ${count}, not ${least} to ${most}`)
}

function wrongKinds(where: string, components: readonly Body[], kinds: readonly number[]): readonly string[] {
  const wrong = components.filter(({ type }) => !kinds.includes(Number(type)))
  return wrong.map(({ type }) => `${where}: no place for a component of type ${String(type)}`)
}

function sameIds(components: readonly Body[]): readonly string[] {
  const ids = components.map(({ custom_id: id }) => textOf(id)).filter((id) => id !== '')
  return new Set(ids).size < ids.length ? ['custom_id: twice in one message'] : []
}

function faultsOfOne(component: Body): readonly string[] {
  const type = Number(component['type'])
  const faults: string[] = []
  const keys = KEYS[type]?.split(' ') ?? []
  for (const key of Object.keys(component))
    if (key !== 'type' && key !== 'id' && !keys.includes(key)) faults.push(`component ${type}: no key ${key}`)
  if (keys.includes('custom_id') && component['custom_id'] !== undefined)
    between(faults, 'custom_id', textOf(component['custom_id']).length, 1, 100)
  CHECKS[type]?.(component, faults)
  if (CHECKS[type] === undefined) faults.push(`component ${type}: no such type`)
  return faults
}

type Check = (component: Body, faults: string[]) => void

const CHECKS: Readonly<Record<number, Check>> = {
  [ROW]: ({ components }, faults) => {
    const kinds = listOf(components).map(({ type }) => Number(type))
    const isButtons = kinds.every((kind) => kind === BUTTON)
    between(faults, 'action row', kinds.length, 1, isButtons ? 5 : 1)
    faults.push(...wrongKinds('action row', listOf(components), [BUTTON, STRING_SELECT, ROLE_SELECT, CHANNEL_SELECT]))
  },
  [BUTTON]: checkButton,
  [STRING_SELECT]: checkSelect,
  [ROLE_SELECT]: ({ placeholder, min_values: least = 1, max_values: most = 1, default_values: chosen }, faults) => {
    between(faults, 'placeholder', textOf(placeholder).length, 0, 150)
    between(faults, 'role select min_values', Number(least), 0, 25)
    between(faults, 'role select max_values', Number(most), 1, 25)
    between(faults, 'role select default_values', listOf(chosen).length, 0, Number(most))
    for (const { type } of listOf(chosen))
      if (type !== 'role') faults.push(`role select: a default value of type ${textOf(type)}`)
  },
  [CHANNEL_SELECT]: ({ placeholder }, faults) => between(faults, 'placeholder', textOf(placeholder).length, 0, 150),
  [SECTION]: ({ components, accessory }, faults) => {
    between(faults, 'section', listOf(components).length, 1, 3)
    faults.push(...wrongKinds('section', listOf(components), [TEXT]))
    faults.push(...wrongKinds('accessory', [bodyOf(accessory)], [BUTTON]))
  },
  [TEXT]: ({ content }, faults) => {
    between(faults, 'text', textOf(content).length, 1, 4_000)
    if (textOf(content).trim() === '') faults.push('text: blank')
  },
  [GALLERY]: ({ items }, faults) => {
    between(faults, 'gallery', listOf(items).length, 1, 10)
    for (const { media, description } of listOf(items)) {
      if (!/^(attachment|https?):\/\//.test(textOf(bodyOf(media)['url']))) faults.push('gallery: no address')
      between(faults, 'gallery description', textOf(description).length, 0, 1_024)
    }
  },
  [FILE]: ({ file }, faults) => {
    if (!textOf(bodyOf(file)['url']).startsWith('attachment://')) faults.push('file: is no attachment')
  },
  [SEPARATOR]: ({ spacing }, faults) => {
    if (spacing !== undefined && spacing !== 1 && spacing !== 2)
      faults.push(`separator: spacing ${JSON.stringify(spacing)}`)
  },
  [CONTAINER]: ({ components, accent_color: colour }, faults) => {
    between(faults, 'container', listOf(components).length, 1, 40)
    between(faults, 'accent_color', Number(colour ?? 0), 0, 0xffffff)
    faults.push(...wrongKinds('container', listOf(components), IN_CONTAINER))
  },
  [LABEL]: ({ label, description }, faults) => {
    between(faults, 'label', textOf(label).length, 1, 45)
    if (description !== undefined) between(faults, 'label description', textOf(description).length, 1, 100)
  },
  [TEXT_INPUT]: ({ value, placeholder, style, max_length: most }, faults) => {
    between(faults, 'text input max_length', Number(most ?? 4_000), 1, 4_000)
    between(faults, 'text input value', textOf(value).length, 0, Number(most ?? 4_000))
    between(faults, 'text input placeholder', textOf(placeholder).length, 0, 100)
    between(faults, 'text input style', Number(style), 1, 2)
  },
  [FILE_UPLOAD]: () => undefined,
}

function checkButton(button: Body, faults: string[]): void {
  const { style, url, label, custom_id: id } = button
  between(faults, 'button label', textOf(label).length, 1, 80)
  if (style === LINK_STYLE) {
    between(faults, 'button url', textOf(url).length, 1, 512)
    if (!/^https?:\/\//.test(textOf(url))) faults.push('button url: no http(s)')
    if (id !== undefined) faults.push('button: a link with a custom_id')
  } else {
    between(faults, 'button style', Number(style), 1, 4)
    if (url !== undefined) faults.push('button: an address without the style of a link')
    if (textOf(id) === '') faults.push('button: no custom_id')
  }
}

function checkSelect(select: Body, faults: string[]): void {
  const options = listOf(select['options'])
  const values = options.map(({ value }) => textOf(value))
  between(faults, 'select options', options.length, 1, 25)
  if (new Set(values).size < values.length) faults.push('select: a value twice')
  for (const { label, value, description } of options) {
    between(faults, 'option label', textOf(label).length, 1, 100)
    between(faults, 'option value', textOf(value).length, 1, 100)
    if (description !== undefined) between(faults, 'option description', textOf(description).length, 1, 100)
  }
  const most = Number(select['max_values'] ?? 1)
  between(faults, 'select max_values', most, 1, options.length)
  between(faults, 'select min_values', Number(select['min_values'] ?? 1), 0, most)
  between(faults, 'select defaults', options.filter((option) => option['default'] === true).length, 0, most)
  between(faults, 'select placeholder', textOf(select['placeholder']).length, 0, 150)
}
