import { afterEach, describe, expect, test } from 'vitest'
import type { Action } from '../../../src/bots/contract/actions.js'
import type { Block, Control, Message } from '../../../src/bots/contract/message.js'
import type { PlatformEvents, ChatChange, Handle, Platform, SendResult } from '../../../src/bots/contract/platform.js'
import type { Chat, Request } from '../../../src/bots/contract/request.js'

/** Bytes of an action's words: see sealAction. */
const MOST_OF_AN_ACTION = 52

/** A message of the bot's as a person sees it. */
export interface Seen {
  readonly id: string
  /** Without markup. */
  readonly text: string
  /** The person who asked sees it alone. */
  readonly isPrivate: boolean
  /** How many people or roles it calls. */
  readonly pings: number
}

/** How the platform ends the next send: it takes no such message; the chat is no more; later; done, and no answer comes. */
export type Ending = 'refused' | 'gone' | 'limited' | 'unanswered'

/** An adapter against its platform's stand-in, with one person. What a platform does not have is absent. */
export interface Stage {
  readonly platform: Platform
  readonly personId: string
  /** The person's private chat with the bot. */
  readonly own: Chat
  /** A chat of many where the bot may write. */
  readonly many?: Chat
  /** Letters that a message may have. */
  readonly most?: number
  /** What stands in a chat now, oldest first. */
  shown(chat: Chat): readonly Seen[]
  /** The person asks for it. */
  ask(command: 'help' | 'sources', chat: Chat): void
  /** The person presses what has this label, on the newest message of the chat; of a select: chooses what is called so. */
  press?(label: string, chat: Chat, select?: { readonly label: string; readonly value: string }): void
  /** A press of a control that nobody made. */
  forge?(id: string, chat: Chat): void
  end?(how: Ending): void
  /** The chat gets another id. */
  move?(chat: Chat): Chat
  /** It can be started again after a stop. */
  readonly restarts: boolean
  stop(): Promise<void>
}

export type OpenStage = (handle: Handle, events: PlatformEvents) => Promise<Stage>

const WAIT = { timeout: 10_000, interval: 10 }

const line = (text: string): Block => ({ kind: 'paragraph', runs: [{ text }] })
const say = (text: string, more: Partial<Message> = {}): Message => ({ blocks: [line(text)], ...more })
const withControl = (text: string, control: Control, more: Partial<Message> = {}): Message => ({
  blocks: [line(text), { kind: 'controls', controls: [control] }],
  ...more,
})
const button = (label: string, action: Action): Control => ({ kind: 'button', label, action })
/** Platforms break lines where they like, and part a sign from its sense by what has no width. */
const letters = (text: string): string => text.replace(/[\s\u200b\u2060]/g, '')

