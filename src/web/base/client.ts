import { BlockList, isIP } from 'node:net'

const own = new BlockList()
for (const [net, bits] of [['127.0.0.0', 8], ['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16], ['169.254.0.0', 16]] as const) own.addSubnet(net, bits) // prettier-ignore
for (const [net, bits] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  own.addSubnet(net, bits, 'ipv6')

export interface Client {
  /** Whom a limit counts: an address, of IPv6 its network. */
  readonly key: string
  /** From this machine or its own networks, and not through a proxy for somebody else. */
  readonly isNear: boolean
}

/** Who asks, by the address of the connection; a proxy on this machine or network names whom it asks for last. */
export function clientOf(remoteAddress: string | undefined, forwardedFor: string | undefined): Client {
  const remote = plainAddress(remoteAddress ?? '')
  const isOwn = remote === '' || isOwnAddress(remote)
  const named = isOwn ? plainAddress(forwardedFor?.split(',').at(-1)?.trim() ?? '') : ''
  return { key: networkOf(named === '' ? remote : named), isNear: isOwn && forwardedFor === undefined }
}

const plainAddress = (address: string) => {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  return isIP(plain) === 0 ? '' : plain
}

const isOwnAddress = (address: string) => own.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** One household has a whole /64. */
function networkOf(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = address.split('::')
  const groups = head === '' ? [] : head.split(':')
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length)
  return [...groups, ...Array.from({ length: missing }, () => '0'), ...(tail === undefined || tail === '' ? [] : tail.split(':'))].slice(0, 4).join(':') // prettier-ignore
}
