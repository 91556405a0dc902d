import { KNOWN_TRAITS } from '../app/known-platforms.js'
import { readConfig } from '../process/config.js'
import { withEmbedding } from '../newsroom/with-embedding.js'
import type { OpenNewsroom } from '../newsroom/open-newsroom.js'
import { openNewsroom } from '../newsroom/open-newsroom.js'
import { loadRegion } from '../regions/load-region.js'
import { withModel } from '../newsroom/with-model.js'
import { prepareReader, type Reader } from '../summaries/terms/reader.js'

/** Opens the archive for one command and closes it again, whatever the command does. */
export async function withNewsroom<T>(run: (rooms: OpenNewsroom) => Promise<T>): Promise<T> {
  const config = readConfig(process.env)
  const region = loadRegion(config.region)
  const rooms = await openNewsroom({ region, traits: KNOWN_TRAITS, databaseUrl: config.databaseUrl, now: Date.now })
  try {
    const onFault = (reason: string) => process.stderr.write(`the model was not used: ${reason}\n`)
    const embedded = withEmbedding(rooms.newsroom, config, { now: Date.now, onFault })
    return await run({ ...rooms, ...withModel(embedded, config, { region, now: Date.now, onFault }) })
  } finally {
    await rooms.close()
  }
}

/** The pack alone, for commands that open no database. */
export function packReader(): Reader {
  return prepareReader(loadRegion(readConfig(process.env).region))
}
