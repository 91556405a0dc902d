import { readConfig } from '../process/config.js'
import { loadRegion, RegionError, showFault } from '../regions/load-region.js'
import { print } from './output.js'

/** `silkwire regions check [FOLDER]`: every fault of a pack with its path. False where there is one. */
export function checkRegion(folder: string | undefined): boolean {
  const path = folder ?? readConfig(process.env).region
  try {
    const { id, entities, feeds, sections, measures, facts } = loadRegion(path)
    const counts = `${entities.length} entities, ${feeds.length} feeds, ${sections.length} sections, ${measures.length} measures, ${facts.length} facts`
    print(`${id}: no faults (${counts})`)
    return true
  } catch (error) {
    if (!(error instanceof RegionError)) throw error
    for (const fault of error.faults) process.stderr.write(`${showFault(fault)}\n`)
    return false
  }
}
