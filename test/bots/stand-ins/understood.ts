import type { Understood } from '../../../src/summaries/terms/understood.js'

/** "Trade with China", understood. */
export const understood: Understood = {
  ...{ language: 'en', kind: 'about', units: [], nth: [] },
  clues: [],
  facets: [
    { kind: 'entity', term: 'e_china', id: 'china', words: ['china'] },
    { kind: 'subject', term: 'm_trade', conceptIds: [], measureIds: ['trade-turnover'], words: ['trade'] },
  ],
  ...{ needsFigure: false, isAhead: false, asksExperts: false, asksDuration: false, isNegated: false },
  ...{ wantsFigure: true, isContinued: false, isOffTopic: false },
}
