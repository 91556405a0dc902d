import { parseKeywords } from '../text/patterns/keywords.js'
import fs from 'node:fs'
import path from 'node:path'
import { presentAnswer } from '../bots/present/present-answer.js'
import { presentFigure } from '../bots/present/present-figure.js'
import { presentCompare, presentStory } from '../bots/present/present-archive.js'
import { presentDigest } from '../bots/present/present-digest.js'
import { renderText } from '../bots/console/render-text.js'
import type { Message } from '../bots/contract/message.js'
import { viewIn, type View } from '../bots/wording/view.js'
import { readConfig } from '../process/config.js'
import { articleEmbedder } from '../newsroom/with-embedding.js'
import { fetchFeed } from '../feeds/net/fetch-feed.js'
import { guardedAgent } from '../feeds/net/guarded-agent.js'
import { importArticles } from '../feeds/pages/article-rows.js'
import { compareText, type OpenNewsroom } from '../newsroom/open-newsroom.js'
import { backup, moveAway, restore } from '../store/backup.js'
import { databasePathOf } from '../store/open-database.js'
import type { DigestLength } from '../summaries/digest/digest-places.js'
import { toldInDaysBefore } from '../summaries/digest/told-before.js'
import { questionLanguage } from '../summaries/question/question.js'
import type { Reader } from '../summaries/terms/reader.js'
import type { Answer } from '../summaries/terms/shapes.js'
import { mergeStories, splitStory } from '../summaries/stories/correct-story.js'
import { detectLanguage } from '../text/language/language.js'
import { plainText } from '../text/words/html-text.js'
import type { Language } from '../text/types.js'
import { CommandError, print, printRows, readRow, readText, toJson } from './output.js'
import { languageOf } from './options.js'
import { packReader, withNewsroom } from './room.js'

/** Prints a message as the console shows it. */
function show(message: Message): void {
  print(renderText(message, { columns: Math.min(process.stdout.columns || 100, 100), ansi: process.stdout.isTTY }))
}

export interface AskOptions {
  readonly json?: boolean
  readonly at?: number
  readonly language?: Language
  readonly questions?: string
  /** The question before in the same talk. */
  readonly after?: string
}

/** `silkwire ask "QUESTION"` or `ask --questions FILE`. */
export async function ask(question: string | undefined, options: AskOptions): Promise<void> {
  if (options.questions !== undefined) {
    await askFile(options.questions, options)
    return
  }
  if (question === undefined) throw new CommandError('ask needs a question: silkwire ask "trade with China"')
  await withNewsroom(async (rooms) => {
    const { after } = options
    const before = after === undefined ? undefined : (await rooms.newsroom.ask(after, askAs(after, options, rooms.reader()))).understood // prettier-ignore
    const answer = await rooms.newsroom.ask(question, {
      ...askAs(question, options, rooms.reader()),
      ...(before && { before }),
    })
    if (options.json === true) print(toJson(answer, 2))
    else show(presentAnswer(answer, viewOf(answer.language, rooms)))
  })
}

async function askFile(file: string, options: AskOptions): Promise<void> {
  await withNewsroom(async (rooms) => {
    await printRows(file, async (line) => {
      const { id, q, lang } = readRow(line)
      if (typeof q !== 'string') throw new Error('has no q')
      const language = typeof lang === 'string' ? languageOf(lang) : options.language
      const answer = await rooms.newsroom.ask(
        q,
        askAs(q, { ...options, ...(language === undefined ? {} : { language }) }, rooms.reader()),
      )
      return { id, ...answerRow(answer) }
    })
  })
}

function answerRow({ found, text, sentences, citations, hits }: Answer): object {
  return { found, text, sentences, citations, hits }
}

// On the command line a question is answered in its own language unless told otherwise.
function askAs(question: string, { at, language }: AskOptions, reader: Reader): { language: Language; at?: number } {
  const detected = questionLanguage(question, reader)
  const asked = language ?? (detected === 'und' ? 'en' : detected)
  return { language: asked, ...(at === undefined ? {} : { at }) }
}

