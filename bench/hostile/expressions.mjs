// Times each regular expression of a list (JSON on stdin: [source, flags]) by itself over hostile texts. A process of its own: whoever has looked on at
// RegExp.prototype.exec once has slower expressions for good.
import fs from 'node:fs'
import { textsOf, timed, UNITS } from './texts.mjs'

const MOST_SHOWN = 10
const expressions = JSON.parse(fs.readFileSync(0, 'utf8')).map(([source, flags]) => new RegExp(source, flags))
const slowest = expressions.map((expression) => {
  const worst = { ms: 0, expression, unit: '', text: '' }
  for (const unit of UNITS)
    for (const text of textsOf(unit)) {
      const ms = timed(() => search(expression, text), text)
      if (ms > worst.ms) Object.assign(worst, { ms, unit, text })
    }
  return worst
})
slowest.sort((a, b) => b.ms - a.ms)
console.log(`${slowest.length} regular expressions, the slowest ${MOST_SHOWN}:\n| expression | 100 KB, ms | of text | 25 KB, ms |\n| --- | ---: | --- | ---: |`) // prettier-ignore
for (const { ms, expression, unit, text } of slowest.slice(0, MOST_SHOWN)) {
  const quarter = timed(() => search(expression, text.slice(0, text.length / 4)), text)
  const shown = String(expression).replaceAll('|', '\\|').slice(0, 60)
  console.log(`| \`${shown}\` | ${ms.toFixed(1)} | ${JSON.stringify(unit.slice(0, 24))} | ${quarter.toFixed(1)} |`)
}
console.log('Target: 10 ms on 100 KB for each expression, and about four times as long as 25 KB for all.')

/** Every match of an expression in a text; one that is neither global nor sticky looks once. */
function search(expression, text) {
  const { source, flags } = expression
  const own = new RegExp(source, flags)
  if (!own.global && !own.sticky) return void own.test(text)
  for (let from = 0; from <= text.length;) {
    own.lastIndex = from
    const found = own.test(text)
    if (!found && !own.sticky) return
    // A sticky one that does not match here is tried at the next character, as a reader of tokens does.
    from = found && own.lastIndex > from ? own.lastIndex : from + 1
  }
}
