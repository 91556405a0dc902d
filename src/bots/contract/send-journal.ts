/**
 * Notes of which tries may have left this machine. They wait for no disk: they outlive the process, not the machine.
 * What is not noted surely brought nothing.
 */
export interface SendJournal {
  /** A new try under this nonce: what was noted of an earlier one counts no more. */
  begin(nonce: string): void
  /** Something of it may leave from now on. Throws where that cannot be noted: then it must not leave. */
  left(nonce: string): void
  /** Something came back although nothing was noted: from now on nothing is sure. */
  distrust(): void
  /** Of the process before: its last try under this nonce surely never left. */
  surelyStayed(nonce: string): boolean
  /** All that the process before left was looked at: notes of this one begin. Throws what the disk throws. */
  settle(): void
}