function viewOf(language: Language, rooms: OpenNewsroom): View {
  return viewIn(language, rooms.reader().region)
}

export interface DigestOptions {
  readonly sinceMs: number
  readonly at?: number
  readonly section?: string
  readonly length?: DigestLength
  readonly keywords?: string
  readonly language: Language
  readonly json?: boolean
}

/** A reader of a day's news is not told again what the days before told; a review of days tells all. */
const REVIEW_MS = 3 * 86_400_000

/** `silkwire digest`: what was published in the span that ends now or `--at`. */
export async function digest(options: DigestOptions): Promise<void> {
  const { sinceMs, at = Date.now(), section, length, keywords, language, json } = options
  await withNewsroom(async (rooms) => {
    const { sections } = rooms.reader().region
    if (section !== undefined && !sections.some((each) => each.id === section))
      throw new CommandError(`--section is ${section}: one of ${sections.map((each) => each.id).join(', ')}`)
    const { unclear } = parseKeywords(keywords ?? '')
    if (unclear !== undefined)
      throw new CommandError(
        `--keywords: "${unclear}" can be read in several ways; write word, +must, -not, "a phrase", AND, OR, NOT`,
      )
    const request = {
      ...{ from: at - sinceMs, to: at, language },
      ...(section === undefined ? {} : { sectionId: section }),
      ...(length === undefined ? {} : { length }),
      ...(keywords === undefined ? {} : { filter: { keywords } }),
    }
    const told = sinceMs < REVIEW_MS ? await toldInDaysBefore(request, { archive: rooms.archive, reader: rooms.reader() }) : [] // prettier-ignore
    const made = await rooms.newsroom.digest({ ...request, told })
    if (json !== true) {
      show(presentDigest(made, viewOf(language, rooms)))
      return
    }
    print(toJson({ ...made, from: new Date(made.from).toISOString(), to: new Date(made.to).toISOString() }, 2))
  })
}

/** `silkwire figure WHAT [ENTITY...]`. */
export async function figure(
  words: readonly string[],
  options: { at?: number; language: Language; json?: boolean; png?: string },
): Promise<void> {
  await withNewsroom(async (rooms) => {
    const { language, at, png } = options
    const asked = { language, ...(at === undefined ? {} : { at }) }
    const history = await rooms.newsroom.figure(words.join(' '), asked)
    if (history === undefined) {
      const measures = rooms.reader().region.measures.map((measure) => measure.id)
      throw new CommandError(`figure: "${words.join(' ')}" names no measure: one of ${measures.join(', ')}`)
    }
    if (png !== undefined) {
      const picture = await rooms.newsroom.figurePicture(words.join(' '), asked)
      if (picture === undefined) throw new CommandError(`figure: nothing is known of "${words.join(' ')}" that can be drawn`) // prettier-ignore
      fs.writeFileSync(png, picture.png)
      return
    }
    if (options.json === true) print(toJson(history, 2))
    else show(presentFigure(history, viewOf(language, rooms)))
  })
}

/** `silkwire story ID`. */
export async function story(id: string, { language, json }: { language: Language; json?: boolean }): Promise<void> {
  await withNewsroom(async (rooms) => {
    const view = await rooms.newsroom.story(id)
    if (view === undefined) throw new CommandError(`no such story: ${id}`)
    if (json === true) print(toJson(view, 2))
    else show(presentStory(view, viewOf(language, rooms)))
  })
}

/** `silkwire story merge ID OTHER`: two stories become one, under the first id. */
export async function mergeStory(into: string, from: string): Promise<void> {
  await withNewsroom(async ({ archive }) => {
    await mergeStories(into, from, archive)
    print(`merged ${from} into ${into}`)
  })
}

/** `silkwire story split ID ARTICLE...`: these articles become a story of their own. */
export async function partStory(id: string, articleIds: readonly string[]): Promise<void> {
  await withNewsroom(async ({ archive }) => {
    print(`split ${articleIds.length} from ${id}: ${await splitStory(id, articleIds, archive)}`)
  })
}

