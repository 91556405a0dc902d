#!/usr/bin/env node
import fs from 'node:fs'
import { Command, InvalidArgumentError, Option } from 'commander'
import { countOf, languageOf, momentOf, spanOf } from './cli/options.js'
import { CommandError } from './cli/output.js'
import { loadEnvFile, secretsIn } from './process/config.js'
import { stackOf } from './process/crash.js'
import { restingThread, startSmall } from './process/thread-memory.js'
import { hideSecrets } from './process/secrets.js'
import { reasonOf } from './text/reason-of.js'

// The `silkwire` command. Each subcommand loads what it needs when it runs, so that --help is instant.

const { version } = JSON.parse(fs.readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string
}

/** An option's value through a check of ours: what is wrong with it is commander's to say. */
const checked =
  <T>(check: (value: string) => T) =>
  (value: string): T => {
    try {
      return check(value)
    } catch (error) {
      throw new InvalidArgumentError(reasonOf(error))
    }
  }

const silkwire = new Command('silkwire')
  .description(
    "Reads a region's press in eight languages, posts cited digests and answers questions. Settings: README.md.",
  )
  .version(version)
  .showHelpAfterError('(silkwire --help lists the commands)')

silkwire
  .command('run')
  .description('the bot: Discord and Telegram where they have a token, else the console')
  .action(async () => {
    const grow = startSmall()
    const { run } = await import('./cli/operating/run.js')
    await run(() => {
      grow()
      restingThread().noteWork()
    })
  })

silkwire
  .command('sample')
  .description('the bot on sample news over loopback: no token, no network')
  .action(async () => (await import('./cli/sample.js')).sample())

silkwire
  .command('ask')
  .argument('[question]', 'in any of the languages')
  .description('a cited answer from the archive')
  .option('--json', 'as JSON')
  .option('--at <iso>', 'as of this moment: later articles are not seen', checked(momentOf))
  .option('--language <xx>', "the reader's language", checked(languageOf))
  .option('--after <question>', 'the question before, which this one goes on from: "and with Russia?"')
  .option('--questions <file>', 'a batch: rows {id, q, lang?}, one line of JSON each')
  .action(async (question: string | undefined, options: object) =>
    (await import('./cli/news.js')).ask(question, options),
  )

silkwire
  .command('digest')
  .description('what is new, what changed and who disagrees')
  .option('--since <span>', 'how far back: 24h, 7d, 2w', checked(spanOf), 24 * 3_600_000)
  .addOption(new Option('--week', 'a review of seven days: how figures moved, too').implies({ since: 7 * 86_400_000 }))
  .addOption(new Option('--month', 'the same of thirty days').implies({ since: 30 * 86_400_000 }).conflicts('week'))
  .option('--at <iso>', 'the end of the span, now unless given', checked(momentOf))
  .option('--section <id>', 'one section of the template')
  .addOption(new Option('--length <length>', 'how much of it').choices(['short', 'normal', 'full']))
  .option('--keywords <words>', 'word, +must, -not, stem*, "side by side", AND, OR, NOT')
  .option('--language <xx>', "the reader's language", checked(languageOf), 'en' as const)
  .option('--json', 'as JSON')
  .action(async ({ since, ...options }: { since: number; language: 'en' }) =>
    (await import('./cli/news.js')).digest({ sinceMs: since, ...options }),
  )

silkwire
  .command('figure')
  .argument('<what...>', 'a measure and its parties: trade-turnover china central-asia')
  .description("a measure's history by period and source")
  .option('--at <iso>', 'as of this moment', checked(momentOf))
  .option('--language <xx>', "the reader's language", checked(languageOf), 'en' as const)
  .option('--png <file>', 'as a picture')
  .option('--json', 'as JSON')
  .action(async (what: string[], options: { language: 'en' }) => (await import('./cli/news.js')).figure(what, options))

