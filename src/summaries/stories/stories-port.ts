import type { StorySignature } from '../terms/readings-port.js'
import type { Story } from '../terms/shapes.js'

/** Which articles tell one thing. */
export interface Stories {
  stories(ids: readonly string[]): Promise<readonly Story[]>
  /** Story ids of these articles. */
  storiesOf(articleIds: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Signatures published in [from, to), for grouping. */
  signatures(from: number, to: number): Promise<readonly StorySignature[]>
  /** Puts articles into a story by hand: read again they stay there. */
  moveToStory(articleIds: readonly string[], storyId: string): Promise<void>
  /** Later articles that grouping gives to `from` go to `to`. */
  redirectStory(from: string, to: string): Promise<void>
}
