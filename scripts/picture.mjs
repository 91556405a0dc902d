// Makes docs/digest.png: the sample's digest as Discord shows the bot's embeds, laid out in HTML and taken by Chromium.
//   node scripts/picture.mjs [OUT.png]      (after `npm run build`; needs Debian's chromium and fonts-noto-cjk)
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { presentDigest } from '../dist/bots/present-digest.js'
import { renderDiscord } from '../dist/bots/discord/render.js'
import { viewIn } from '../dist/bots/view.js'
import { samplePack } from '../dist/cli/sample.js'
import { serveSample } from '../dist/cli/sample-server.js'
import { readConfig } from '../dist/config.js'
import { openLog } from '../dist/logs.js'
import { startSilkwire } from '../dist/main.js'

const out = process.argv[2] ?? 'docs/digest.png'
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-picture-'))
const server = await serveSample('sample/feeds', Date.now)
const region = samplePack({ root: '.', folder, base: server.base })
const config = {
  ...readConfig({}),
  region,
  databaseUrl: `file:${folder}/silkwire.db`,
  allowPrivateHosts: [new URL(server.base).host],
}
const silkwire = await startSilkwire({
  config,
  log: openLog('silent', { secrets: [], toStderr: true }),
  isScheduled: false,
})
await silkwire.jobs.refresh()
const to = Date.now() + 60_000
const digest = await silkwire.newsroom.digest({ from: to - 24 * 3600_000, to, language: 'en' })
await silkwire.stop()
await server.stop()
const [payload] = renderDiscord(presentDigest(digest, viewIn('en', silkwire.region)))

const page = path.join(folder, 'page.html')
fs.writeFileSync(page, discordPage(payload))
const size = '--window-size=760,1190'
const quiet = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] // prettier-ignore
execFileSync('chromium', [...quiet, `--user-data-dir=${folder}/chromium`, size, '--force-device-scale-factor=1.5', `--screenshot=${path.resolve(out)}`, `file://${page}`], { stdio: 'ignore', timeout: 60_000 }) // prettier-ignore
fs.rmSync(folder, { recursive: true, force: true })
console.log(out)

function discordPage({ embeds = [], content = '' }) {
  const cards = embeds.map(({ title, description = '', fields = [], footer }) => {
    const rows = fields.map((field) => `<h4>${markdown(field.name)}</h4><div>${markdown(field.value)}</div>`).join('')
    const head = title === undefined ? '' : `<h3>${markdown(title)}</h3>`
    return `<div class="embed">${head}<div>${markdown(description)}</div>${rows}${footer ? `<small>${markdown(footer.text)}</small>` : ''}</div>`
  })
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; background: #313338; color: #dbdee1; font: 15px/1.38 'Noto Sans', 'DejaVu Sans', 'Noto Sans CJK SC', sans-serif; padding: 16px 20px }
    .who { display: flex; gap: 12px; align-items: center; margin-bottom: 6px } .who b { color: #fff } .who span { background: #5865f2; color: #fff; border-radius: 4px; font-size: 10px; padding: 1px 5px }
    .avatar { width: 38px; height: 38px; border-radius: 50%; background: #c2703d; display: grid; place-items: center; color: #fff; font-weight: 700 }
    .embed { background: #2b2d31; border-left: 4px solid #c2703d; border-radius: 4px; padding: 10px 14px; margin: 4px 0 6px 50px; white-space: pre-wrap; overflow-wrap: anywhere }
    h1, h2, h3, h4 { color: #fff; margin: 6px 0 2px; font-size: 16px } blockquote { border-left: 4px solid #4e5058; margin: 2px 0; padding-left: 10px } a { color: #00a8fc; text-decoration: none } small { color: #949ba4 }
  </style><div class="who"><div class="avatar">S</div><div><b>Silkwire</b> <span>APP</span></div></div>${content}${cards.join('')}`
}

function markdown(text) {
  const lines = text.split('\n').map((line) => {
    const html = inline(line.replace(/^(#{1,3}|-#|>) /, ''))
    if (line.startsWith('> ')) return `<blockquote>${html}</blockquote>`
    if (line.startsWith('-# ')) return `<small>${html}</small>\n`
    return /^#{1,3} /.test(line) ? `<h3>${html}</h3>` : `${html}\n`
  })
  return lines.join('')
}

function inline(text) {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/(?<!\\)\[((?:\\.|[^[\]\\])*)\]\((https?:[^)\s]+)\)/g, (_, label) => `<a>${label}</a>`)
    .replace(/\*\*(.+?)\*\*/g, '<b>$1</b>')
    .replace(/(?<![\\\w])[*_](\S.*?)(?<!\\)[*_]/g, '<i>$1</i>')
    .replace(/\\([\\`*_{}[\]()#+\-.!|>~<:@])/g, '$1')
}
