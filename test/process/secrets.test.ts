import { inspect } from 'node:util'
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { clearSecrets, readConfig, secretsIn } from '../../src/process/config.js'
import { hideSecrets } from '../../src/process/secrets.js'
import { Secret } from '../../src/text/secret.js'

const TOKEN = '7000000001:AAcanaryOfNobody_-9/+x'
const HALF = 'AAcanaryOfNobody_-9/+x'

test('a secret shows nowhere but where it is revealed', () => {
  const config = readConfig({ TELEGRAM_TOKEN: TOKEN, DISCORD_TOKEN: TOKEN })
  const shown = [
    inspect(config, { depth: 9, showHidden: true, getters: true }),
    JSON.stringify(config),
    String(config.telegramToken),
    Object.values(config).join(' '),
    new Error('x', { cause: config }).stack ?? '',
  ]
  const { port1, port2 } = new MessageChannel()
  port1.postMessage(config)
  shown.push(inspect(receiveMessageOnPort(port2), { depth: 9, showHidden: true }))
  port1.close()
  expect(shown.join('\n')).not.toContain('canary')
  expect(config.telegramToken?.reveal()).toBe(TOKEN)
})

test('secrets are cut out whole, as part of an address, of JSON, and by their telling half', () => {
  const hide = hideSecrets([new Secret(TOKEN), new Secret('MTMw.GfakeX.canary"quoted')])
  const lines = [
    `POST https://api.telegram.org/bot${TOKEN}/sendMessage failed`,
    `https://api.example/${encodeURIComponent(TOKEN)}`,
    `the half ${HALF} alone`,
    `Authorization: Basic ${Buffer.from(TOKEN).toString('base64')}`,
    JSON.stringify({ token: 'MTMw.GfakeX.canary"quoted' }),
  ]
  for (const line of lines) {
    expect(hide(line)).toContain('[secret]')
    expect(hide(line)).not.toMatch(/canary|Y2FuYXJ5/i)
  }
  expect(hide('nothing to hide')).toBe('nothing to hide')
})

test('the environment is emptied of tokens once it was read', () => {
  const env = { DISCORD_TOKEN: 'a', TELEGRAM_TOKEN: ' b ', LLM_KEY: '', PATH: '/bin' }
  expect(secretsIn(env).map((secret) => secret.reveal())).toEqual(['a', 'b'])
  clearSecrets(env)
  expect(env).toEqual({ PATH: '/bin' })
})
