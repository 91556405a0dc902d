import type { ChatCount, Delivery } from '../bots/contract/chats.js'
import type { Chat } from '../bots/contract/request.js'
import { print, toJson } from './output.js'
import { withNewsroom } from './room.js'

interface DeliveriesOptions {
  readonly chat?: string
  readonly sinceMs: number
  readonly state?: Delivery['state']
  readonly doubt?: boolean
  readonly limit: number
  readonly chats?: boolean
  readonly json?: boolean
}

/** `silkwire deliveries`: what was sent, gone, uncertain and skipped, newest first; `--chats` counts it by chat. */
export async function listDeliveries(options: DeliveriesOptions): Promise<void> {
  const { chat, sinceMs, state, doubt = false, limit, chats = false, json = false } = options
  const since = Date.now() - sinceMs
  await withNewsroom(async ({ deliveries }) => {
    if (chats) {
      const counts = (await deliveries.countByChat(since)).filter(({ chat: { chatId } }) => chatId === (chat ?? chatId))
      if (json) print(toJson(counts, 2))
      else printTable(CHAT_HEAD, chatLines(counts))
      return
    }
    const query = { limit, since, inDoubt: doubt, ...(chat !== undefined && { chatId: chat }), ...(state && { state }) }
    const rows = await deliveries.list(query)
    if (json) print(toJson(rows, 2))
    else printTable(ROW_HEAD, rows.map(rowLine))
  })
}

const ROW_HEAD = ['changed (UTC)', 'state', 'chat', 'what', 'due (UTC)', 'part', 'tries', 'remark']

function rowLine(row: Delivery): readonly string[] {
  const { chat, state, kind, occurrenceAt, part, parts, attempts, changedAt, reason, doubt } = row
  const remark = doubt?.isMarked ? `sent again with a note: ${doubt.reason}` : (reason ?? '')
  return [minute(changedAt), state, nameOf(chat), kind, minute(occurrenceAt), `${part}/${parts}`, String(attempts), remark] // prettier-ignore
}

const COUNTED = ['sent', 'gone', 'uncertain', 'skipped'] as const
const CHAT_HEAD = ['chat', ...COUNTED, 'waiting', 'last (UTC)']

function chatLines(counts: readonly ChatCount[]): readonly (readonly string[])[] {
  const chats = new Map<string, ChatCount[]>()
  for (const each of counts) chats.set(nameOf(each.chat), [...(chats.get(nameOf(each.chat)) ?? []), each])
  return [...chats].map(([name, states]) => {
    const countOf = (fits: (state: Delivery['state']) => boolean) =>
      String(states.reduce((sum, { state, count }) => (fits(state) ? sum + count : sum), 0))
    const last = Math.max(...states.map(({ lastAt }) => lastAt))
    const waiting = countOf((state) => state === 'queued' || state === 'sending')
    return [name, ...COUNTED.map((wanted) => countOf((state) => state === wanted)), waiting, minute(last)]
  })
}

function nameOf({ platform, chatId, threadId }: Chat): string {
  return threadId === undefined ? `${platform} ${chatId}` : `${platform} ${chatId}/${threadId}`
}

/** "2025-06-17 08:00" */
function minute(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ')
}

function printTable(head: readonly string[], lines: readonly (readonly string[])[]): void {
  if (lines.length === 0) {
    print('no deliveries')
    return
  }
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((line) => line[column]?.length ?? 0)))
  for (const line of [head, ...lines])
    print(
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
}
