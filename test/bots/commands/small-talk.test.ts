import { expect, test } from 'vitest'
import { handleRequest } from '../../../src/bots/commands/handle-request.js'
import { parseCommand } from '../../../src/bots/commands/parse-command.js'
import type { Request } from '../../../src/bots/contract/request.js'
import type { DigestRequest } from '../../../src/summaries/digest/digest-choice.js'
import type { CommandDeps } from '../../../src/bots/turn/turn.js'
import { smallTalkOf, withoutGreeting } from '../../../src/bots/wording/small-talk.js'
import { answer, catalogue, chatStore, digest, memos, newsroom, now, plain, region, traits } from '../stand-ins/stand-ins.js' // prettier-ignore

const chat = { platform: 'telegram', chatId: '7' } as const

function desk() {
  const { store, kept } = chatStore()
  const asked: string[] = []
  const digests: DigestRequest[] = []
  const rooms = newsroom({
    ask: async (question) => (asked.push(question), { ...answer, question }),
    digest: async (request) => (digests.push(request), digest),
  })
  const deps: CommandDeps = {
    ...{ newsroom: rooms, chats: store, memos: memos(), catalogue: catalogue(), traits, region, now },
    firstSight: async () => true,
    newId: () => `s${kept().length + 1}`,
  }
  const send = async (text: string, more: Partial<Request> = {}) =>
    handleRequest({ chat, userId: 'u', command: parseCommand(text), mayManage: true, isDirect: true, ...more }, deps)
  return { send, say: async (text: string, more = {}) => plain(await send(text, more)), asked, digests, kept }
}

test.each<readonly [string | undefined, string]>([
  ...['hi', 'Hello!', 'good morning', 'Привет', 'Сәлем', 'Саламатсызбы', 'Assalomu alaykum', 'Салом!', 'Salam', '你好！'].map((text) => ['hello', text] as const),
  ...['thanks!', 'Thank you 🙏', 'Спасибо!', 'рахмет', 'чоң рахмат', 'Katta rahmat', 'ташаккур', 'sag boluň', '谢谢'].map((text) => ['thanks', text] as const),
  ...['news', 'What’s new?', "today's headlines", 'новости', 'Что нового?', 'не жаңалық', 'эмне жаңылык?', 'yangiliklar', 'чӣ хабар?', 'näme täzelik?', '有什么新闻？'].map((text) => ['news', text] as const),
  ...['stop', 'STOP!', 'хватит', 'тоқтатыңыз', 'токтот', 'to‘xtating', 'бас кунед', 'besdir', '取消订阅'].map((text) => ['stop', text] as const),
  ['news', 'Hi, what is new?'],
  ['thanks', 'ok thanks'],
  [undefined, 'thanks to China trade grew'],
  [undefined, 'stop of the gas pipeline'],
  [undefined, 'news of Kazakhstan'],
  [undefined, 'Kazakhstan'],
  [undefined, ''],
  [undefined, '!!!'],
])('"hi, news, thanks, stop get refusals and six quotes": %s is what "%s" says', (kind, text) => {
  expect(smallTalkOf(text)?.kind).toBe(kind)
}) // prettier-ignore

test('a question is asked without the greeting before it', () => {
  expect(withoutGreeting('Hello! What is new in Kazakhstan?')).toBe('What is new in Kazakhstan?')
  expect(withoutGreeting('Привет, сколько стоит газ?')).toBe('сколько стоит газ?')
  expect(withoutGreeting('Kazakhstan, China: trade')).toBe('Kazakhstan, China: trade')
})

test('a greeting is greeted, thanks are answered, and the archive is not asked', async () => {
  const { send, say, asked } = desk()
  const greeting = await send('hi')
  expect(plain(greeting).split(/\s+/).length).toBeLessThan(60)
  const labels = greeting.blocks.flatMap((block) =>
    block.kind === 'controls' ? block.controls.map(({ label }) => label) : [],
  )
  expect(labels).toEqual(['Subscribe', 'Today’s digest', 'What can you do?'])
  expect(await say('thanks!')).toBe('You’re welcome.')
  expect(await say('Спасибо')).toBe('Пожалуйста.')
  expect(await say('/thanks')).toBe('You’re welcome.')
  expect(asked).toEqual([])
})

test('"news" gives the headlines of the day', async () => {
  const { say, asked, digests } = desk()
  expect(await say('news')).toMatch(/^Digest, /)
  expect(await say('/news')).toMatch(/^Digest, /)
  expect(digests).toMatchObject([{ length: 'short', to: now() }, { length: 'short' }])
  expect(asked).toEqual([])
})

test('"stop" offers to stop what comes, and says so where nothing does', async () => {
  const { send, say, kept } = desk()
  expect(await say('stop')).toMatch(/^Nothing comes here by itself/)
  await send('/subscribe all 9')
  const offered = await send('/stop')
  expect(plain(offered)).toMatch(/^Here is what comes/)
  const [stop] = offered.blocks.flatMap((block) => (block.kind === 'controls' ? block.controls : [])).filter(({ label }) => label === 'Stop')
  expect(stop).toMatchObject({ action: ['sub', 's1', 'remove'] })
  expect(kept()).toHaveLength(1)
}) // prettier-ignore
