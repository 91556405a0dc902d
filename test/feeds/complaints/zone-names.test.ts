import { expect, test } from 'vitest'
import { zoneChoices } from '../../../src/bots/menus/menu-choices.js'
import { formatZone } from '../../../src/bots/wording/format.js'

test('"it calls my city by a name from colonial times": zones by their names of today', () => {
  const at = Date.parse('2025-06-17T08:00:00Z')
  // What V8 makes of Asia/Kolkata and Europe/Kyiv.
  const resolved = ['Asia/Kolkata', 'Europe/Kyiv', 'Asia/Ho_Chi_Minh', 'Asia/Almaty'].map((timeZone) => new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone) // prettier-ignore
  expect(resolved.map((zone) => formatZone(at, zone))).toEqual([
    'Asia/Kolkata, UTC+5:30',
    'Europe/Kyiv, UTC+3',
    'Asia/Ho_Chi_Minh, UTC+7',
    'Asia/Almaty, UTC+5',
  ])
  const region = { timezone: 'Asia/Almaty' } as Parameters<typeof zoneChoices>[1]['region']
  expect(zoneChoices('Asia/Calcutta', { region })[0]).toMatchObject({ value: 'Asia/Calcutta', label: 'Asia/Kolkata' })
})
