import { lookup as lookUpName, type LookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
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

export interface GuardOptions {
  /** host or host:port, free of the rules on addresses and ports. */
  readonly allowPrivateHosts?: readonly string[]
  /** The system's resolver unless given. */
  readonly lookUp?: typeof lookUpName
  /** Opens connections; undici's own unless given. */
  readonly connectorOf?: typeof buildConnector
  /** For connecting and TLS together; 10 s unless given. */
  readonly connectTimeoutMs?: number
}

/** Of all headers of an answer together. */
export const MOST_HEADER_BYTES = 32_768

/** An agent, and the way it opens connections: for requests that its parser cannot make. */
export interface GuardedAgent extends Agent {
  readonly open: buildConnector.connector
}

/**
 * An agent that connects only to public addresses, on ports 80, 443, 8080 and 8443: what it dials is checked, literal or
 * looked up, and what it reached once more, so neither a redirect nor a name that points inward passes. A name is looked
 * up once a connection and the checked address is the one dialled. Close it when done.
 */
export function guardedAgent({
  allowPrivateHosts = [],
  lookUp = lookUpName,
  connectorOf = buildConnector,
  connectTimeoutMs = 10_000,
}: GuardOptions = {}): GuardedAgent {
  const allowed = new Set(allowPrivateHosts.map((host) => host.trim().toLowerCase().replace(/[[\]]/g, '')))
  const open = connectorOf({ timeout: connectTimeoutMs, lookup: lookUp })
  const guarded = connectorOf({ timeout: connectTimeoutMs, lookup: publicLookup(lookUp) })
  const connect: buildConnector.connector = (options, callback) => {
    const host = bareHost(options.hostname)
    const port = options.port === '' ? (options.protocol === 'https:' ? '443' : '80') : options.port
    if (allowed.has(host) || allowed.has(`${host}:${port}`)) {
      open(options, callback)
      return
    }
    const reason = PORTS.has(port) ? whyBlocked(host) : `has port ${port}, which feeds are not read from`
    if (reason === undefined) guarded(options, checkedConnection(host, callback))
    else callback(new BlockedAddressError(host, reason), null)
  }
  const agent = new Agent({ maxHeaderSize: MOST_HEADER_BYTES, keepAliveTimeout: 5_000, connect })
  return Object.assign(agent, { open: connect })
}

/** Why an IP address may not be dialled, in any spelling of it; undefined for public addresses and for names. */
function whyBlocked(host: string): string | undefined {
  const bare = bareHost(host)
  if (!ipaddr.isValid(bare)) return isIP(bare) === 0 ? undefined : 'is an address of a kind that we do not know'
  const address = ipaddr.process(bare)
  const range = address.range()
  if (range !== 'unicast') return `is a ${range} address`
  const isSpecial = address.kind() === 'ipv4' ? address.toString() === AZURE_HOST : !isGlobalV6(address as ipaddr.IPv6)
  return isSpecial ? 'is an address for special use' : undefined
}

const PORTS: ReadonlySet<string> = new Set(['80', '443', '8080', '8443'])
// The machine that a virtual machine of Azure runs on; by its number an ordinary public address.
const AZURE_HOST = '168.63.129.16'
// All that is given out for the public net so far (IANA, IPv6 Global Unicast Address Assignments).
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR('2000::/3')

/** Not an IPv4 address behind ISATAP either (RFC 5214: the interface is ::5efe:a.b.c.d). */
function isGlobalV6(address: ipaddr.IPv6): boolean {
  const [, , , , interfaceStart, interfaceMark] = address.parts
  const isIsatap = interfaceMark === 0x5efe && (interfaceStart === 0 || interfaceStart === 0x200)
  return address.match(GLOBAL_V6) && !isIsatap
}

/** A look-up that fails where any address of the name may not be dialled. */
function publicLookup(lookUp: typeof lookUpName): LookupFunction {
  return (hostname, options, callback) => {
    lookUp(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error !== null) {
        callback(error, [])
        return
      }
      const [first] = addresses
      const reason = addresses.map(({ address }) => whyNotDialled(address)).find((found) => found !== undefined)
      if (first === undefined || reason !== undefined) {
        callback(
          new BlockedAddressError(hostname, reason === undefined ? 'has no address' : `leads to what ${reason}`),
          [],
        )
      } else if (options.all === true) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}

/** Of a resolver's answer, which must be an address. */
function whyNotDialled(address: string): string | undefined {
  return isIP(address) === 0 ? 'is no address' : whyBlocked(address)
}

/** The same rule on what a connection reached, whichever way it came to it. */
function checkedConnection(host: string, callback: buildConnector.Callback): buildConnector.Callback {
  return (...outcome) => {
    const reached = outcome[1]?.remoteAddress
    const reason = reached === undefined ? undefined : whyBlocked(reached)
    if (reason === undefined) {
      callback(...outcome)
      return
    }
    outcome[1]?.destroy()
    callback(new BlockedAddressError(host, `leads to what ${reason}`), null)
  }
}

function bareHost(hostname: string): string {
  return hostname.toLowerCase().replace(/^\[|\]$/g, '')
}
