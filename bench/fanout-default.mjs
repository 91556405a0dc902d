// The libraries as they come, for bench/fanout.mjs: one message to each chat, all at once, nothing set.
import { REST, Routes } from 'discord.js'
import { Telegraf } from 'telegraf'
import { channelIds } from './fakes.mjs'

const { discord, telegram } = JSON.parse(process.argv[2])
process.send('ready')
const sends = telegram
  ? Array.from({ length: telegram.chats }, (_, index) => index).map(
      ((bot) => async (index) => bot.telegram.sendMessage(100_000 + index, 'A digest'))(
        new Telegraf(telegram.token, { telegram: { apiRoot: telegram.url } }),
      ),
    )
  : channelIds(discord.chats).map(
      ((rest) => async (id) => rest.post(Routes.channelMessages(id), { body: { content: 'A digest', allowed_mentions: { parse: [] } } }))(
        new REST({ api: discord.url }).setToken(discord.token),
      ),
    ) // prettier-ignore
const ended = await Promise.allSettled(sends)
process.send({ failed: ended.filter(({ status }) => status === 'rejected').length })
process.exit(0)
