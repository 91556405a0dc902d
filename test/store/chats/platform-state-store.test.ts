import { expect, test } from 'vitest'
import { platformStates } from '../../../src/store/chats/platform-state-store.js'
import { openInMemory } from '../open-in-memory.js'

test('what a platform keeps is found again, and the newest replaces what was there', async () => {
  const database = await openInMemory()
  const states = platformStates(database)
  expect(await states.recall('discord')).toBeUndefined()
  await states.keep('discord', { left: { at: 1 } }, 1)
  await states.keep('discord', {}, 2)
  await states.keep('telegram', [7], 2)
  expect([await states.recall('discord'), await states.recall('telegram')]).toEqual([{}, [7]])
  await database.close()
})
