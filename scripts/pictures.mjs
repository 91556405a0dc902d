// Makes docs/*.png: what the bot says of the sample's news on Discord and on Telegram, dark and light, laid out in HTML as the clients show it and taken by
// Chromium, and the web pages.
//   npm run pictures        (needs Debian's chromium, fonts-noto-core and fonts-noto-cjk); -- web: the web pages alone
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { renderDiscord } from '../dist/bots/discord/render/render.js'
import { renderTelegram } from '../dist/bots/telegram/render/render.js'
import { openSampleNews } from '../dist/cli/sample.js'
import { readConfig } from '../dist/process/config.js'
import { openLog } from '../dist/process/logs.js'
import { startSilkwire } from '../dist/app/main.js'
import { discordPage } from './pictures/discord-page.mjs'
import { telegramPage } from './pictures/telegram-page.mjs'
import { takeWebPictures } from './pictures/web-pages.mjs'

const WEB = { port: 18_123, host: '127.0.0.1' }
const SECRET = 'pictures are pressed by nobody'
const SHOWN = [
  { name: 'digest', language: 'en', command: { name: 'digest' } },
  { name: 'answer', language: 'ru', command: { name: 'ask', question: 'торговля с Китаем' } },
  { name: 'figure', language: 'en', command: { name: 'figure', words: 'trade-turnover kazakhstan china' }, then: ['chart', 'trade-turnover', 'kazakhstan', 'china'] }, // prettier-ignore
  { name: 'settings', language: 'kk', command: { name: 'settings' } },
]

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-pictures-'))
const news = await openSampleNews({ root: '.', folder })
const silkwire = await startSilkwire({
  config: {
    ...readConfig({}),
    region: news.region,
    databaseUrl: `file:${folder}/silkwire.db`,
    allowPrivateHosts: news.hosts,
    web: WEB,
  },
  log: openLog('silent', { secrets: [], toStderr: true }),
  isScheduled: false,
})
await silkwire.jobs.refresh()
for (const { name, language, command, then } of process.argv[2] === 'web' ? [] : SHOWN) {
  for (const platform of ['discord', 'telegram']) {
    const asker = {
      chat: { platform, chatId: '1' },
      userId: '1',
      mayManage: true,
      isDirect: true,
      clientLanguage: language,
    }
    const messages = [await silkwire.handle({ ...asker, command })]
    if (then) messages.push(await silkwire.handle({ ...asker, command: { name: 'press', action: then, values: [] } }))
    const render = platform === 'discord' ? renderDiscord : renderTelegram
    const payloads = messages.flatMap((message) => render(message, SECRET))
    const page = platform === 'discord' ? discordPage : telegramPage
    take(page(payloads, 'dark'), `docs/${platform}-${name}.png`)
    take(page(payloads, 'light'), `docs/${platform}-${name}-light.png`)
  }
}
await takeWebPictures(`http://${WEB.host}:${WEB.port}`, 'docs')
await silkwire.stop()
await news.stop()
fs.rmSync(folder, { recursive: true, force: true })

function take(html, out) {
  const page = path.join(folder, 'page.html')
  fs.writeFileSync(
    page,
    `${html}<script>document.title = 'height:' + Math.ceil(document.documentElement.scrollHeight)</script>`,
  )
  const quiet = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--hide-scrollbars', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', `--user-data-dir=${folder}/chromium`] // prettier-ignore
  const run = (...flags) => execFileSync('chromium', [...quiet, ...flags, `file://${page}`], { stdio: ['ignore', 'pipe', 'ignore'], timeout: 120_000 }).toString() // prettier-ignore
  const [, height = '1200'] = /height:(\d+)/.exec(run('--window-size=640,200', '--dump-dom')) ?? []
  run(
    `--window-size=640,${Math.min(Number(height), 2_400)}`,
    '--force-device-scale-factor=1.25',
    `--screenshot=${path.resolve(out)}`,
  )
  console.log(out)
}
