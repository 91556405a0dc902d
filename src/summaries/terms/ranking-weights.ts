// Every weight and threshold of an answer's ranking, in the order in which they are used: finding articles, judging passages, choosing what is said.
// Where nothing else stands, a value was set by hand on the development questions of news, real and TIME (docs/measurements.md, "Answers"), and
// holds a share of 1 unless its unit is said. What the index itself weighs by stands in store/search/. `npm run bench:answers` and `npm run eval -- answers` show what a change does.

/** Asking: what search is asked for, and what each kind of term tells. */
export const TERMS: { most: number; ownWord: number; weights: Readonly<Record<string, number>> } = {
  most: 80,
  ownWord: 1,
  // e a name, c a subject, k a word of the same meaning, w a dictionary's word (of many senses), n, y and z a sound (of many names).
  weights: { e: 1.2, c: 1, k: 0.9, w: 0.8, n: 0.8, y: 0.7, z: 0.7, year: 0.5 },
}

/** Finding, 1: how many articles are looked at. */
export const REACH = {
  /** Articles that the index finds and scores. */
  candidates: 100,
  /** Of those, the best that are opened for their figures and age. */
  opened: 40,
  /** Of those, the best whose passages are judged. */
  judged: 16,
  /** Of those, the best that teach what else the question is about (a relevance model: Lavrenko and Croft 2001). */
  teaching: 3,
  /** Article ids that an answer names, best first. */
  named: 20,
}

/** Finding, 2: how well an article's words fit, by BM25 over weighted fields (Robertson and Zaragoza 2009, BM25F). */
export const WORDS = {
  /** How soon a word that comes again tells no more. */
  k1: 2,
  /** How much a long article is held back. */
  b: 0.75,
  /** A place in the title counts for so many in the text; one in the first words for so many. */
  title: 4,
  lead: 1.5,
  /** Words. */
  leadWords: 40,
  /** A name or subject of the pack counts for so many words. */
  marks: 1,
  /** What crosses spelling or languages in a text of the question's own language, where the words themselves could stand. */
  sameSound: 0,
  sameWord: 0.5,
  sameKind: 0.8,
  /** The mean length of all hits counts as so many hits of each language. */
  lengthPrior: 5,
}

/** Finding, 3: what the whole question weighs beside its words. The words' share is 1. */
export const QUESTION = {
  /** The share of the question that the article speaks of, and that its title does. */
  coverage: 1.5,
  inTitle: 0.6,
  /** Beyond so many things asked for, each further one counts less. */
  enough: 4,
  /** The best stretch of `window` words. */
  passage: 0.4,
  window: 30,
  /** A plain word beside one name or subject of the pack, and beside several. */
  plainBesideOne: 0.5,
  plainBesideSeveral: 0.25,
  /** However common: a plain word, a year, a name or subject. */
  leastWord: 0.3,
  leastYear: 0.2,
  leastName: 0.5,
}

/** Finding, 4: what other articles say for one. */
export const RELATED = {
  /** A fifth of the mean of the best `voices` of its story: TIME .666 to .678, docs/measurements.md. */
  story: 0.2,
  voices: 3,
  /** Likeness to the best articles, 0 to 1; in a language that none of them is in it is taken for `unknownLikeness`. */
  likeness: 0.5,
  unknownLikeness: 0.5,
}

/** Finding, 5: what an opened article adds. */
export const OPENED = {
  /** A figure of the asked measure. */
  figure: 0.3,
  /** Freshness: off for each year that it is older than the newest, two at most. */
  year: 0.1,
  mostYears: 2,
}

/** Finding, 6: articles that an optional model finds near. */
export const NEAREST = {
  found: 20,
  added: 5,
  /** They stand behind so many at most, and behind all that speak of this share of the question. */
  place: 11,
  coverage: 0.5,
}

/** Judging, 1: how surely a sentence speaks of something, by where that stands. */
export const NEARNESS = {
  /** In the sentence before, for "he" and "this". */
  pronoun: 0.9,
  before: 0.75,
  title: 0.7,
  lead: 0.6,
  /** "Both countries". */
  both: 0.75,
  /** An outlet's own country, unnamed. */
  home: 0.65,
  /** Named in this share of the sentences, or so many times; once. */
  often: 0.6,
  oftenShare: 1 / 3,
  oftenTimes: 3,
  once: 0.35,
} as const

/** Judging, 2: how surely other words stand for the asked one. */
export const LIKENESS = {
  /** The same act in other words; a name by its sound; a person by a surname that sounds so. */
  act: 0.9,
  sound: 0.9,
  surname: 0.95,
  /** "Astana" for Kazakhstan; the country for its leader. */
  standsFor: 0.85,
  country: 0.5,
  /** A long name by its own words: the least share of them, and what that is worth. */
  nameWords: 0.75,
  byWords: 0.85,
  /** A word that begins alike: the least share of its letters, and what that is worth. */
  begins: 0.75,
  byBeginning: 0.8,
}

