import type { PlatformName } from '../contract/request.js'

/** A person as settings and rows name one: `telegram:42`. What a platform calls a person may have colons of its own (`@ann:example.org`). */
export function personOf(key: string): { readonly name: PlatformName; readonly userId: string } {
  const end = key.indexOf(':')
  return end < 0 ? { name: key, userId: '' } : { name: key.slice(0, end), userId: key.slice(end + 1) }
}
