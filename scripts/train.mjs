// Weights of the shipped pack from the labels of ../shared/eval: npm run train. Another pack: silkwire regions train FOLDER LABELS...
import fs from 'node:fs'
import { LABELS, WITHOUT } from './train/labels.mjs'
import { trainRegion } from '../dist/cli/regions.js'

if (LABELS.every((file) => fs.existsSync(file))) trainRegion('regions/central-asia', LABELS, WITHOUT)
else console.log('skipped: ../shared/eval is not there')
