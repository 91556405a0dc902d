import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from '../../src/process/config.js'

describe('readConfig', () => {
  test('has a default for everything, and takes an empty value for none', () => {
    const config = readConfig({ DISCORD_TOKEN: '', LOG_LEVEL: ' ' })
    expect(config).toEqual({
      discordApiUrl: 'https://discord.com/api',
      telegramApiUrl: 'https://api.telegram.org',
      databaseUrl: 'file:data/silkwire.db',
      region: 'regions/central-asia',
      allowPrivateHosts: [],
      keepArticleDays: 730,
      keepDeliveryDays: 60,
      logLevel: 'info',
      owner: [],
    })
  })

  test('splits lists and drops a slash at the end of an address', () => {
    const config = readConfig({ ALLOW_PRIVATE_HOSTS: 'localhost, 10.0.0.2:8080 ,', OWNER: '1,telegram:2', DISCORD_API_URL: 'http://127.0.0.1:9/api/' }) // prettier-ignore
    expect(config).toMatchObject({
      allowPrivateHosts: ['localhost', '10.0.0.2:8080'],
      owner: ['telegram:1', 'telegram:2'],
      discordApiUrl: 'http://127.0.0.1:9/api',
    })
  })

  test('takes a bare id of an owner for one of the platform whose ids are as long', () => {
    const { owner } = readConfig({ OWNER: 'discord:1,123456789,80351110224678912' })
    expect(owner).toEqual(['discord:1', 'telegram:123456789', 'discord:80351110224678912'])
  })

  test('takes a model where its address and name are given, and shows its key nowhere', () => {
    const { llm } = readConfig({ LLM_URL: 'http://127.0.0.1:8080/v1/', LLM_MODEL: 'm', LLM_KEY: 'sk-of-the-tests' })
    expect(llm).toMatchObject({ url: 'http://127.0.0.1:8080/v1', model: 'm' })
    expect(llm?.key?.reveal()).toBe('sk-of-the-tests')
    expect(JSON.stringify(llm)).not.toContain('sk-of')
    expect(readConfig({ LLM_KEY: 'sk-of-the-tests' }).llm).toBeUndefined()
  })

  test('takes a model for embeddings with or without one that renders, and only with an address', () => {
    const { llm, embed } = readConfig({ LLM_URL: 'http://127.0.0.1:8080/v1', EMBED_MODEL: 'e', LLM_KEY: 'sk-of' })
    expect([llm, embed?.model, embed?.key?.reveal()]).toEqual([undefined, 'e', 'sk-of'])
    expect(() => readConfig({ EMBED_MODEL: 'e' })).toThrow(/EMBED_MODEL is "e": LLM_URL is missing/)
  })

  test('keeps articles and deliveries for days, or for ever', () => {
    expect(readConfig({ KEEP_ARTICLES: 'forever', KEEP_DELIVERIES: '30d' })).toMatchObject({
      keepArticleDays: 36_500,
      keepDeliveryDays: 30,
    })
    expect(() => readConfig({ KEEP_ARTICLES: '10' })).toThrow('KEEP_ARTICLES is "10": is less than 90 days')
    expect(() => readConfig({ KEEP_DELIVERIES: 'soon' })).toThrow('KEEP_DELIVERIES is "soon"')
  })

  test.each([
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL is "loud"'],
    [{ LLM_URL: 'http://127.0.0.1:8080/v1' }, 'LLM_MODEL is missing'],
    [{ LLM_URL: 'ftp://x', LLM_MODEL: 'm' }, 'LLM_URL is "ftp://x"'],
    [{ DATABASE_URL: 'postgres://localhost/silkwire' }, 'DATABASE_URL is "postgres://localhost/silkwire"'],
    [{ DATABASE_URL: 'silkwire.db' }, 'DATABASE_URL is "silkwire.db"'],
    [{ TELEGRAM_API_URL: 'ftp://x' }, 'TELEGRAM_API_URL is "ftp://x"'],
  ])('names what is wrong in one line: %o', (env, words) => {
    expect(() => readConfig(env)).toThrow(ConfigError)
    expect(() => readConfig(env)).toThrow(words)
  })

  test('never shows a token back', () => {
    expect(() => readConfig({ DISCORD_TOKEN: 'half a token' })).toThrow('DISCORD_TOKEN is (secret)')
  })
})

test('web pages are off until a port is set, and then stay on this machine unless told', () => {
  expect(readConfig({})).not.toHaveProperty('web')
  expect(readConfig({ WEB_PORT: '8080' }).web).toEqual({ port: 8080, host: '127.0.0.1' })
  expect(readConfig({ WEB_PORT: '8080', WEB_HOST: '0.0.0.0', WEB_URL: 'https://news.example/' })).toMatchObject({
    web: { port: 8080, host: '0.0.0.0' },
    webUrl: 'https://news.example',
  })
})

test.each([
  [{ WEB_PORT: '0' }, 'WEB_PORT is "0": is no port'],
  [{ WEB_PORT: 'http' }, 'WEB_PORT is "http": is no port'],
  [{ WEB_PORT: '8080', WEB_HOST: 'a b' }, 'WEB_HOST is "a b": is no address of this machine'],
  [{ WEB_URL: 'news.example' }, 'WEB_URL is "news.example"'],
])('%o stops the start with a line that names it', (env, line) => {
  expect(() => readConfig(env)).toThrow(line)
})
