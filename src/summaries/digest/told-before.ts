import { chooseNews, type DigestDeps, type DigestRequest } from './digest-choice.js'
import { factOf, toldFacts, type ToldStory } from '../facts/facts-told.js'
import { tellingFigure } from '../lines/lines.js'
import { toldKeys } from './what-is-told.js'

const DAY_MS = 86_400_000
const DAYS = 7

/** What the digests of the seven days before `from` told, had they been asked for with the same filter and length: for a reader of whom nothing is kept. */
export async function toldInDaysBefore(request: DigestRequest, deps: DigestDeps): Promise<readonly ToldStory[]> {
  const told = new Map<string, ToldStory>()
  for (let ago = DAYS; ago > 0; ago--) {
    const from = request.from - ago * DAY_MS
    const day = { ...request, from, to: from + DAY_MS, told: [...told.values()] }
    const { sections } = await chooseNews(day, deps)
    for (const { story, best } of sections.flatMap(({ placed }) => placed)) {
      const before = told.get(story.storyId)
      const figure = tellingFigure(best.finding.figures)
      const now = [...toldFacts({ ...story, voices: story.voices.length }), ...toldKeys(story.candidates, deps.reader)]
      const facts = [...new Set([...(before?.facts ?? []), ...now])]
      told.set(story.storyId, { storyId: story.storyId, facts, ...(figure === undefined ? {} : { said: factOf(figure) }) }) // prettier-ignore
    }
  }
  return [...told.values()]
}
