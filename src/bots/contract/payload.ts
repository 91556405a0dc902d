/**
 * Why a chat can no longer be written to. removed: the bot was put out or blocked. deleted: the chat or the person's
 * account is no more. closed: a topic or thread takes no more messages. forbidden: the bot lacks a right there. untagged: each post there needs a tag, and there is none for us.
 */
export type EndCause = 'removed' | 'deleted' | 'closed' | 'forbidden' | 'untagged'
/** One send's worth of a rendered message: JSON that the platform takes as it is, inside its limits. */
export type Payload = Readonly<Record<string, unknown>>
