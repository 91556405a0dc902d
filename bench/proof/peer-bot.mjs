// A bot as the libraries' guides make it: a loop over the chats, the library's own ways with faults, and a note of who got
// the digest once the answer is there. Started with { platform, url, token, chats, noted }.
import fs from 'node:fs'
import { REST, Routes } from 'discord.js'
import { Telegraf } from 'telegraf'

const { platform, url, token, chats, noted } = JSON.parse(process.argv[2])
const known = new Set(fs.existsSync(noted) ? fs.readFileSync(noted, 'utf8').split('\n') : [])
const rest = new REST({ api: url }).setToken(token)
const bot = new Telegraf(token, { telegram: { apiRoot: url } })
const send = {
  discord: (id) =>
    rest.post(Routes.channelMessages(id), { body: { content: 'A digest', allowed_mentions: { parse: [] } } }),
  telegram: (id) => bot.telegram.sendMessage(Number(id), 'A digest'),
}[platform]

const failed = []
process.on('disconnect', () => process.exit(0))
const all = chats.filter((id) => !known.has(id)).map(async (id) => {
  try {
    await send(id)
    fs.appendFileSync(noted, `${id}\n`)
  } catch (error) {
    failed.push(error.message)
  }
}) // prettier-ignore
process.send({ kind: 'ready' })
await Promise.all(all)
process.send({ kind: 'done', failed: failed.length })
