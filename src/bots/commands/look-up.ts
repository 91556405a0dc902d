import { cutText } from '../../text/words/cut-text.js'
import { answerButtons, historyButtons } from './answer-buttons.js'
import { controls, heading, list, paragraph, small, privateLine, shown } from '../wording/blocks.js'
import { cleanLine, cleanText } from '../wording/clean.js'
import type { Message, Result } from '../contract/message.js'
import { COMPARE_LIMIT, QUESTION_LIMIT } from './command-row.js'
import { presentCompare, presentStory } from '../present/present-archive.js'
import type { Answer } from '../../summaries/terms/shapes.js'
import { presentAnswer, presentGrowing, presentResult } from '../present/present-answer.js'
import { presentFigure } from '../present/present-figure.js'
import { COMMAND_NAMES } from '../contract/request.js'
import { firstReadingLine } from '../present/first-reading.js'
import { answerSmallTalk } from './small-talk-answers.js'
import { smallTalkOf, withoutGreeting } from '../wording/small-talk.js'
import { hasWords, RECENT_STORIES } from '../wording/title-words.js'
import type { CommandDeps, Turn } from '../turn/turn.js'
import { sectionIds } from '../menus/values.js'
import { viewIn, type View } from '../wording/view.js'

/** Answers a question in words, or a reply to one story. */
export async function ask(given: string, turn: Turn): Promise<Message> {
  const { view, request } = turn
  const question = withoutGreeting(cutText(cleanLine(given), QUESTION_LIMIT))
  if (!/[\p{L}\p{N}]/u.test(question)) return privateLine(view.say('answer.empty'))
  const smallTalk = smallTalkOf(question)
  if (smallTalk !== undefined) return answerSmallTalk(smallTalk, turn)
  const { storyIds = [] } = request.about ?? {}
  const [storyId] = storyIds.length === 1 ? storyIds : []
  // A reply of a word or two to one story asks for that story; a longer one is a question of its own, if it can be answered.
  if (storyId !== undefined && question.split(' ').length < 3) return story(storyId, turn)
  const answer = await askOn(question, turn)
  if (storyId !== undefined && !answer.found) return story(storyId, turn)
  const seen = viewOfAnswer(answer, turn)
  const isBare = !answer.found && answer.hits.length === 0
  const first = isBare ? firstReadingLine(await turn.deps.newsroom.sources(), seen) : undefined
  if (first !== undefined) return { blocks: [paragraph(first)] }
  const said = presentAnswer(answer, seen)
  const message = { ...said, blocks: [...said.blocks, ...(await answerButtons(answer, { ...turn, view: seen }))] }
  if (question.length < QUESTION_LIMIT - 1) return message
  return { ...message, blocks: [small(seen.say('answer.cut', { limit: QUESTION_LIMIT })), ...message.blocks] }
}

/** Asks in the chat's language, else in the question's own, with what the person asked before in this chat, and keeps what this question was understood as. */
async function askOn(question: string, turn: Turn): Promise<Answer> {
  const { request, view, settings, deps, onGrown } = turn
  const { chat, userId } = request
  const before = deps.conversations?.before(chat, userId)
  const isGuessed = settings.language === undefined
  const options = {
    language: isGuessed ? (before?.language ?? view.language) : view.language,
    languageIsGuessed: isGuessed,
    ...(before && { before: before.understood }),
  }
  const answer =
    onGrown && deps.askGrowing
      ? await deps.askGrowing(question, options, (grown) => onGrown(presentGrowing(grown, viewOfAnswer(grown, turn))))
      : await deps.newsroom.ask(question, options)
  if (answer.understood && isOfSomething(answer))
    deps.conversations?.keep(chat, userId, { understood: answer.understood, language: answer.language })
  return answer
}

// Where nobody chose a language, an answer speaks that of its question.
function viewOfAnswer({ language }: Answer, { view, settings, deps }: Turn): View {
  return language === view.language ? view : viewIn(language, deps.region, settings)
}

// A word of thanks ends no talk.
const isOfSomething = ({ found, understood }: Answer) =>
  found || understood?.facets.some(({ kind }) => kind === 'entity' || kind === 'subject') === true

const INLINE_PAGE = 20
const MOST_INLINE = 50

