import type { ChatSettings } from './chats.js'
import type { CommandDeps } from './commands.js'
import type { OnGrown } from './platform.js'
import type { Request } from './request.js'
import type { View } from './view.js'

/** One request while it is answered: who asked, through whose eyes, with what at hand. */
export interface Turn {
  readonly request: Request
  readonly view: View
  readonly settings: ChatSettings
  readonly deps: CommandDeps
  /** Hears of the answer while it grows; absent: it is wanted whole. */
  readonly onGrown?: OnGrown
}
