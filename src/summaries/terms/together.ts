/** What can be saved as one: `Ports` are those that `work` gets. */
export interface Together<Ports> {
  /** Runs `work` on the same ports in one transaction: all of what it saves is kept, or nothing. Other callers wait meanwhile, so keep it short. */
  together<Result>(work: (ports: Ports) => Promise<Result>): Promise<Result>
}
