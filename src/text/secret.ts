/** A token, or a feed's name and password: it shows nowhere by accident - not by inspect, JSON, a string, or a copy to another thread. */
export class Secret {
  readonly #value: string
  constructor(value: string) {
    this.#value = value
  }
  /** For the one call that needs it. */
  reveal(): string {
    return this.#value
  }
  toString(): string {
    return HIDDEN
  }
  toJSON(): string {
    return HIDDEN
  }
}

/** What stands where a secret would. */
export const HIDDEN = '[secret]'
