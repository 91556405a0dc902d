import { z } from 'zod'
import { LANGUAGES } from '../../text/types.js'
import { controls, heading, list, paragraph, small, privateLine } from '../wording/blocks.js'
import type { ChatSettings } from '../contract/chats.js'
import { chosenOf } from './draft-changes.js'
import { formatZone, languageName } from '../wording/format.js'
import { choicesOf, lengthChoices, zoneChoices } from './menu-choices.js'
import type { Block, Choice, Control, Message } from '../contract/message.js'
import { SETTINGS } from './order-shape.js'
import { quietWords } from './order-words.js'
import type { Press } from '../contract/request.js'
import { textLanguages } from '../wording/texts.js'
import type { Turn } from '../turn/turn.js'
import { checkLanguage, checkQuiet, checkTimezone, type Checked } from './values.js'
import { namesJoined, ownLine, sectionTitle, viewIn, type View } from '../wording/view.js'

/** What the chat is set to, with a button for each setting; `field`: the choices of that one. Who may not manage the chat sees it without buttons. */
export function settingsMenu(turn: Turn, field?: string): Message {
  const { request, view, settings, deps } = turn
  const { say } = view
  const timezone = settings.timezone ?? view.region.timezone
  const { sectionOrder: order = [], hiddenSections: hidden = [], quiet } = settings
  const names = (ids: readonly string[]) =>
    ids.length === 0
      ? say('menu.none')
      : namesJoined(
          ids.map((id) => sectionTitle(id, view)),
          view,
        )
  const lines = [
    say('settings.language', { language: scriptName(settings.script, view) }),
    say('settings.timezone', { zone: formatZone(deps.now(), timezone) }),
    say('settings.quiet', { quiet: quiet === undefined ? say('menu.none') : quietWords(quiet) }),
    say('settings.length', { length: say(`length.${settings.length ?? 'normal'}`) }),
    say('settings.first', { names: names(order) }),
    say('settings.hidden', { names: names(hidden) }),
  ]
  const state = [heading(say('settings.title')), list(lines.map((line) => [line])), small(say('settings.hint'))]
  if (!request.mayManage) return { blocks: [...state, small(say('wrong.rights'))], isPrivate: true, replaces: true }
  const chosen = field === undefined ? undefined : choicesFor(field, turn)
  const blocks =
    chosen === undefined
      ? mainButtons(view)
      : [...chosen, ...controls({ kind: 'button', label: say('menu.back'), action: ['settings'] })]
  return { isPrivate: true, replaces: true, blocks: [...state, ...blocks] }
}

function mainButtons({ say }: View): readonly Block[] {
  const to = (label: string, field: string): Control => ({
    kind: 'button',
    label: label.replace(/[?？]$/, '…'),
    action: ['settings', field],
  })
  return [
    ...controls(
      to(say('menu.pickLanguage'), 'language'),
      to(say('menu.pickZone'), 'timezone'),
      to(say('menu.pickLength'), 'length'),
    ),
    ...controls(to(say('settings.pickFirst'), 'first'), to(say('settings.pickHidden'), 'hidden'), {
      kind: 'button',
      label: say('settings.typeQuiet'),
      action: ['type-set', 'quiet'],
    }),
    ...controls(
      { kind: 'button', label: say('settings.show'), action: ['show'] },
      { kind: 'button', label: say('settings.forget'), action: ['ask-forget'] },
    ),
  ]
}

function choicesFor(field: string, { view, settings }: Turn): readonly Block[] | undefined {
  const { say, region } = view
  const sections = (chosen: readonly string[] = []) =>
    choicesOf(region.sections, chosen, ({ title }) => title[view.language])
  const select = (label: string, choices: readonly Choice[], [least, most]: readonly [number, number]) =>
    controls({ kind: 'select', label, action: ['set', field], choices, least, most })
  switch (field) {
    case 'language':
      return select(say('menu.pickLanguage'), languageChoices(settings, view), [1, 1])
    case 'timezone': {
      const other = { kind: 'button', label: say('menu.typeZone'), action: ['type-set', 'timezone'] } as const
      return [
        ...select(say('menu.pickZone'), zoneChoices(settings.timezone ?? region.timezone, view), [1, 1]),
        ...controls(other),
      ]
    }
    case 'length':
      return select(say('menu.pickLength'), lengthChoices(settings.length ?? 'normal', view), [1, 1])
    case 'first':
      return select(say('settings.pickFirst'), sections(settings.sectionOrder), [0, region.sections.length])
    case 'hidden':
      return select(say('settings.pickHidden'), sections(settings.hiddenSections), [0, region.sections.length - 1])
    default:
      return undefined
  }
}

