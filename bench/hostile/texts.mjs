// What hostile texts are made of, and how the work over them is timed.
const BYTES = 100_000
export const UNITS = [
  'a', ' ', '0', '.', '. ', '...', '\n', '\r\n', '1', '1,', '1.1.', '1 000 ', '$', '$1 ', '%', '-', '- ', 'a-', "a'", "'", '«', '»', '"', '(', ')', '((', '<p', '<', '&lt;',
  'A.', 'A. ', 'U.S. ', 'долл. США ', 'млрд. ', 'г. ', '第', '第一', '亿', '一二三', '中', '中国', '1日', '12月', '年', 'й', 'ё', 'ʻ', '\u0301', '\u200b', '\u00ad', '\u00a0', '😀', '\ud83d',
  'China ', 'Xi ', 'Kazakh president ', 'trade ', 'trade turnover between ', 'from 1 to ', 'one hundred ', 'half a ', 'million ', 'first half of ', 'May ', 'last year ', '2024-', '24th ', '24-й ', 'more than ', 'up to ', 'x'.repeat(999) + ' ',
] // prettier-ignore

/** 100 KB of one unit; with other characters around it what looks for an end must begin anew. */
export const textOf = (unit) => unit.repeat(Math.ceil(BYTES / Buffer.byteLength(unit)))
export const textsOf = (unit) => [textOf(unit), `1${textOf(unit)}1`]

/** Milliseconds of CPU: the machine may have other work. */
export const timed = (work, text) => {
  const times = [0, 0, 0].map(() => {
    const started = process.cpuUsage()
    work(text)
    const { user, system } = process.cpuUsage(started)
    return (user + system) / 1000
  })
  return Math.min(...times)
}