const story = silkwire
  .command('story')
  .argument('[id]')
  .description('an event with everybody who told it')
  .option('--language <xx>', "the reader's language", checked(languageOf), 'en' as const)
  .option('--json', 'as JSON')
  .action(async (id: string | undefined, options: { language: 'en' }) => {
    if (id === undefined) throw new CommandError('story needs an id: silkwire story ID')
    await (await import('./cli/news.js')).story(id, options)
  })
story
  .command('split')
  .argument('<id>')
  .argument('<article...>')
  .description('these articles become a story of their own')
  .action(async (id: string, articleIds: string[]) => (await import('./cli/news.js')).partStory(id, articleIds))
story
  .command('merge')
  .argument('<id>')
  .argument('<other>')
  .description('two stories become one, under the first id')
  .action(async (id: string, other: string) => (await import('./cli/news.js')).mergeStory(id, other))

silkwire
  .command('check')
  .argument('<source>', 'an address, a file, or - for standard input')
  .description('an article against the template (in a chat: compare)')
  .option('--language <xx>', "the reader's language", checked(languageOf), 'en' as const)
  .option('--json', 'as JSON')
  .action(async (source: string, options: { language: 'en' }) => (await import('./cli/news.js')).check(source, options))

silkwire
  .command('import')
  .argument('<file>', 'article rows, one line of JSON each')
  .description('articles into the archive; prints how many were new')
  .action(async (file: string) => (await import('./cli/news.js')).importFile(file))

const batches: readonly [name: string, description: string, run: (file: string) => Promise<void>][] = [
  ['read', 'what the template makes of each article', async (file) => (await import('./cli/batch.js')).readFile(file)],
  [
    'compare',
    'rows {id, baseline, statement} → {id, change}',
    async (file) => (await import('./cli/batch.js')).compareFile(file),
  ],
  ['language', 'rows {id, text} → {id, lang}', async (file) => (await import('./cli/batch.js')).languageFile(file)],
  ['same', 'rows {id, a, b} of articles → {id, same}', async (file) => (await import('./cli/batch.js')).sameFile(file)],
]
for (const [name, description, run] of batches)
  silkwire.command(name).argument('<file>', 'JSON lines').description(description).action(run)

silkwire
  .command('parse')
  .argument('<file...>', 'feed files')
  .description('a feed file a line: {file, format, feed, items} or {file, error}')
  .action(async (files: string[]) => (await import('./cli/batch.js')).parseFiles(files))

const feeds = silkwire.command('feeds').description('the feeds of the pack and your own')
feeds
  .command('list')
  .description('each feed with what happened when it was last read')
  .option('--json', 'as JSON')
  .action(async (options: object) => (await import('./cli/feeds.js')).listFeeds(options))
feeds
  .command('check')
  .description('fetches every feed of the pack and your own and says how it is and what to do; stores nothing')
  .option('--json', 'as JSON lines')
  .action(async (options: object) => (await import('./cli/check-feeds.js')).checkFeeds(options))
feeds
  .command('discover')
  .argument('<url>')
  .description('the feeds of a page: what it links, common paths, or the page itself')
  .option('--json', 'as JSON lines')
  .action(async (url: string, options: object) => (await import('./cli/feeds.js')).discover(url, options))
feeds
  .command('add')
  .argument('<url>', 'of a feed or a page that names one')
  .description('a feed beside the pack’s')
  .action(async (url: string) => (await import('./cli/feeds.js')).addFeed(url))
feeds
  .command('remove')
  .argument('<url>')
  .description('an added feed; its articles stay')
  .action(async (url: string) => (await import('./cli/feeds.js')).removeFeed(url))
feeds
  .command('import')
  .argument('<opml>')
  .description('adds the feeds of an OPML file')
  .action(async (file: string) => (await import('./cli/feeds.js')).importFeeds(file))
feeds
  .command('export')
  .argument('[file]')
  .description('the feeds that are read, as OPML')
  .action(async (file: string | undefined) => (await import('./cli/feeds.js')).exportFeeds(file))

const baseline = silkwire.command('baseline').description('what is known, and what two voices propose')
baseline
  .command('list')
  .option('--json', 'as JSON')
  .action(async (options: object) => (await import('./cli/baseline.js')).listBaseline(options))
