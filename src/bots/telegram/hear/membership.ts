/** What is read of a change of the bot's own membership: https://core.telegram.org/bots/api#chatmemberupdated */
export interface IncomingMembership {
  readonly chat: { readonly id: number; readonly type: string; readonly title?: string }
  readonly from: { readonly id: number; readonly language_code?: string }
  readonly old_chat_member: { readonly status: string }
  readonly new_chat_member: { readonly status: string }
}

const IN: ReadonlySet<string> = new Set(['creator', 'administrator', 'member', 'restricted'])

/** Whether the bot came into a chat, left it, or neither. */
export function turnOf({
  old_chat_member: before,
  new_chat_member: after,
}: IncomingMembership): 'joined' | 'left' | 'same' {
  const [was, is] = [IN.has(before.status), IN.has(after.status)]
  if (was === is) return 'same'
  return is ? 'joined' : 'left'
}
