// What the shipped weights are learned from.
const at = (file) => `../shared/eval/${file}`

export const LABELS = [
  'press/articles.jsonl', 'press/labels.jsonl', 'posts/articles.jsonl', 'posts/labels.jsonl', 'wire/articles.jsonl', 'wire/labels.jsonl',
  'wire/translated.jsonl', 'wire/haystack.jsonl', 'real/articles.jsonl', 'news/articles.jsonl',
].map(at) // prettier-ignore

/** Outlets that are kept back for the last measurement. */
export const WITHOUT = /sputnik|\b(?:bbc|sky\.com|foxnews|abcnews|cnbc|rt-russian|izvestiya|kommersant|xinhua)/i
