/** An address that must not be connected to, however it is written. */
export interface Vector {
  readonly what: string
  readonly url: string
}

const INWARD_V4: readonly (readonly [string, string])[] = [
  ['loopback', '127.0.0.1'],
  ['loopback, far end', '127.255.255.254'],
  ['this network', '0.0.0.0'],
  ['this network, far end', '0.255.255.255'],
  ['private 10', '10.0.0.1'],
  ['private 172', '172.16.0.1'],
  ['private 172, far end', '172.31.255.254'],
  ['private 192', '192.168.1.1'],
  ['carrier-grade NAT', '100.64.0.1'],
  ['carrier-grade NAT, far end', '100.127.255.254'],
  ['link-local', '169.254.1.1'],
  ['metadata', '169.254.169.254'],
  ['metadata of containers', '169.254.170.2'],
  ['metadata of Alibaba', '100.100.100.200'],
  ['metadata of Oracle', '192.0.0.192'],
  ['host of Azure', '168.63.129.16'],
  ['protocol assignments', '192.0.0.8'],
  ['documentation 1', '192.0.2.1'],
  ['documentation 2', '198.51.100.1'],
  ['documentation 3', '203.0.113.1'],
  ['6to4 relay', '192.88.99.1'],
  ['benchmarking', '198.18.0.1'],
  ['multicast', '224.0.0.1'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
]

const INWARD_V6: readonly (readonly [string, string])[] = [
  ['loopback', '::1'],
  ['loopback in full', '0000:0000:0000:0000:0000:0000:0000:0001'],
  ['unspecified', '::'],
  ['unique local', 'fc00::1'],
  ['unique local, assigned', 'fd12:3456:789a::1'],
  ['metadata of AWS', 'fd00:ec2::254'],
  ['metadata of Google', 'fd20:ce::254'],
  ['link-local', 'fe80::1'],
  ['site-local', 'fec0::1'],
  ['multicast', 'ff02::1'],
  ['discard', '100::1'],
  ['Teredo', '2001:0:4136:e378:8000:63bf:80ff:fffe'],
  ['benchmarking', '2001:2::1'],
  ['ORCHID', '2001:10::1'],
  ['ORCHIDv2', '2001:20::1'],
  ['documentation', '2001:db8::1'],
  ['documentation, large', '3fff::1'],
  ['segment routing', '5f00::1'],
  ['not given out', '4000::1'],
  ['local NAT64', '64:ff9b:1::7f00:1'],
]

const PUBLIC = '93.184.216.34'

/** How a URL may spell an IPv4 address. */
function spellings(address: string): readonly (readonly [string, string])[] {
  const bytes = address.split('.').map(Number)
  const [a = 0, b = 0, c = 0, d = 0] = bytes
  const number = ((a * 256 + b) * 256 + c) * 256 + d
  const octal = (value: number) => `0${value.toString(8)}`
  const hex = (value: number) => `0x${value.toString(16)}`
  const pair = (high: number, low: number) => (high * 256 + low).toString(16)
  const wide = Array.from(address).map((letter) =>
    letter === '.' ? '．' : String.fromCodePoint(0xff10 + Number(letter)),
  )
  const circled = Array.from(address).map((letter) =>
    letter === '.' ? '。' : letter === '0' ? '⓪' : String.fromCodePoint(0x245f + Number(letter)),
  )
  return [
    ['dotted', address],
    ['decimal', String(number)],
    ['hexadecimal', hex(number)],
    ['octal', octal(number)],
    ['octal bytes', bytes.map(octal).join('.')],
    ['long octal bytes', bytes.map((value) => `00000${octal(value)}`).join('.')],
    ['hexadecimal bytes', bytes.map(hex).join('.')],
    ['mixed', `${hex(a)}.${octal(b)}.${String(c)}.${hex(d)}`],
    ['two parts', `${String(a)}.${String((b * 256 + c) * 256 + d)}`],
    ['three parts', `${String(a)}.${String(b)}.${String(c * 256 + d)}`],
    ['wide digits', wide.join('')],
    ['circled digits', circled.join('')],
    ['a dot behind', `${address}.`],
    [
      'escaped',
      Array.from(address)
        .map((letter) => `%${letter.charCodeAt(0).toString(16)}`)
        .join(''),
    ],
    ['mapped', `[::ffff:${address}]`],
    ['mapped, in hexadecimal', `[0:0:0:0:0:ffff:${pair(a, b)}:${pair(c, d)}]`],
    ['compatible', `[::${address}]`],
    ['translated', `[::ffff:0:${address}]`],
    ['NAT64', `[64:ff9b::${address}]`],
    ['local NAT64', `[64:ff9b:1::${address}]`],
    ['6to4', `[2002:${pair(a, b)}:${pair(c, d)}::1]`],
    ['Teredo', `[2001::${pair(255 - a, 255 - b)}:${pair(255 - c, 255 - d)}]`],
    ['ISATAP', `[2a00:1450::5efe:${pair(a, b)}:${pair(c, d)}]`],
  ]
}

/** Literal addresses, in every spelling. */
export function literalVectors(): readonly Vector[] {
  const fours = INWARD_V4.flatMap(([what, address]) =>
    spellings(address).map(([how, host]) => ({ what: `${what}, ${how}`, url: `http://${host}/feed` })),
  )
  const sixes = INWARD_V6.flatMap(([what, address]) => [
    { what, url: `http://[${address}]/feed` },
    { what: `${what}, upper case over TLS`, url: `https://[${address.toUpperCase()}]/feed` },
  ])
  const disguises = ['127.0.0.1', '169.254.169.254'].flatMap((address) => [
    { what: 'behind a user', url: `http://news.example@${address}/feed` },
    { what: 'behind a user and password', url: `http://news.example:80@${address}:80/feed` },
    { what: 'back slashes', url: `http:\\\\${address}\\feed` },
    { what: 'no slashes', url: `http:${address}/feed` },
    { what: 'tabs and new lines', url: `ht\ttp://${address.replace('.', '\n.')}/feed` },
    { what: 'a fragment', url: `http://${address}#@news.example/` },
    { what: 'an allowed port', url: `http://${address}:8080/feed` },
    { what: 'another allowed port', url: `https://${address}:8443/feed` },
  ])
  return [...fours, ...sixes, ...disguises]
}

/** Names of a resolver's making, each with what it answers. */
export function namedVectors(): readonly (Vector & { readonly host: string; readonly addresses: readonly string[] })[] {
  return [...INWARD_V4, ...INWARD_V6].flatMap(([what, address], index) => {
    const mapped = address.includes(':') ? address : `::ffff:${address}`
    return [
      { what: `${what} by name`, addresses: [address] },
      { what: `${what} by name, behind a public one`, addresses: [PUBLIC, address] },
      { what: `${what} by name, mapped`, addresses: [mapped] },
    ].map((vector, way) => {
      const host = `n${String(index)}-${String(way)}.example`
      return { ...vector, host, url: `http://${host}/feed` }
    })
  })
}

/** Ports and kinds of address that no feed has. */
export function otherVectors(): readonly Vector[] {
  const ports = [0, 1, 21, 22, 23, 25, 53, 110, 143, 389, 445, 2375, 3306, 5432, 6379, 9200, 11211, 27017, 65535]
  const urls = [
    'file:///etc/hosts',
    'ftp://127.0.0.1/feed',
    'gopher://127.0.0.1:6379/_INFO',
    'dict://127.0.0.1:11211/stats',
    'ldap://127.0.0.1/',
    'ws://127.0.0.1/',
    'data:text/xml,<rss/>',
    'javascript:alert(1)',
    'blob:http://127.0.0.1/a',
    'view-source:http://127.0.0.1/',
    'unix:/var/run/docker.sock',
    'http+unix://%2Fvar%2Frun%2Fdocker.sock/info',
    'http://[::1%25lo]/feed',
    'http://[fe80::1%25eth0]/feed',
    'http://127.0.0.1 /feed',
    'http://',
    '//127.0.0.1/feed',
    '',
  ]
  return [
    ...ports.map((port) => ({ what: `port ${String(port)}`, url: `http://${PUBLIC}:${String(port)}/feed` })),
    ...urls.map((url) => ({ what: 'kind of address', url })),
  ]
}
