import { lookup as lookUp, type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { Agent, buildConnector } from 'undici'

/** An address that feeds may not be fetched from. */
export class BlockedAddressError extends Error {
  constructor(
    readonly host: string,
    reason: string,
  ) {
    super(`${host} ${reason}`)
    this.name = 'BlockedAddressError'
  }
}

/**
 * An agent that connects only to public addresses, on ports 80, 443, 8080 and 8443: what it dials is checked, literal or
 * looked up, so neither a redirect nor a name that points inward passes. `allowPrivateHosts`: host or host:port, free of
 * both rules. Close it when done.
 */
export function guardedAgent({
  allowPrivateHosts = [],
}: { readonly allowPrivateHosts?: readonly string[] } = {}): Agent {
  const allowed = new Set(allowPrivateHosts.map((host) => host.trim().toLowerCase()))
  const open = buildConnector({ timeout: 10_000 })
  const guarded = buildConnector({ timeout: 10_000, lookup: publicLookup })
  return new Agent({
    maxHeaderSize: 32_768,
    keepAliveTimeout: 5_000,
    connect: (options, callback) => {
      const host = bareHost(options.hostname)
      const port = options.port === '' ? (options.protocol === 'https:' ? '443' : '80') : options.port
      if (allowed.has(host) || allowed.has(`${host}:${port}`)) {
        open(options, callback)
        return
      }
      const reason = PORTS.has(port) ? whyBlocked(host) : `has port ${port}, which feeds are not read from`
      if (reason === undefined) guarded(options, callback)
      else callback(new BlockedAddressError(host, reason), null)
    },
  })
}

/** Why an IP address may not be dialled; undefined for public addresses and for names. */
export function whyBlocked(host: string): string | undefined {
  if (!ipaddr.isValid(host)) return undefined
  const address = ipaddr.process(host)
  const range = address.range()
  if (range !== 'unicast') return `is a ${range} address`
  const isSpecial =
    address.kind() === 'ipv4' ? address.toString() === AZURE_HOST : SPECIAL_V6.some((subnet) => address.match(subnet))
  return isSpecial ? 'is an address for special use' : undefined
}

const PORTS: ReadonlySet<string> = new Set(['80', '443', '8080', '8443'])
// The machine that a virtual machine of Azure runs on; by its number an ordinary public address.
const AZURE_HOST = '168.63.129.16'
// Local NAT64, old site-local, IPv4-compatible, and IPv4 in disguise behind ISATAP.
const SPECIAL_V6 = ['64:ff9b:1::/48', 'fec0::/10', '::/96', '2001:db8::/32', '5f00::/16'].map((subnet) =>
  ipaddr.IPv6.parseCIDR(subnet),
)

/** A look-up that fails where any address of the name may not be dialled. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookUp(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error !== null) {
      callback(error, [])
      return
    }
    const [first] = addresses
    const reason = addresses.map(({ address }) => whyBlocked(address)).find((found) => found !== undefined)
    if (first === undefined || reason !== undefined) {
      callback(
        new BlockedAddressError(hostname, reason === undefined ? 'has no address' : `leads to what ${reason}`),
        [],
      )
    } else if (options.all === true) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}

function bareHost(hostname: string): string {
  return hostname.toLowerCase().replace(/^\[|\]$/g, '')
}
