// Weights of the shipped pack from the labels of ../shared/eval: npm run train. Another pack: silkwire regions train FOLDER LABELS...
import fs from 'node:fs'
import { LABELS, WITHOUT } from './train/labels.mjs'
import { claimExamples } from './train/claims.mjs'
import { claimsFile, openForTraining, trainRegion } from '../dist/cli/regions.js'

//   npm run train               both
//   npm run train -- claims     what decides whether a figure may be a line, alone
const PACK = 'regions/central-asia'
const only = process.argv[2]
if (!LABELS.every((file) => fs.existsSync(file))) {
  console.log('skipped: ../shared/eval is not there')
  process.exit(0)
}
if (only !== 'claims') trainRegion(PACK, LABELS, WITHOUT)
const examples = claimExamples(openForTraining(PACK).reader)
const file = `${PACK}/model/claims.json`
fs.writeFileSync(file, claimsFile(examples))
console.log(`${file}: ${examples.length} lines`)
