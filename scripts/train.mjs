// Weights of the shipped pack from the labels of ../shared/eval. Another pack: silkwire regions train FOLDER LABELS...
//   npm run train               all
//   npm run train -- reading | stories | claims    what reads an article, tells one event from two, or decides whether a figure may be a line, alone
import fs from 'node:fs'
import { claimExamples } from './train/claims.mjs'
import { LABELS, STORY_LABELS, WITHOUT } from './train/labels.mjs'
import { claimsFile, openForTraining, trainRegion, trainStories } from '../dist/cli/regions.js'

const PACK = 'regions/central-asia'
const only = process.argv[2]
const isAsked = (what) => only === undefined || only === what
const isThere = [...LABELS, ...STORY_LABELS.flatMap(({ files }) => files)].every((file) => fs.existsSync(file))
if (!isThere) {
  console.log('skipped: ../shared/eval is not there')
  process.exit(0)
}
if (isAsked('reading')) trainRegion(PACK, LABELS, WITHOUT)
if (isAsked('stories')) trainStories(PACK, STORY_LABELS)
if (isAsked('claims')) {
  const examples = claimExamples(openForTraining(PACK).reader)
  const file = `${PACK}/model/claims.json`
  fs.writeFileSync(file, claimsFile(examples))
  console.log(`${file}: ${examples.length} lines`)
}
