import { cutText } from '../../text/words/cut-text.js'
import { showPeriod } from '../../text/shown/numbers-shown.js'
import type { Language } from '../../text/types.js'
import { inBrackets, inRow, nameAll, phrase, showDate } from '../lines/lines.js'
import type { Reader } from '../terms/reader.js'
import type { SinceEvent } from './since-event.js'
import type { AnswerFigure } from '../terms/shapes.js'
import type { Facet } from '../terms/facet.js'
import type { Understood } from '../terms/understood.js'

/** What an answer was made from, as far as it is told beside the items. */
export interface NoteGrounds {
  readonly understood: Understood
  readonly goesOn: boolean
  readonly event: SinceEvent | undefined
  /** Entity ids of the sides of a comparison that nothing was found for. */
  readonly missing: readonly string[]
  readonly figures: readonly AnswerFigure[]
}

interface NoteContext {
  readonly reader: Reader
  readonly language: Language
}

const SHOWN_TITLE = 110

/** What is said beside the items, in the reader's language: how the question was taken, since when, whom the archive is silent on, and that sources differ. */
export function notesOn({ understood, goesOn, event, missing, figures }: NoteGrounds, context: NoteContext): string[] {
  const { language } = context
  const names = goesOn ? [...new Set(understood.facets.flatMap((facet) => nameOf(facet, context)))] : []
  return [
    ...(names.length > 0 ? [phrase('goesOn', language, { names: names.join(inRow(language)) })] : []),
    ...(event === undefined ? [] : [sinceNote(event, context)]),
    ...(understood.kind === 'whether' ? [phrase('whether', language)] : []),
    ...missing.map((id) => phrase('noSide', language, { name: nameAll([id], context).join() })),
    ...(figures.some(({ isDisputed }) => isDisputed) ? [phrase('differ', language)] : []),
  ]
}

function sinceNote({ at, title, outlet }: SinceEvent, context: NoteContext): string {
  const named = `“${cutText(title, SHOWN_TITLE)}”${inBrackets(outlet, context.language)}`
  return phrase('since', context.language, { date: showDate(at, context), title: named })
}

function nameOf(facet: Facet, { reader, language }: NoteContext): string[] {
  switch (facet.kind) {
    case 'entity':
      return nameAll([facet.id], { reader, language })
    case 'subject': {
      const measures = facet.measureIds.flatMap((id) => reader.measureById.get(id)?.name[language] ?? [])
      return measures.slice(0, 1).concat(measures.length === 0 ? [facet.term] : [])
    }
    case 'word':
      // A stem is no word to show.
      return /\p{Script=Han}/u.test(facet.term) ? [facet.term] : []
    case 'year':
      return [showPeriod(facet.year, language)]
  }
}
