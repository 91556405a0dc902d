import { CommandError, print, toJson } from './output.js'
import { withNewsroom } from './room.js'

/** `silkwire person PLATFORM ID`: everything that is kept about a person; `--forget` deletes it. */
export async function person(
  platform: string,
  userId: string,
  { forget = false }: { forget?: boolean },
): Promise<void> {
  if (platform !== 'discord' && platform !== 'telegram')
    throw new CommandError(`${platform} is no platform: discord or telegram`)
  await withNewsroom(async ({ persons }) => {
    if (!forget) {
      print(toJson(await persons.export(platform, userId), 2))
      return
    }
    await persons.forget(platform, userId)
    print(`what was kept about ${platform} ${userId} is deleted`)
  })
}
