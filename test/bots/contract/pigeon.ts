import { answerInTime } from '../../../src/bots/adapter-kit/answer-in-time.js'
import { parseCommand } from '../../../src/bots/commands/parse-command.js'
import { openAction, sealAction } from '../../../src/bots/contract/actions.js'
import type { Control, Message } from '../../../src/bots/contract/message.js'
import type { Payload } from '../../../src/bots/contract/payload.js'
import type { PlatformEvents, Handle, Platform, SendResult } from '../../../src/bots/contract/platform.js'
import type { Traits } from '../../../src/bots/contract/platform-traits.js'
import type { Chat, Command } from '../../../src/bots/contract/request.js'
import { withinTime } from '../../../src/bots/timing/time-limit.js'
import { plain } from '../stand-ins/stand-ins.js'

// A third platform, whole and in memory: notes of 200 letters, `*` makes bold, `@` wakes a person, a backslash takes both their sense.

export const MOST_LETTERS = 200
const MOST_BUTTONS = 40

export const PIGEON_TRAITS: Traits = {
  title: 'Pigeon post',
  hasMenus: true,
  hasSelects: false,
  answersPrivately: false,
  hasRoles: false,
  hasForums: false,
  canCrosspost: false,
  hasTopics: false,
  privateChatIsPerson: true,
  notesTries: false,
}

export interface Button {
  readonly label: string
  readonly data: string
}

/** What lies on a person's sill. */
export interface Note {
  readonly id: string
  readonly chatId: string
  text: string
  buttons: readonly Button[]
}

export type Weather = 'refused' | 'gone' | 'limited' | 'unanswered'

interface Flown {
  readonly chatId: string
  readonly personId: string
  readonly text?: string
  readonly press?: { readonly data: string; readonly noteId: string }
}

/** The far side: what the platform itself would be. */
export function createLoft() {
  const notes: Note[] = []
  const moves = new Map<string, string>()
  const weather: Weather[] = []
  let listener: ((flown: Flown) => void) | undefined
  return {
    notes,
    moves,
    /** How the next note ends. */
    weather,
    listen: (next: ((flown: Flown) => void) | undefined) => void (listener = next),
    fly: (flown: Flown) => listener?.(flown),
    /** The note's id, or why there is none. */
    post(
      chatId: string,
      { text, buttons }: Pick<Note, 'text' | 'buttons'>,
    ): { id: string } | { fault: Weather } | { movedTo: string } {
      const next = weather.shift()
      const to = moves.get(chatId)
      if (next !== undefined && next !== 'unanswered') return { fault: next }
      if (to !== undefined) return { movedTo: to }
      if (text.length > MOST_LETTERS || buttons.length > MOST_BUTTONS) return { fault: 'refused' }
      const id = `note ${notes.length + 1}`
      notes.push({ id, chatId, text, buttons })
      return next === undefined ? { id } : { fault: next }
    },
  }
}

export type Loft = ReturnType<typeof createLoft>

const RESULTS: Readonly<Record<Weather, SendResult>> = {
  refused: { kind: 'refused', reason: 'the note is too heavy' },
  gone: { kind: 'gone', reason: 'the sill is bricked up', cause: 'deleted' },
  limited: { kind: 'retry', afterMs: 60_000, reason: 'all pigeons are out', limited: 'chat' },
  unanswered: { kind: 'uncertain', reason: 'the pigeon did not come back' },
}

interface Opened {
  readonly handle: Handle
  readonly events: PlatformEvents
  readonly busy: Set<Promise<unknown>>
}

