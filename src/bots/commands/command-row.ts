import type { Message } from '../contract/message.js'
import type { Typed } from '../contract/platform.js'
import type { GivenCommand } from '../contract/request.js'
import type { Turn } from '../turn/turn.js'

/** Characters (UTF-16 units) of a question that are read. */
export const QUESTION_LIMIT = 1_000
/** Characters of a text that `compare` reads. */
export const COMPARE_LIMIT = 20_000

/** Where a command can be used, and who is offered it. */
export type Scope =
  /** Wherever people talk, also where the bot is no member; offered to everybody. */
  | 'anywhere'
  /** As `anywhere`, for what a person or a chat had kept; a group that lists commands by role lists it for its managers. */
  | 'kept'
  /** Where the bot can post by itself; offered to those who manage the chat. */
  | 'chat'

/** Who may do it: everybody, those who manage the chat, or everybody until an option is given and then those. */
export type Rights = 'anyone' | 'manager' | 'manager-to-change'

/** Who sees an answer on a platform that can show one to the asker alone. `chosen`: an option says so. `filled`: all, once a manager gave an option. */
export type SeenBy = 'all' | 'asker' | 'chosen' | 'filled'

/** Reads one typed word; undefined: it is no such value. */
export type ReadWord = (word: string) => string | number | undefined

/** How typed text gives an option. Values are passed on as they stand, right or wrong: `run` answers them. */
export type TypedAs =
  | 'never'
  /** All that stands behind the name, as it stands there; '' where nothing does. */
  | 'all'
  /** The words that no other option takes. */
  | 'rest'
  /** The words behind the option's own name, which comes first. */
  | 'named'
  /** As `rest`; its own name may come first. */
  | 'named-or-rest'
  /** Given where nothing but one of these words stands there. */
  | { readonly only: readonly string[] }
  | { readonly last: ReadWord }
  /** All words behind the first that reads so, else the word before that one (or the last of all) where it is one of these. */
  | { readonly behind: ReadWord; readonly or: readonly string[] }
  /** The first word that reads so, wherever it stands. */
  | { readonly word: ReadWord }
  /** The words behind this one. */
  | { readonly after: string }

interface AnyOption {
  readonly typed: TypedAs
  /** What people call it; absent: as its key. */
  readonly called?: string
  /** Its text is `option.` and this; absent: what it is called. */
  readonly text?: string
  readonly required?: true
  /** Its words are put behind those of this option. */
  readonly joins?: string
  /** Given by an adapter alone, and offered nowhere. */
  readonly isHidden?: true
}

/** What a command takes. `limit`: characters that are read, absent: QUESTION_LIMIT. `file`: a text that is attached. */
export type Option =
  | (AnyOption & { readonly kind: 'text'; readonly limit?: number; readonly suggests?: Typed['of'] })
  | (AnyOption & { readonly kind: 'number'; readonly least: number; readonly most: number })
  | (AnyOption & { readonly kind: 'choice'; readonly choices: readonly string[] })
  | (AnyOption & { readonly kind: 'yes' })
  | (AnyOption & { readonly kind: 'file' })

export type Options = Readonly<Record<string, Option>>

/** One of the things that a command does, named by the word behind its name. */
export interface Doing {
  readonly rights: Rights
  readonly options: Options
  /** Words for it in typed text; absent: its name. */
  readonly words?: readonly string[]
  /** The same as the command alone: it is offered, but neither typed nor passed on. */
  readonly isPlain?: true
}

type Doings = Readonly<Record<string, Doing>>

interface Row<O extends Options, D extends Doings> {
  readonly options: O
  readonly doings?: D
  readonly scope: Scope
  /** Of the command alone: a doing has its own. */
  readonly rights: Rights
  readonly seenBy: SeenBy
  /** What typed words stand for that name no doing. */
  readonly bareDoing?: keyof D & string
  /** Other words for the command, with the words that they stand for behind its name. */
  readonly also?: Readonly<Record<string, readonly string[]>>
  /** Without a slash a text is this command where at most so many words follow; from `namedFrom` words on the first names a doing or an option. Absent: any text. */
  readonly spoken?: { readonly most: number; readonly namedFrom?: number }
  run(given: Given<O, D>, turn: Turn): Promise<Message> | Message
}

/** A command: all that is known of it, from which everything else derives. */
export type CommandRow = Row<Options, Doings>

type ValueOf<O> = O extends { readonly kind: 'number' }
  ? number
  : O extends { readonly kind: 'yes' }
    ? boolean
    : O extends { readonly kind: 'choice'; readonly choices: readonly (infer Choice)[] }
      ? Choice
      : string

type OptionsOf<O, D extends Doings> = O | D[keyof D]['options']
type KeyOf<O> = O extends unknown ? keyof O & string : never
type At<O, K> = O extends unknown ? (K extends keyof O ? O[K] : never) : never

interface IsAll {
  readonly typed: 'all'
}
interface IsJoined {
  readonly joins: string
}
type AllOf<O> = { readonly [K in KeyOf<O> as At<O, K> extends IsAll ? K : never]: ValueOf<At<O, K>> }
type SomeOf<O> = {
  readonly [K in KeyOf<O> as At<O, K> extends IsAll | IsJoined ? never : K]?: ValueOf<At<O, K>>
}

/** What is given with a command: its own options and those of its doings; one that typed text gives as `all` is always there. */
export type Given<O, D extends Doings> = AllOf<OptionsOf<O, D>> &
  SomeOf<OptionsOf<O, D>> & { readonly doing?: [D] extends [never] ? never : keyof D & string }

/** A row of the command table, whose `run` gets what its options say. */
export function command<const O extends Options, const D extends Doings = never>(row: Row<O, D>): Row<O, NoInfer<D>> {
  return row
}

/** What can be given with a command: the options of one of its doings, or its own. */
export function optionsOf({ options, doings = {} }: CommandRow, doing: string | undefined): Options {
  return (doing !== undefined && Object.hasOwn(doings, doing) && doings[doing]?.options) || options
}

/** The option as people call it. */
export function calledOf(key: string, { called }: Option): string {
  return called ?? key
}

/** The command with a file's text in its option of that kind; as it is where it takes none, or the file could not be read. */
export function withFile(asked: GivenCommand, file: string | undefined, row: CommandRow): GivenCommand {
  const doing = asked['doing']
  const options = optionsOf(row, typeof doing === 'string' ? doing : undefined)
  const [key] = Object.entries(options).find(([, { kind }]) => kind === 'file') ?? []
  return key === undefined || file === undefined ? asked : { ...asked, [key]: file }
}