/** A page of results for an inline query. */
export async function askInline(
  { question, offset }: { readonly question: string; readonly offset?: string },
  { view, deps }: Turn,
): Promise<Message> {
  const asked = cutText(cleanLine(question), QUESTION_LIMIT)
  const from = Math.min(Math.max(0, Number(offset ?? 0) || 0), MOST_INLINE)
  if (!/[\p{L}\p{N}]/u.test(asked)) return help(view)
  const limit = Math.min(INLINE_PAGE, MOST_INLINE - from)
  const { items, total } = await deps.newsroom.results(asked, { language: view.language, offset: from, limit })
  const results = items.map((item): Result => presentResult(item, view))
  const next = from + limit
  const isMore = next < Math.min(total, MOST_INLINE)
  const none =
    results.length === 0 && from === 0 ? [paragraph(view.say('answer.nothing', { question: shown(asked) }))] : []
  return { title: asked, blocks: none, results, ...(isMore && { nextOffset: String(next) }) }
}

/** A measure's history by its name and the countries'. */
export async function figure(given: string, { view, deps }: Turn): Promise<Message> {
  const words = cutText(cleanLine(given), QUESTION_LIMIT)
  if (words === '') return privateLine(view.say('figure.empty'))
  const history = await deps.newsroom.figure(words, { language: view.language })
  if (!history || history.records.length === 0) return privateLine(view.say('figure.none', { words: shown(words) }))
  const message = presentFigure(history, view)
  return { ...message, blocks: [...message.blocks, ...historyButtons(history, view)] }
}

/** A story by its id or by words of its title; where several have them, a choice of them. */
export async function story(given: string, { view, deps }: Turn): Promise<Message> {
  const words = cutText(cleanLine(given), QUESTION_LIMIT)
  if (words === '') return privateLine(view.say('stories.ask'))
  const found = await deps.newsroom.story(words)
  if (found) return presentStory(found, view)
  const titled = await storiesTitled(words, deps, view)
  const [only] = titled
  const whole = only !== undefined && titled.length === 1 ? await deps.newsroom.story(only.id) : undefined
  if (whole) return presentStory(whole, view)
  if (titled.length === 0) return privateLine(view.say('stories.none', { words: shown(words) }))
  return {
    isPrivate: true,
    blocks: [
      paragraph(view.say('stories.pick', { words: shown(words) })),
      ...titled.flatMap(({ id, title }) => controls({ kind: 'button', label: title, action: ['story', id] })),
    ],
  }
}

const MOST_TITLED = 5

/** Stories by words of their titles: among the newest, else what the archive finds for them. */
async function storiesTitled(words: string, { newsroom }: CommandDeps, { language }: View) {
  const recent = await newsroom.recentStories(RECENT_STORIES)
  const titled = recent.filter(({ title, titles = [title] }) => titles.some((each) => hasWords(each, words)))
  if (titled.length > 0) return titled.slice(0, MOST_TITLED)
  const { items } = await newsroom.results(words, { language, offset: 0, limit: 4 * MOST_TITLED })
  const found = items.filter(({ citation }) => hasWords(citation.title, words))
  return found.slice(0, MOST_TITLED).map(({ storyId, citation: { title } }) => ({ id: storyId, title }))
}

/** An article, by its address or as a text, against the template. */
export async function compare(given: string, { view, deps }: Turn): Promise<Message> {
  const text = cutText(cleanText(given), COMPARE_LIMIT).trim()
  if (text === '') return privateLine(view.say('compare.empty'))
  const isAddress = /^https?:\/\/\S+$/i.test(text)
  const page = isAddress ? await deps.catalogue.article(text) : { text }
  if ('detail' in page) return privateLine(view.say('compare.unread', { why: cleanLine(page.detail) }))
  return presentCompare(await deps.newsroom.compare(page.text, { language: view.language }), view)
}

/** Every command with what it does. */
export function help(view: View): Message {
  const { say, region, language } = view
  return {
    title: 'Silkwire',
    blocks: [
      heading('Silkwire'),
      paragraph(say('help.intro', { region: region.name[language] })),
      list(COMMAND_NAMES.map((name) => [say(`help.${name}`)])),
      paragraph(say('help.sections', { valid: sectionIds(region) })),
      ...controls(
        { kind: 'button', label: say('greet.subscribe'), action: ['new'] },
        { kind: 'button', label: say('greet.digest'), action: ['today'] },
        { kind: 'button', label: say('settings.title'), action: ['settings'] },
      ),
      small(say('help.promise')),
    ],
    isPrivate: true,
  }
}