export function pigeonPlatform({ loft, secret }: { readonly loft: Loft; readonly secret: string }): Platform {
  let opened: Opened | undefined
  const send = async (chat: Chat, payload: Payload): Promise<SendResult> => {
    if (!opened) return { kind: 'retry', afterMs: 5_000, reason: 'the loft is shut' }
    const note = payload as Pick<Note, 'text' | 'buttons'>
    const posted = loft.post(chat.chatId, note)
    if ('movedTo' in posted) {
      const to = { ...chat, chatId: posted.movedTo }
      await opened.events.onChat?.({ kind: 'moved', from: chat, to })
      return send(to, payload)
    }
    return 'fault' in posted ? RESULTS[posted.fault] : { kind: 'sent', messageId: posted.id }
  }
  const answer = async ({ chatId, personId, text = '', press }: Flown, { handle }: Opened): Promise<void> => {
    const chat = { platform: 'pigeon', chatId }
    const isDirect = chatId === personId
    const command: Command = press
      ? { name: 'press', action: openAction(press.data, secret) ?? ['old'], values: [] }
      : parseCommand(text)
    const request = { chat, userId: personId, command: chosen(command), mayManage: isDirect, isDirect }
    const message = await answerInTime(request, 60_000, { handle, log: () => undefined })
    const payloads = renderPigeon(message, secret)
    const before = loft.notes.find(({ id }) => id === press?.noteId)
    if (before && message.replaces && payloads.length === 1) Object.assign(before, payloads[0])
    else for (const payload of payloads) await send(chat, payload)
  }
  return {
    name: 'pigeon',
    traits: PIGEON_TRAITS,
    async start(handle, events = {}) {
      const now: Opened = { handle, events, busy: new Set() }
      opened = now
      loft.listen((flown) => {
        const done = answer(flown, now).finally(() => now.busy.delete(done))
        now.busy.add(done)
      })
      return { account: 'a grey one' }
    },
    render: (message) => renderPigeon(message, secret),
    send,
    mark: (payload, line) => {
      const text = `${escaped(line)}\n${String(payload['text'])}`
      return text.length > MOST_LETTERS ? undefined : { ...payload, text }
    },
    async stop() {
      const { busy } = opened ?? {}
      loft.listen(undefined)
      if (busy) await withinTime(Promise.allSettled(busy), 1_000, undefined)
      opened = undefined
    },
  }
}

const escaped = (text: string): string => text.replace(/[\\*@]/g, '\\$&')

/** What a reader sees of a note, and how many it wakes. */
export function readNote(text: string): { readonly text: string; readonly wakes: number } {
  const marks = [...text.matchAll(/\\([\\*@])|[*@]/g)]
  return { text: text.replace(/\\([\\*@])|\*/g, '$1'), wakes: marks.filter(([mark]) => mark === '@').length }
}

/** Cut between words, and the buttons below the last note. */
function renderPigeon(message: Message, secret: string): readonly Payload[] {
  const notes: string[] = []
  for (const word of plain(message).split(/\s+/).map(escaped)) {
    const longer = notes.length === 0 ? word : `${notes.at(-1) ?? ''} ${word}`
    if (longer.length <= MOST_LETTERS) notes.splice(-1, 1, longer)
    else notes.push(...(word.match(/(?:\\.|[^\\]){1,100}/gsu) ?? []))
  }
  const buttons = message.blocks.flatMap((block) =>
    block.kind === 'controls' ? block.controls.flatMap(buttonsOf) : [],
  )
  const sealed = buttons.map(({ label, action }) => ({ label, data: sealAction(action, secret) }))
  return notes.map((text, index) => ({
    text,
    buttons: index === notes.length - 1 ? sealed.slice(0, MOST_BUTTONS) : [],
  }))
}

// Without selects each choice is a button, whose verb is this adapter's own.
function buttonsOf(
  control: Control,
): readonly { readonly label: string; readonly action: readonly [string, ...string[]] }[] {
  if (control.kind === 'button') return [{ label: control.label, action: control.action }]
  if (control.kind !== 'select') return []
  return control.choices.map(({ label, value }) => ({ label, action: ['=', ...control.action, value] }))
}

function chosen(command: Command): Command {
  if (command.name !== 'press' || command.action[0] !== '=') return command
  const [, verb = '', ...rest] = command.action
  return { ...command, action: [verb, ...rest.slice(0, -1)], values: rest.slice(-1) }
}