/** What every platform promises the rooms above; see contract/platform.ts and docs/new-platform.md. */
export function platformCases(name: string, open: OpenStage): void {
  const stages: Stage[] = []
  afterEach(async () => {
    for (const stage of stages.splice(0)) await stage.stop()
  })

  /** A stage whose bot answers as told, and what it was asked. */
  async function begin(first: Message = say('well')) {
    const asked: Request[] = []
    const changes: ChatChange[] = []
    const now = { handle: async (): Promise<Message> => first }
    const handle: Handle = async (request) => {
      asked.push(request)
      return now.handle()
    }
    const stage = await open(handle, { onChat: async (change) => void changes.push(change) })
    stages.push(stage)
    const { platform } = stage
    const answer = (message: Message | Promise<Message>) => void (now.handle = async () => message)
    const post = async (message: Message, chat: Chat, nonce = 'n'): Promise<readonly SendResult[]> => {
      const results: SendResult[] = []
      for (const [part, payload] of platform.render(message).entries())
        results.push(await platform.send(chat, payload, `${nonce}-${part}`))
      return results
    }
    const texts = (chat: Chat) => stage.shown(chat).map(({ text }) => letters(text))
    const untilShown = async (text: string, chat: Chat) =>
      expect.poll(() => texts(chat).at(-1) ?? '', WAIT).toContain(letters(text))
    return { ...{ stage, platform, asked, changes, answer, post, texts, untilShown }, chat: stage.many ?? stage.own }
  }

  describe(`what ${name} states`, () => {
    test('goes with what it can do', async () => {
      const { platform, stage } = await begin()
      const { traits } = platform
      expect(platform.name).toMatch(/^[a-z]+$/)
      expect(traits.title).toMatch(/\S/)
      expect(stage.own.platform).toBe(platform.name)
      expect(platform.role !== undefined).toBe(traits.hasRoles)
      expect(platform.renderPost !== undefined).toBe(traits.hasForums)
      expect(platform.openTopic !== undefined).toBe(traits.hasTopics)
      expect(platform.intoTopic !== undefined).toBe(traits.hasTopics)
      expect(platform.directChat === undefined).toBe(traits.privateChatIsPerson)
      expect(stage.press !== undefined).toBe(traits.hasMenus)
      // Data alone reaches the newsroom's thread.
      expect(structuredClone(traits)).toEqual(traits)
    })

    test('finds the private chat of a person', async () => {
      const { platform, stage } = await begin()
      const found = (await platform.directChat?.(stage.personId)) ?? { platform: platform.name, chatId: stage.personId }
      expect(found).toEqual(stage.own)
    })
  })

  describe(`a message that ${name} sends`, () => {
    test('stands in its chat, once', async () => {
      const { post, texts, chat } = await begin()
      expect(await post(say('Trade grows'), chat)).toEqual([
        { kind: 'sent', messageId: expect.stringMatching(/./) as string },
      ])
      expect(texts(chat)).toEqual(['Tradegrows'])
    })

    test('is cut into parts that the platform takes, and none of its words is lost or twice', async () => {
      const { post, stage, chat } = await begin()
      const paragraphs = Array.from({ length: 40 }, (_, at) => line(Array.from({ length: 30 }, (_word, word) => `w${at * 30 + word}.`).join(' '))) // prettier-ignore
      const whole = line(Array.from({ length: 1_200 }, (_, at) => `w${1_200 + at}.`).join(' '))
      const results = await post({ blocks: [...paragraphs, whole] }, chat)
      expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(['sent']))
      const shown = stage.shown(chat).map(({ text }) => text)
      expect(shown.join(' ').match(/w\d+\./g)).toEqual(Array.from({ length: 2_400 }, (_, at) => `w${at}.`))
      for (const text of shown) expect(text.length).toBeLessThanOrEqual(stage.most ?? Infinity)
    }, 60_000)

    test('shows what was quoted as it was written, and calls nobody', async () => {
      const { post, stage, texts, chat } = await begin()
      const quoted = '@everyone @here <@!1300000000000000040> <@&1300000000000000050> **b** _i_ ~~s~~ `c` <b>x</b> &lt; [a](http://x.example) \\* |y| > z' // prettier-ignore
      await post(say(quoted), chat)
      expect(texts(chat)).toEqual([letters(quoted)])
      expect(stage.shown(chat).map(({ pings }) => pings)).toEqual([0])
    })

    test.for(['refused', 'gone', 'limited', 'unanswered'] as const)(
      'and that ends %s is judged so, and the next one comes',
      async (how, { skip }) => {
        const { stage, post, texts, chat } = await begin()
        if (!stage.end) return skip('nothing is lost on the way there')
        const kind = { refused: 'refused', gone: 'gone', limited: 'retry', unanswered: 'uncertain' }[how]
        stage.end(how)
        const [result] = await post(say('first'), chat, 'a')
        expect(result).toMatchObject({ kind, reason: expect.stringMatching(/\S/) as string })
        if (result?.kind === 'gone') expect(['removed', 'deleted', 'closed', 'forbidden']).toContain(result.cause)
        if (result?.kind === 'retry') expect(result.afterMs).toBeGreaterThan(0)
        expect(texts(chat)).toEqual(how === 'unanswered' ? ['first'] : [])
        expect(await post(say('second'), chat, 'b')).toMatchObject([{ kind: 'sent' }])
      },
    )

    test('and that may have arrived stands there once after a second try, or the second says what it is', async ({
      skip,
    }) => {
      const { stage, platform, texts, chat } = await begin()
      if (!stage.end) return skip('nothing is lost on the way there')
      const [payload = {}] = platform.render(say('the news'))
      stage.end('unanswered')
      expect(await platform.send(chat, payload, 'same')).toMatchObject({ kind: 'uncertain' })
      if (platform.traits.remembersNoncesForMs !== undefined) {
        expect(await platform.send(chat, payload, 'same')).toMatchObject({ kind: 'sent' })
        expect(texts(chat)).toEqual(['thenews'])
      }
      if (platform.find) expect(await platform.find(chat, payload, 0)).toMatchObject({ messageId: stage.shown(chat)[0]?.id }) // prettier-ignore
      const marked = platform.mark?.(payload, 'You may have this already.')
      expect(await platform.send(chat, marked ?? {}, 'other')).toMatchObject({ kind: 'sent' })
      expect(texts(chat)).toEqual(['thenews', 'Youmayhavethisalready.thenews'])
    })

    test('and that is full takes a mark only where it fits', async () => {
      const { stage, platform, chat } = await begin()
      const full = platform.render(say('word '.repeat(3_000)))
      for (const [part, payload] of full.entries()) {
        const marked = platform.mark?.(payload, 'You may have this already.')
        if (marked) expect(await platform.send(chat, marked, `m${part}`)).toMatchObject({ kind: 'sent' })
      }
      for (const { text } of stage.shown(chat)) expect(text.length).toBeLessThanOrEqual(stage.most ?? Infinity)
    })

    test('to a chat that moved comes where it went, and the move is told', async ({ skip }) => {
      const { stage, post, texts, changes, chat } = await begin()
      const to = stage.move?.(chat)
      if (to === undefined) return skip('its chats keep their ids')
      expect(await post(say('after the move'), chat)).toMatchObject([{ kind: 'sent' }])
      expect(texts(to)).toEqual(['afterthemove'])
      expect(changes).toEqual([{ kind: 'moved', from: chat, to }])
    })
  })

  describe(`a person who asks on ${name}`, () => {
    test('is answered in the chat where it was asked', async () => {
      const { stage, asked, untilShown } = await begin(say('an answer'))
      for (const chat of [stage.own, ...(stage.many ? [stage.many] : [])]) {
        stage.ask('sources', chat)
        await untilShown('an answer', chat)
        expect(asked.at(-1)).toMatchObject({ chat, userId: stage.personId, command: { name: 'sources' } })
      }
    })

    test('alone reads a private answer in a chat of many, where that is stated', async ({ skip }) => {
      const { stage, platform, untilShown } = await begin(say('for you', { isPrivate: true }))
      if (!stage.many) return skip('it has no chat of many')
      stage.ask('help', stage.many)
      await untilShown('for you', stage.many)
      expect(stage.shown(stage.many).at(-1)?.isPrivate).toBe(platform.traits.answersPrivately)
    })

    test.for([
      ['short', ['page', '2', 'a.b~c=d']],
      ['as long as any', ['page', 'x'.repeat(MOST_OF_AN_ACTION - 'page'.length - 1)]],
    ] as const)('and presses a button brings back its action as it was: %s', async ([, action], { skip }) => {
      const { stage, asked, answer, untilShown, chat } = await begin(withControl('page one', button('Next', action)))
      if (!stage.press) return skip('it has no menus')
      stage.ask('sources', chat)
      await untilShown('page one', chat)
      answer(say('page two'))
      stage.press('Next', chat)
      await untilShown('page two', chat)
      expect(asked.at(-1)).toMatchObject({ chat, userId: stage.personId, command: { name: 'press', action, values: [] } }) // prettier-ignore
    })

    test('and chooses brings what was chosen', async ({ skip }) => {
      const choices = ['north', 'south'].map((value) => ({ value, label: value.toUpperCase() }))
      const select: Control = { kind: 'select', label: 'Which?', action: ['pick', 'k'], choices, least: 1, most: 1 }
      const { stage, asked, answer, untilShown, chat } = await begin(withControl('where to', select))
      if (!stage.press) return skip('it has no menus')
      stage.ask('sources', chat)
      await untilShown('where to', chat)
      answer(say('there'))
      stage.press('SOUTH', chat, { label: 'Which?', value: 'south' })
      await untilShown('there', chat)
      expect(asked.at(-1)?.command).toMatchObject({ action: ['pick', 'k'], values: ['south'] })
    })

    test('and presses what nobody made is told that it is old', async ({ skip }) => {
      const { stage, asked, answer, untilShown, chat } = await begin(withControl('page', button('Next', ['page', '2'])))
      if (!stage.forge) return skip('it has no menus')
      stage.ask('sources', chat)
      await untilShown('page', chat)
      answer(say('too old'))
      stage.forge('1AAAAAAAAforget-chat', chat)
      await untilShown('too old', chat)
      expect(asked.at(-1)?.command).toMatchObject({ name: 'press', action: ['old'] })
    })

    test('turns a page in place in a private chat, and before others as is stated', async ({ skip }) => {
      const { stage, platform, answer, texts, untilShown } = await begin(withControl('one', button('Next', ['p'])))
      if (!stage.press) return skip('it has no menus')
      for (const chat of [stage.own, ...(stage.many ? [stage.many] : [])]) {
        answer(withControl('one', button('Next', ['p'])))
        stage.ask('sources', chat)
        await untilShown('one', chat)
        answer(say('two', { replaces: true }))
        stage.press('Next', chat)
        await untilShown('two', chat)
        const isForAll = chat === stage.own || !platform.traits.answersPrivately
        expect(texts(chat)).toEqual(isForAll ? ['two'] : ['one', 'two'])
        expect(stage.shown(chat).at(-1)?.isPrivate).toBe(!isForAll)
      }
    })
  })

  test(`${name} stops within five seconds, whatever is under way, and then nothing is handled or sent`, async () => {
    const { stage, platform, asked, answer, post, texts, chat } = await begin()
    answer(new Promise<Message>(() => undefined))
    stage.ask('sources', chat)
    await expect.poll(() => asked.length, WAIT).toBe(1)
    const before = performance.now()
    await platform.stop()
    expect(performance.now() - before).toBeLessThan(5_000)
    expect(await post(say('late'), chat)).toMatchObject([{ kind: 'retry' }])
    stage.ask('help', chat)
    if (stage.restarts) {
      await platform.start(async () => say('a new day'))
      stage.ask('sources', chat)
      await expect.poll(() => texts(chat).at(-1), WAIT).toBe('anewday')
    }
    await platform.stop()
    expect(asked).toHaveLength(1)
    expect(texts(chat)).not.toContain('late')
  })
}
