/** A JSON object from outside. */
export type Body = Readonly<Record<string, unknown>>

export function bodyOf(value: unknown): Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : {}
}

export function listOf(value: unknown): readonly Body[] {
  return Array.isArray(value) ? value.map(bodyOf) : []
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
