/** Node's codes for a request that never left this machine: nothing was posted, and it may be sent again. */
export const NEVER_LEFT_CODES: readonly string[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]
