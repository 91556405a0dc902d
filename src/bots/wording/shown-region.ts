import type { Region } from '../../regions/region.js'

/** What the bots need of a region pack: names, the zone of its clocks, and where its stories have pages. */
export type ShownRegion = Pick<Region, 'name' | 'timezone' | 'sections' | 'entities' | 'measures' | 'outlets'> &
  Partial<Pick<Region, 'facts'>> & {
    /** Without a slash at the end; absent: stories have no pages that readers can open. */
    readonly webUrl?: string
  }
