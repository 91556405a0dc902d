import { NET_PLATFORM_NAMES } from '../app/known-platforms.js'
import { CommandError, print, toJson } from './output.js'
import { withNewsroom } from './room.js'

/** `silkwire person PLATFORM ID`: everything that is kept about a person; `--forget` deletes it. */
export async function person(
  platform: string,
  userId: string,
  { forget = false }: { forget?: boolean },
): Promise<void> {
  if (!NET_PLATFORM_NAMES.includes(platform))
    throw new CommandError(`${platform} is no platform: ${NET_PLATFORM_NAMES.join(' or ')}`)
  await withNewsroom(async ({ persons }) => {
    if (!forget) {
      print(toJson(await persons.export(platform, userId), 2))
      return
    }
    await persons.forget(platform, userId)
    print(`what was kept about ${platform} ${userId} is deleted`)
  })
}
