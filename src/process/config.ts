import { z } from 'zod'
import { Secret } from '../text/secret.js'

/** The environment, checked once. */
export interface Config {
  readonly discordToken?: Secret
  readonly discordApiUrl: string
  readonly telegramToken?: Secret
  readonly telegramApiUrl: string
  /** `file:PATH`. */
  readonly databaseUrl: string
  /** Folder of a region pack. */
  readonly region: string
  /** host or host:port that feeds may be fetched from although private. */
  readonly allowPrivateHosts: readonly string[]
  readonly logLevel: LogLevel
  /** A model that may render quotes in the reader's language; absent: none is asked. */
  readonly llm?: LlmConfig
  /** A model that embeds articles and questions; absent: they are found by their words alone. */
  readonly embed?: LlmConfig
  /** How many days articles are kept. */
  readonly keepArticleDays: number
  /** How many days it is kept what was sent where. */
  readonly keepDeliveryDays: number
  /** Who hears of broken feeds, each with the platform: discord:ID or telegram:ID. */
  readonly owner: readonly string[]
  /** Where the web pages are served; absent: nowhere. */
  readonly web?: WebConfig
  /** Where readers find the web pages, without a slash at the end; absent: no message links there. */
  readonly webUrl?: string
}

/** `host`: an address of this machine, its own loopback unless told. */
export interface WebConfig {
  readonly port: number
  readonly host: string
}

/** An OpenAI-compatible endpoint. */
export interface LlmConfig {
  readonly url: string
  readonly model: string
  readonly key?: Secret
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** A setting that stops the start: the message is one line that names it. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ConfigError'
  }
}

const httpUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''))
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
)
const owner = /^(?:(?:discord|telegram):)?\d{1,20}$/
// A bare id of 17 digits or more is Discord's, a shorter one Telegram's.
const ownerId = (written: string): string =>
  written.includes(':') ? written : `${written.length >= 17 ? 'discord' : 'telegram'}:${written}`
const token = z.string().trim().regex(/^\S+$/, 'has spaces in it')

const FOREVER_DAYS = 36_500

// A feed shows articles for months, and a digest looks back for a week: what is kept for less would come again.
const days = (least: number) =>
  z
    .string()
    .regex(/^(\d{1,5}d?|forever)$/, 'is no number of days, nor "forever"')
    .transform((text) => (text === 'forever' ? FOREVER_DAYS : Number.parseInt(text, 10)))
    .refine((count) => count >= least, `is less than ${least} days`)

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'is no port: give 1 to 65535')
  .transform(Number)
  .refine((number) => number >= 1 && number <= 65_535, 'is no port: give 1 to 65535')

const environment = z.object({
  DISCORD_TOKEN: token.optional(),
  DISCORD_API_URL: httpUrl.default('https://discord.com/api'),
  TELEGRAM_TOKEN: token.optional(),
  TELEGRAM_API_URL: httpUrl.default('https://api.telegram.org'),
  DATABASE_URL: z
    .string()
    .regex(/^(file:.+|postgres(ql)?:\/\/.*)$/, 'is neither file:PATH nor postgres://...')
    .refine((url) => !url.startsWith('postgres'), 'is postgres://, which is not supported yet: use file:PATH')
    .default('file:data/silkwire.db'),
  REGION: z.string().default('regions/central-asia'),
  ALLOW_PRIVATE_HOSTS: list.default([]),
  KEEP_ARTICLES: days(90).default(730),
  KEEP_DELIVERIES: days(14).default(60),
  LLM_URL: httpUrl.optional(),
  LLM_KEY: token.optional(),
  LLM_MODEL: z.string().trim().max(200).optional(),
  EMBED_MODEL: z.string().trim().max(200).optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
  OWNER: list
    .refine((ids) => ids.every((id) => owner.test(id)), 'is no list of user ids such as discord:123,telegram:456')
    .transform((ids) => ids.map(ownerId))
    .default([]),
  WEB_PORT: port.optional(),
  WEB_HOST: z
    .string()
    .trim()
    .regex(/^[\w.:-]+$/, 'is no address of this machine')
    .default('127.0.0.1'),
  WEB_URL: httpUrl.optional(),
})