/** Judging, 3: from when on a passage answers. */
export const ANSWERS = {
  /** From here on a sentence is taken to speak of something: it says it, or its title or its first sentences do. */
  speaks: 0.6,
  /** What is foretold must be said in so many words. */
  predicts: 0.8,
  /** In its own words: more than a sentence before, or the title, lends to it. */
  own: 0.9,
  /** This share of what is asked about the names must be said. */
  subject: 0.5,
  /** What the asked unit (how long, how much money) weighs among that. */
  unit: 0.7,
  /** A noun that is counted beside a number; a speaker. */
  counted: 0.8,
  speaker: 0.5,
  /** Words that a passage has at least. */
  leastWords: 5,
  /** Sentences from the start, the title being 0, that are of the article's own day. */
  ownDay: 2,
  /** Of the least that counts: from here on a part is covered in part. */
  partly: 0.8,
  /** What the parts of a question weigh. */
  parts: { entity: 1, subject: 1, word: 0.7, year: 0 } as const,
  name: 1,
}

/** Judging, 4: how exactly a passage is of the asked time. */
export const TIMELY = {
  /** A part of the asked time; a time that only touches it. */
  within: 0.8,
  touches: 0.4,
  /** Said by the title or the sentence before only. */
  around: 0.8,
  /** By the article's own day. */
  ownDay: 0.6,
}

/** Choosing, 1: the score of a passage that answers. */
export const PASSAGE = {
  /** How much of the question it speaks of with what stands around it, and by itself. */
  whole: 1,
  own: 0.8,
  /** How exactly it is of the asked time; of the asked kind (a figure, a reason, a speaker). */
  timely: 0.8,
  kind: 0.7,
  /** "Not", where the question has it. */
  negated: 0.4,
  /** Place of its article, and of the sentence: 1 / (1 + place / fall) of this. */
  rank: 0.3,
  rankFall: 4,
  early: 0.15,
  earlyFall: 3,
  /** The story that many of the best articles tell: whole where so many others tell it. */
  central: 0.3,
  centralVoices: 3,
  /** The reader's language, and one that its readers mostly know. */
  ownLanguage: 0.25,
  nearLanguage: 0.1,
  /** Off: a title, more where a figure is asked for, which titles round; what a scrape left; a year of age, two at most. */
  title: 0.18,
  roundTitle: 0.25,
  messy: 0.2,
  year: 0.1,
  mostYears: 2,
  /** Off: the first plant where the second is asked for. */
  otherNth: 0.6,
}

/** Choosing, 2: how well a passage is of the asked kind, 0 to 1, where it is neither all nor nothing. */
export const KIND = {
  /** A figure whose measure is inferred. */
  looseFigure: 0.8,
  /** A verb of speech, and quotation marks. */
  said: 0.5,
  quoted: 0.5,
  /** For "when": what is planned. */
  ahead: 0.5,
  /** For "whether": whatever speaks of it, and a denial. */
  whether: 0.3,
  denied: 0.7,
  /** For "about": a finding of a section. */
  finding: 0.3,
  /** For a list: so many names are all. */
  names: 6,
}

/** Choosing, 3: which of a passage's figures answers. */
export const FIGURE = {
  party: 2,
  period: 1,
  actual: 1,
  exact: 0.5,
  unit: 0.5,
  /** Of more figures alike in one sentence none is said: each has its own owner. */
  mostAlike: 2,
}

/** Choosing, 4: what an answer says. */
export const CHOICE = {
  items: 6,
  /** Of one article, and of the best one. */
  perArticle: 2,
  ofTheBest: 3,
  /** Of one part of a question that asks for several things. */
  perPart: 3,
  /** Share of the best score below which nothing is said for the sake of length. */
  nearBest: 0.72,
  /** Something must be said in so many words. */
  inWords: 0.3,
  /** Of the best one's own words, beside the best article; of words shared by a title and its sentence. */
  half: 0.5,
  /** How surely a second voice tells the same; how much its being in the reader's language counts. */
  supports: 0.4,
  ownLanguage: 0.2,
  /** Off for each year that an asked figure's period is older, three at most. */
  perYear: 0.3,
  mostYears: 3,
}

/** Choosing, 5: when two passages tell one fact. */
export const SAME = {
  /** Values that differ by less are rounded. */
  rounding: 0.006,
  /** Of names, subjects and acts, in one story. */
  marks: 0.6,
  /** Of the shorter one's words. */
  words: 0.7,
  /** With fewer marks only words tell. */
  fewMarks: 2,
  /** Where only one of them has numbers. */
  oneHasNumbers: 0.7,
}

/** Saying, 1: what a long passage is cut around. */
export const FOCUS = { askedFigure: 5, sign: 3, figure: 2, word: 1 }

/** Saying, 2: which articles tell the event that "since" counts from. */
export const SINCE = { coverage: 0.9, articles: 5 }

/** Saying, 3: where less of the archive is read, that may be why nothing answers (after an update all of it is read again). */
export const REFUSAL = { mostlyRead: 0.9 }
