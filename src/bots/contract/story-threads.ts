import type { Chat } from './request.js'

/** Which post of a forum tells which story. */
export interface StoryThreads {
  /**
   * Undefined: none was begun. Without a thread: it was begun, and whether it was made is not known. `nonce`: of the part
   * that was said there last.
   */
  find(forum: Chat, key: string): Promise<{ readonly threadId?: string; readonly nonce?: string } | undefined>
  /** Before the call that makes it leaves. */
  begin(forum: Chat, key: string, at: number): Promise<void>
  keep(
    forum: Chat,
    key: string,
    made: { readonly threadId: string; readonly nonce: string; readonly at: number },
  ): Promise<void>
  /** The story of a post. */
  keyOf(platform: Chat['platform'], threadId: string): Promise<string | undefined>
}