// Never shown back: a token in an error line ends up in a log.
const secret = new Set(['DISCORD_TOKEN', 'TELEGRAM_TOKEN', 'LLM_KEY'])

/** The secrets of an environment, to be hidden. */
export function secretsIn(env: Readonly<Record<string, string | undefined>>): readonly Secret[] {
  return [...secret].flatMap((name) => {
    const value = env[name]?.trim()
    return value === undefined || value === '' ? [] : [new Secret(value)]
  })
}

/**
 * Adds the settings of a file to the process's environment, where what is set already counts: `.env` of the current folder
 * if it is there, or the file that ENV_FILE names; none where that is empty. Throws ConfigError where it cannot be read.
 */
export function loadEnvFile(): void {
  const named = process.env['ENV_FILE']?.trim()
  if (named === '') return
  try {
    process.loadEnvFile(named ?? '.env')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (named === undefined && code === 'ENOENT') return
    throw new ConfigError(
      `ENV_FILE is ${JSON.stringify(named ?? '.env')}: ${code === 'ENOENT' ? 'is not there' : message}`,
    )
  }
}

/** Takes the tokens out of the environment, where reports of a crash, and every child process, would find them. */
export function clearSecrets(env: Record<string, string | undefined>): void {
  for (const name of secret) Reflect.deleteProperty(env, name)
}

/** Reads the settings; empty ones are absent. Throws ConfigError with one line that names the setting and its value. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  )
  const checked = environment.safeParse(given)
  if (!checked.success) {
    const [issue] = checked.error.issues
    const name = String(issue?.path[0] ?? 'a setting')
    const value = secret.has(name) ? '(secret)' : JSON.stringify(given[name])
    throw new ConfigError(`${name} is ${value}: ${issue?.message ?? 'wrong'}`)
  }
  const { data } = checked
  if (data.LLM_URL !== undefined && data.LLM_MODEL === undefined && data.EMBED_MODEL === undefined)
    throw new ConfigError('LLM_MODEL is missing: LLM_URL needs the name of a model beside it, or EMBED_MODEL')
  if (data.LLM_URL === undefined && data.EMBED_MODEL !== undefined)
    throw new ConfigError(`EMBED_MODEL is ${JSON.stringify(data.EMBED_MODEL)}: LLM_URL is missing, where it is asked`)
  return {
    ...(data.LLM_URL !== undefined && {
      ...(data.LLM_MODEL !== undefined && {
        llm: llmOf({ url: data.LLM_URL, model: data.LLM_MODEL, key: data.LLM_KEY }),
      }),
      ...(data.EMBED_MODEL !== undefined && {
        embed: llmOf({ url: data.LLM_URL, model: data.EMBED_MODEL, key: data.LLM_KEY }),
      }),
    }),
    ...(data.DISCORD_TOKEN === undefined ? {} : { discordToken: new Secret(data.DISCORD_TOKEN) }),
    discordApiUrl: data.DISCORD_API_URL,
    ...(data.TELEGRAM_TOKEN === undefined ? {} : { telegramToken: new Secret(data.TELEGRAM_TOKEN) }),
    telegramApiUrl: data.TELEGRAM_API_URL,
    databaseUrl: data.DATABASE_URL,
    region: data.REGION,
    allowPrivateHosts: data.ALLOW_PRIVATE_HOSTS,
    keepArticleDays: data.KEEP_ARTICLES,
    keepDeliveryDays: data.KEEP_DELIVERIES,
    logLevel: data.LOG_LEVEL,
    owner: data.OWNER,
    ...(data.WEB_PORT !== undefined && { web: { port: data.WEB_PORT, host: data.WEB_HOST } }),
    ...(data.WEB_URL !== undefined && { webUrl: data.WEB_URL }),
  }
}

function llmOf({ url, model, key }: { url: string; model: string; key: string | undefined }): LlmConfig {
  return { url, model, ...(key !== undefined && { key: new Secret(key) }) }
}
