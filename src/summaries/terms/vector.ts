/** An embedding as it is kept: by which model, and its direction. */
export interface Vector {
  readonly model: string
  readonly numbers: Int8Array
}

/** An article that has no embedding by a model yet. */
export interface Unembedded {
  readonly articleId: string
  readonly revision: number
  readonly text: string
}

/** One that has; no numbers: the model takes no such text, and it is not to be asked again. */
export interface Embedded extends Pick<Unembedded, 'articleId' | 'revision'> {
  readonly numbers: Int8Array
}

/** Where embeddings are kept. */
export interface EmbeddingStore {
  /** Of the articles that were read, newest first. */
  unembedded(model: string, limit: number): Promise<readonly Unembedded[]>
  /** Keeps them in place of those of other models; false where their length is not that of the ones kept by this model, and nothing is kept. */
  saveEmbeddings(model: string, embedded: readonly Embedded[]): Promise<boolean>
}
