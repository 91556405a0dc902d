// Weights of the shipped pack from the labels of ../shared/eval: npm run train. Another pack: silkwire regions train FOLDER LABELS...
import fs from 'node:fs'
import { LABELS, STORY_LABELS, WITHOUT } from './train/labels.mjs'
import { trainRegion, trainStories } from '../dist/cli/regions.js'

const FOLDER = 'regions/central-asia'
const isThere = [...LABELS, ...STORY_LABELS.flatMap(({ files }) => files)].every((file) => fs.existsSync(file))
if (!isThere) console.log('skipped: ../shared/eval is not there')
else {
  // npm run train -- stories: these alone.
  if (process.argv[2] !== 'stories') trainRegion(FOLDER, LABELS, WITHOUT)
  trainStories(FOLDER, STORY_LABELS)
}
