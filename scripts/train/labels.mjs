// What the shipped weights are learned from.
const at = (file) => `../shared/eval/${file}`

export const LABELS = [
  'press/articles.jsonl', 'press/labels.jsonl', 'posts/articles.jsonl', 'posts/labels.jsonl', 'wire/articles.jsonl', 'wire/labels.jsonl',
  'wire/translated.jsonl', 'wire/haystack.jsonl', 'real/articles.jsonl', 'news/articles.jsonl',
].map(at) // prettier-ignore

/** Outlets that are kept back for the last measurement. */
export const WITHOUT = /sputnik|\b(?:bbc|sky\.com|foxnews|abcnews|cnbc|rt-russian|izvestiya|kommersant|xinhua)/i

// Judged pairs count whole, pairs drawn from made news and translations less: they are easier than what the press brings.
export const STORY_LABELS = [
  { set: 'stories/pairs', files: ['stories/pairs.jsonl'], weight: 1 },
  { set: 'days/pairs', files: ['days/pairs.jsonl'], weight: 1 },
  { set: 'real/stories', files: ['real/stories.jsonl'], weight: 1 },
  { set: 'news', files: ['news/articles.jsonl'], weight: 0.2 },
  { set: 'parallel', files: ['parallel/docs.jsonl'], weight: 0.1 },
  { set: 'translated', files: ['wire/articles.jsonl', 'wire/translated.jsonl'], weight: 0.1 },
].map((labels) => ({ ...labels, files: labels.files.map(at) }))
