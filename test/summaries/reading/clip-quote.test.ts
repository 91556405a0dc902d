import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clipQuote } from '../../../src/summaries/reading/clip-quote.js'

describe('clipQuote', () => {
  test('leaves a sentence that is short enough as it is', () => {
    expect(clipQuote('  Trade reached $5 bn. ')).toBe('Trade reached $5 bn.')
  })

  test('cuts a long sentence at a clause border round what it is about', () => {
    const clause = 'the delegations spoke about transit, water and the schools that both sides want to build'
    const sentence = `On Tuesday ${clause}, ${clause}, and trade reached $5 billion in 2024, ${clause}, ${clause}.`
    const quote = clipQuote(sentence, sentence.indexOf('$5 billion'))
    expect(quote).toContain('trade reached $5 billion in 2024')
    expect(quote.length).toBeLessThanOrEqual(300)
  })

  test('always stands in the sentence, inside the limit, with whole characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 900 }), fc.nat(900), (sentence, focus) => {
        const quote = clipQuote(sentence, focus)
        expect(sentence).toContain(quote)
        expect(quote.length).toBeLessThanOrEqual(300)
        expect(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(quote)).toBe(false)
      }),
      { numRuns: 500 },
    )
  })
})
