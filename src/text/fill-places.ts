/**
 * A wording with its {places} filled; one without a value stays. A value that ends with a full stop ("29 ноября 2026 г.") takes the place of the
 * one that follows it: an abbreviation's ends the sentence, too.
 */
export function fillPlaces(wording: string, values: Readonly<Record<string, string>>): string {
  return wording.replace(/\{(\w+)\}(\.?)/gu, (whole, name: string, stop: string) => {
    const value = values[name]
    if (value === undefined) return whole
    return value.endsWith('.') ? value : value + stop
  })
}