/** `silkwire check URL|FILE`: an article against the template. */
export async function check(source: string, { language, json }: { language: Language; json?: boolean }): Promise<void> {
  const text = /^https?:\/\//i.test(source) ? await fetchPage(source) : readText(source)
  const reader = packReader()
  const report = compareText(text, { reader, now: Date.now() })
  if (json === true) print(toJson(report, 2))
  else show(presentCompare(report, viewIn(language, reader.region)))
}

async function fetchPage(url: string): Promise<string> {
  const { allowPrivateHosts } = readConfig(process.env)
  const agent = guardedAgent({ allowPrivateHosts })
  const page = await fetchFeed(url, {}, { agent, now: Date.now }).finally(() => agent.close())
  if (page.status === 'unchanged') throw new CommandError(`${url} answered "not modified"`)
  const html = new TextDecoder().decode(page.bytes)
  const title = /<title[^>]*>([^<]{1,300})</i.exec(html)?.[1]
  return title === undefined ? plainText(html) : `${plainText(title)}\n${plainText(html)}`
}

// Nobody asks this process; a bot beside it waits so long for the database at the most.
const IMPORT_PIECE_MS = 100

/** `silkwire import FILE`: articles into the archive, read at once; prints how many were new. */
export async function importFile(file: string): Promise<void> {
  // Empty lines stay, so that a row that fails is named by its line of the file.
  const lines = readText(file).split('\n')
  await withNewsroom(async (rooms) => {
    const { region } = rooms.reader()
    const report = await importArticles(lines, {
      store: rooms.articles,
      outlets: region.outlets,
      detectLanguage,
      now: Date.now,
    })
    await rooms.refreshOutlets()
    for (const failure of report.failed) process.stderr.write(`${file}:${failure.line}: ${failure.error}\n`)
    const read = await rooms.readingRounds.readUnread({ pieceMs: IMPORT_PIECE_MS, onRead: (done) => { progress(`read ${done} of ${report.new + report.updated}`) } }) // prettier-ignore
    progress('')
    await embedRead(rooms)
    print(
      `${report.new} new, ${report.updated} updated, ${report.known} known, ${report.failed.length} failed; ${read} read`,
    )
  })
}

async function embedRead({ embeddings }: OpenNewsroom): Promise<void> {
  const embed = articleEmbedder(readConfig(process.env), embeddings, Date.now)
  for (let total = 0; embed !== undefined;) {
    const { embedded, fault } = await embed()
    total += embedded
    progress(`embedded ${total}`)
    if (fault !== undefined) process.stderr.write(`articles were not embedded: ${fault}\n`)
    if (embedded === 0 || fault !== undefined) break
  }
  progress('')
}

function progress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`)
}

/** `silkwire backup FILE`, beside a running bot. */
export async function backupTo(file: string): Promise<void> {
  await withNewsroom(async ({ database }) => {
    await backup(database, file)
    print(`saved ${file}`)
  })
}

/** `silkwire restore FILE`: refused while `run` holds the database. */
export async function restoreFrom(file: string): Promise<void> {
  const archive = databasePathOf(readConfig(process.env).databaseUrl)
  const kept = await restore(file, archive)
  print(`restored ${archive} from ${file}${kept === undefined ? '' : `; the old one is ${kept}`}`)
}

/** `silkwire move FILE`: the archive, with all that waits to be sent, for another machine; this one delivers from it no more. */
export async function moveTo(file: string): Promise<void> {
  const { databaseUrl, region } = readConfig(process.env)
  const aside = await moveAway(databasePathOf(databaseUrl), file)
  print(`saved ${file}; the old archive is ${aside}, and nothing delivers from it.`)
  print('On the other machine, with the same Silkwire or a newer one:')
  print(
    `  1. copy ${file}, your .env${region.startsWith('regions/central-asia') ? '' : ` and the pack ${region}`} there`,
  )
  print(`  2. silkwire restore ${path.basename(file)}`)
  print('  3. start it; what waited is sent then. Do not start this one again with the same tokens.')
}
