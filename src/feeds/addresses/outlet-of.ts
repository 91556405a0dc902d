import type { Outlet } from '../../regions/region.js'
import { placeOf } from './channel-address.js'

/** As much of an outlet as it is found by. */
export type OutletNames = Pick<Outlet, 'id' | 'name' | 'domains'>

export interface FoundOutlet {
  readonly id: string
  readonly name: string
  /** One of those that were given. */
  readonly isKnown: boolean
}

/** By the address's domain or one above it, else by name; else one is made from the source's name or the domain. */
export function outletOf(
  url: string | undefined,
  source: string | undefined,
  outlets: readonly OutletNames[],
): FoundOutlet {
  const place = url === undefined ? '' : placeOf(url)
  const named = source?.trim().toLowerCase()
  const found =
    outletAt(place, outlets) ??
    outlets.find(({ id, name }) => named !== undefined && (name.toLowerCase() === named || id === named)) ??
    (named === undefined ? undefined : outletAt(named.replace(/^www\./, ''), outlets))
  if (found !== undefined) return { id: found.id, name: found.name, isKnown: true }
  const name = source?.trim() ?? place
  const id = slugOf(name)
  return id === '' ? { id: 'unknown', name: 'unknown', isKnown: false } : { id, name, isKnown: false }
}

/** The outlet whose domain a place is, or lies under. */
export function outletAt<Named extends Pick<OutletNames, 'domains'>>(
  place: string,
  outlets: readonly Named[],
): Named | undefined {
  return outlets.find(({ domains }) => domains.some((domain) => isUnder(place, domain)))
}

function isUnder(place: string, domain: string): boolean {
  const bare = domain.toLowerCase().replace(/^www\./, '')
  return place === bare || place.endsWith(`.${bare}`)
}

function slugOf(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)
}
