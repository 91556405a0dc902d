const DOMAIN = /(?:[\p{L}\p{N}][\p{L}\p{N}-]{0,62}\.)+\p{L}[\p{L}\p{N}-]{1,62}/gu

/** Whether a text that is to lead to `address` shows an address or a domain that is not its. */
export function namesOtherDomain(text: string, address: string): boolean {
  const host = new URL(address).hostname.toLowerCase()
  const named = text.toLowerCase().match(DOMAIN) ?? []
  const isIts = (domain: string): boolean => domain === host || host.endsWith(`.${domain}`)
  return named.some((domain) => !isIts(domain)) || (text.includes('://') && named.length === 0)
}
