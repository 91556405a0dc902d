import { expect, test } from 'vitest'
import { sourceRuns } from '../../../src/bots/present/present-parts.js'
import { viewIn } from '../../../src/bots/wording/view.js'
import { LANGUAGES } from '../../../src/text/types.js'
import { showWhen } from '../../../src/text/shown/numbers-shown.js'
import { citation, region } from '../stand-ins/stand-ins.js'

test('a source without a date says so in every language, and no day stands in its place', () => {
  for (const language of LANGUAGES) {
    const shown = JSON.stringify(sourceRuns({ ...citation, isUndated: true }, viewIn(language, region)))
    expect(shown).toContain(showWhen({ publishedAt: 0, isUndated: true }, language, 'UTC'))
    expect(shown).not.toContain('2025')
  }
})
