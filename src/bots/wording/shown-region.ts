import type { Region } from '../../regions/region.js'

/** What the bots need of a region pack: names and the zone of its clocks. */
export type ShownRegion = Pick<Region, 'name' | 'timezone' | 'sections' | 'entities' | 'measures' | 'outlets'> &
  Partial<Pick<Region, 'facts'>>