function languageChoices({ script }: ChatSettings, { language }: View): readonly Choice[] {
  return textLanguages().flatMap((id): Choice[] => {
    const isChosen = id === language
    if (id !== 'uz') return [{ value: id, label: languageName(id, id), isChosen }]
    return [
      { value: 'uz', label: 'O‘zbekcha', isChosen: isChosen && script === undefined },
      { value: 'uz-Cyrl', label: 'Ўзбекча', isChosen: isChosen && script === 'Cyrl' },
    ]
  })
}

function scriptName(script: ChatSettings['script'], { language }: View): string {
  return language === 'uz' && script === 'Cyrl' ? 'Ўзбекча' : languageName(language, language)
}

/** A form for a setting that is written: `['type-set', field]`. */
export function settingsForm(field: string, { view, settings }: Turn): Message {
  const { say } = view
  const action = ['set', field] as const
  if (field === 'quiet') {
    const value = settings.quiet === undefined ? '' : quietWords(settings.quiet)
    return {
      blocks: [],
      form: { title: say('settings.typeQuiet'), label: say('settings.quietLabel'), value, most: 20, action },
    }
  }
  const value = settings.timezone ?? view.region.timezone
  return { blocks: [], form: { title: say('menu.typeZone'), label: say('menu.zoneLabel'), value, most: 60, action } }
}

/** A setting chosen or written: `['set', field]`. It is saved at once, and the answer has a button that takes it back. */
export async function pressSetting(press: Press, turn: Turn): Promise<Message> {
  const [, field = ''] = press.action
  const changed = changedSettings(field, press, turn)
  return 'wrong' in changed ? changed.wrong : saveSettings(changed.value, turn)
}

/** The settings with others kept: says so in the new language, and offers the way back. */
export async function saveSettings(settings: ChatSettings, turn: Turn): Promise<Message> {
  const { deps, request, view } = turn
  const undo = await deps.memos.keep(request.chat, turn.settings, deps.now())
  await deps.chats.saveSettings(request.chat, settings)
  const now = viewIn(settings.language ?? view.language, deps.region, settings)
  const menu = settingsMenu({ ...turn, view: now, settings })
  const back = controls({ kind: 'button', label: now.say('settings.undo'), action: ['undo-set', undo] })
  const language = ownLine(languageName(now.language, now.language), now)
  const saved =
    settings.language === turn.settings.language
      ? []
      : [paragraph(now.say('settings.saved', { language, undo: `/settings ${view.language}` }))]
  return { ...menu, toast: now.say('settings.done'), blocks: [...saved, ...menu.blocks, ...back] }
}

const KEPT: z.ZodType<ChatSettings> = z.object({ ...SETTINGS.shape, language: z.enum(LANGUAGES).exactOptional() })

/** Takes the last change back: `['undo-set', key]`. */
export async function undoSetting(key: string, turn: Turn): Promise<Message> {
  const { deps, request, view } = turn
  const before = KEPT.safeParse(await deps.memos.recall(request.chat, key, deps.now()))
  return before.success ? saveSettings(before.data, turn) : privateLine(view.say('wrong.button'))
}

function changedSettings(field: string, press: Press, { settings, view }: Turn): Checked<ChatSettings> {
  const [value = ''] = press.values
  switch (field) {
    case 'language': {
      const language = checkLanguage(value === 'uz-Cyrl' ? 'uz' : value, view)
      if ('wrong' in language) return language
      const { script: _, ...others } = settings
      return { value: { ...others, language: language.value, ...(value === 'uz-Cyrl' && { script: 'Cyrl' }) } }
    }
    case 'timezone': {
      const timezone = checkTimezone(value, view)
      return 'wrong' in timezone ? timezone : { value: { ...settings, timezone: timezone.value } }
    }
    case 'quiet': {
      const quiet = checkQuiet(value, view)
      if ('wrong' in quiet) return quiet
      const { quiet: _, ...others } = settings
      return { value: quiet.value === undefined ? others : { ...others, quiet: quiet.value } }
    }
    case 'length': {
      const length = (['short', 'normal', 'full'] as const).find((each) => each === value)
      return length === undefined
        ? { wrong: privateLine(view.say('wrong.button')) }
        : { value: { ...settings, length } }
    }
    case 'first':
      return { value: { ...settings, sectionOrder: known(chosenOf(press, settings.sectionOrder), view) } }
    case 'hidden':
      return { value: { ...settings, hiddenSections: known(chosenOf(press, settings.hiddenSections), view) } }
    default:
      return { wrong: privateLine(view.say('wrong.button')) }
  }
}

function known(ids: readonly string[], { region }: View): readonly string[] {
  return ids.filter((id) => region.sections.some((section) => section.id === id))
}