for (const [name, status] of [
  ['accept', 'accepted'],
  ['reject', 'rejected'],
] as const)
  // prettier-ignore
  baseline
    .command(name)
    .argument('<id>')
    .action(async (id: string) => (await import('./cli/baseline.js')).decideFact(id, status))
baseline
  .command('export')
  .description("the accepted facts as lines for a pack's baseline.yaml")
  .action(async () => (await import('./cli/baseline.js')).exportBaseline())

const regions = silkwire.command('regions').description('region packs')
regions
  .command('check')
  .argument('[folder]')
  .description('every fault of a pack with its path')
  .action(async (folder: string | undefined) => {
    if (!(await import('./cli/regions.js')).checkRegion(folder)) process.exitCode = 1
  })
regions
  .command('train')
  .argument('<folder>', "the pack's")
  .argument('<labels...>', 'files of labelled articles, one line of JSON each: docs/reading.md')
  .description('learns to read from labelled articles, and writes the weights beside the pack')
  .action(async (folder: string, labels: string[]) => (await import('./cli/regions.js')).trainRegion(folder, labels))

silkwire
  .command('deliveries')
  .description('what was sent, gone, uncertain and skipped, newest first')
  .option('--chat <id>', "of this chat, by the platform's id")
  .option('--since <span>', 'how far back: 24h, 7d, 2w', checked(spanOf), 7 * 24 * 3_600_000)
  .addOption(
    new Option('--state <state>', 'in this state only').choices(
      'queued sending sent gone uncertain skipped'.split(' '),
    ),
  )
  .option('--doubt', 'only what may have arrived twice or never')
  .option('--limit <count>', 'so many at most', checked(countOf), 50)
  .option('--chats', 'counted by chat')
  .option('--json', 'as JSON')
  .action(async ({ since, ...options }: { since: number; limit: number }) =>
    (await import('./cli/deliveries.js')).listDeliveries({ sinceMs: since, ...options }),
  )
silkwire
  .command('person')
  .argument('<platform>', 'discord or telegram')
  .argument('<id>', "the person's id there")
  .description('everything that is kept about a person, as JSON; --forget deletes it')
  .option('--forget', 'deletes it, also beside a running bot')
  .action(async (platform: string, id: string, options: object) =>
    (await import('./cli/person.js')).person(platform, id, options),
  )

silkwire
  .command('backup')
  .argument('<file>')
  .description('saves the archive, also beside a running bot')
  .action(async (file: string) => (await import('./cli/news.js')).backupTo(file))
silkwire
  .command('restore')
  .argument('<file>')
  .description('puts a saved archive in place; refused while the bot runs')
  .action(async (file: string) => (await import('./cli/news.js')).restoreFrom(file))

silkwire
  .command('move')
  .argument('<file>')
  .description('saves the archive with all that waits to be sent for another machine; this one ends with it')
  .action(async (file: string) => (await import('./cli/news.js')).moveTo(file))
silkwire
  .command('doctor')
  .description('one screen: tokens, clock, disk, database, feeds, digests, and what to do')
  .action(async () => (await import('./cli/operating/doctor.js')).doctor())

const foreseen = new Set([
  'ConfigError',
  'RegionError',
  'DatabaseError',
  'PlatformError',
  'StartError',
  'FeedError',
  'NotAFeedError',
  'StoryError',
  'WebError',
])

// A reader that has seen enough closes the pipe (`silkwire baseline list | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

let hide = (shown: string): string => shown
try {
  loadEnvFile()
  // Taken before a command clears the environment.
  hide = hideSecrets(secretsIn(process.env))
  await silkwire.parseAsync()
} catch (error) {
  // A fault that was foreseen is one line; anything else is a defect of ours and shows where.
  const isForeseen = error instanceof Error && (error instanceof CommandError || foreseen.has(error.name))
  const shown = error instanceof Error && isForeseen ? error.message : stackOf(error)
  process.stderr.write(`silkwire: ${hide(shown)}\n`)
  process.exitCode = 1
}
