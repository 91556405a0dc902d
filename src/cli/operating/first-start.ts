import fs from 'node:fs'
import path from 'node:path'
import type { NewsroomEvent } from '../../newsroom/newsroom-events.js'

type Progress = NewsroomEvent & { readonly kind: 'progress' }

interface FirstStart {
  /** Hears of the reading; shows one line that changes where somebody looks, and none elsewhere. */
  readonly onProgress: (progress: Progress) => void
  /** What an operator wants to know once. */
  readonly lines: (started: { readonly feeds: number; readonly region: string; readonly pages?: string | undefined }) => readonly string[] // prettier-ignore
  /** The first round is through. */
  readonly done: (articles: number) => void
}

/** The first start on a database: undefined where there was one before. What it says goes to stderr: stdout is the log's. */
export function firstStart(databasePath: string, error: NodeJS.WriteStream): FirstStart | undefined {
  if (fs.existsSync(databasePath)) return undefined
  let isDone = false
  const show = (line: string) => {
    if (error.isTTY) error.write(`\r\u001b[K${line}`)
  }
  return {
    onProgress: ({ doing, done, of }) => {
      if (isDone) return
      show(doing === 'feeds' ? `first reading: feeds ${done} of ${of ?? '?'}` : `first reading: ${done} articles`)
    },
    lines: ({ feeds, region, pages }) => [
      `Silkwire runs for the first time.`,
      `  data     ${path.resolve(databasePath)}`,
      `  feeds    ${feeds} of ${region}, which are now read for the first time: some minutes`,
      ...(pages === undefined ? [] : [`  pages    ${pages}`]),
      `  digests  /subscribe in a chat orders one; the first can come when that reading is through`,
    ],
    done: (articles) => {
      isDone = true
      show('')
      error.write(`The first reading is through: ${articles} articles. /digest shows the last 24 hours.\n`)
    },
  }
}
