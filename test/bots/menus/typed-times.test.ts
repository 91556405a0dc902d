import { expect, test } from 'vitest'
import { readTime, readTimes } from '../../../src/bots/menus/typed-times.js'
import { checkQuiet } from '../../../src/bots/menus/values.js'
import { viewIn } from '../../../src/bots/wording/view.js'
import { plain, region } from '../stand-ins/stand-ins.js'

const view = viewIn('en', region)
const clock = (minute: number) => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`
const read = (written: string) => {
  const found = readTimes(written)
  return 'wrong' in found ? `? ${found.wrong}` : found.times.map(clock).join(' ')
}

test.each([
  ['0930', '9:30'],
  ['930', '9:30'],
  ['1530', '15:30'],
  ['0005', '0:05'],
  ['7 30', '7:30'],
  ['7.30', '7:30'],
  ['9h30', '9:30'],
  ['9h', '9:00'],
  ['09：30', '9:30'],
  ['9点30分', '9:30'],
  ['9', '9:00'],
  ['0', '0:00'],
  ['9pm', '21:00'],
  ['12 am', '0:00'],
  ['9:30 p.m.', '21:30'],
  ['9, 14:30', '9:00 14:30'],
  ['0930; 1800', '9:30 18:00'],
  ['7 30, 18 45', '7:30 18:45'],
  ['7 30 18 45', '7:30 18:45'],
  ['09:30 18:00', '9:30 18:00'],
  ['8 12 18', '8:00 12:00 18:00'],
  ['9am 6pm', '9:00 18:00'],
])('"0930 became 15:30": %s is read as %s', (written, times) => {
  expect(read(written)).toBe(times)
})

test.each(['24', '2400', '24:00', '960', '12345', '9:60', '9.5', '9:3', '13pm', '0 am', 'noon', '-9', '9-30'])(
  '"24 became 00:24": %s is no time',
  (written) => {
    expect(read(written)).toBe(`? ${written}`)
  },
)

test.each(['9 15', '22 00', '8 12 18 20'])('%s may be one time or several, and is refused', (written) => {
  expect(read(written)).toBe(`? ${written}`)
})

test('quiet hours are two times, written as times are', () => {
  const minutes = (given: string) => {
    const checked = checkQuiet(given, view)
    return 'wrong' in checked ? plain(checked.wrong) : checked.value && `${clock(checked.value.fromMinute)} ${clock(checked.value.toMinute)}` // prettier-ignore
  }
  for (const given of ['22:00-07:00', '2200-0700', '22-7', '22.00 – 7.00', '22 00 - 7 00', '10pm-7am'])
    expect(minutes(given)).toBe('22:00 7:00')
  expect(minutes('none')).toBeUndefined()
  for (const given of ['22-24', '22', '22-7-9', '2260-7'])
    expect(minutes(given)).toBe(`“${given}” is no span of quiet hours. Write 22:00-07:00, or none.`)
})

test('one time has one reading in every form', () => {
  for (let minute = 0; minute < 1_440; minute += 1) {
    const [hour, rest] = [Math.floor(minute / 60), String(minute % 60).padStart(2, '0')]
    for (const written of [`${hour}:${rest}`, `${hour}.${rest}`, `${hour}${rest}`, `${String(hour).padStart(2, '0')}${rest}`, `${hour} ${rest}`])
      expect([written, readTime(written)]).toEqual([written, minute])
  }
}) // prettier-ignore
