// The newsroom's thread: owns the database, pulls and reads the feeds, answers the bots. It is stopped by a message, never by force.

/** What the newsroom's thread tells the one that started it, beside answers to calls. */
export type NewsroomEvent =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'fault'
      readonly doing: 'pages' | 'retention' | 'newsroom' | 'unhandled rejection'
      readonly message: string
    }
  /** What is no longer kept was deleted: how many of each. */
  | { readonly kind: 'swept'; readonly swept: object }
  | { readonly kind: 'progress'; readonly doing: 'feeds' | 'reading'; readonly done: number; readonly of?: number }
