import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadRegion, preparedFiles, RegionError, showFault } from '../../src/regions/load-region.js'
import { LANGUAGES } from '../../src/text/types.js'

const SHIPPED = path.resolve('regions/central-asia')

describe('the shipped pack', () => {
  const region = loadRegion(SHIPPED)

  test('has at least 80 entities, each named in all eight languages', () => {
    expect(region.entities.length).toBeGreaterThanOrEqual(80)
    for (const entity of region.entities) expect(Object.keys(entity.name).sort()).toEqual([...LANGUAGES].sort())
  })

  test('has at least 60 feeds, of every status, each with an outlet that has a voice', () => {
    expect(region.feeds.length).toBeGreaterThanOrEqual(60)
    expect(new Set(region.feeds.map((feed) => feed.status))).toEqual(new Set(['default', 'trial', 'off']))
    const outlets = new Map(region.outlets.map((outlet) => [outlet.id, outlet]))
    // A voice is unknown only where nobody could say who owns the outlet.
    for (const feed of region.feeds) {
      const outlet = outlets.get(feed.outletId)
      expect(outlet?.voice !== 'unknown' || outlet.owner === undefined).toBe(true)
    }
    const voiced = region.feeds.filter((feed) => outlets.get(feed.outletId)?.voice !== 'unknown')
    expect(voiced.length).toBeGreaterThan(100)
  })

  test('has the seven sections of the template in order', () => {
    expect(region.sections.map((section) => section.id)).toEqual([
      'lead-event',
      'outside-crises',
      'trade-energy',
      'alliances-narrative',
      'rivalry-sovereignty',
      'remittances-outlook',
      'reader-reaction',
    ])
  })

  test('names a source for every fact', () => {
    expect(region.facts.length).toBeGreaterThanOrEqual(30)
    for (const fact of region.facts) expect(fact.source.title).not.toBe('')
  })

  test('tells the day of each source', () => {
    for (const { source } of region.facts) expect(source.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  })

  test('keeps a fact that another took the place of, with its successor', () => {
    const factById = new Map(region.facts.map((fact) => [fact.id, fact]))
    expect(factById.get('jizzakh-capacity')?.supersededBy).toBe('jizzakh-capacity-2025')
    expect(factById.get('jizzakh-capacity-2025')?.source.asOf).toBe('2025-09-26')
  })
})

describe('a faulty pack', () => {
  let folder = ''
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-pack-'))
    fs.cpSync(SHIPPED, folder, { recursive: true })
  })
  afterEach(() => {
    fs.rmSync(folder, { recursive: true, force: true })
  })

  const edit = (file: string, change: (text: string) => string) => {
    const target = path.join(folder, file)
    fs.writeFileSync(target, change(fs.readFileSync(target, 'utf8')))
  }
  const faults = () => {
    try {
      loadRegion(folder)
    } catch (error) {
      if (error instanceof RegionError) return error.faults.map(showFault)
      throw error
    }
    return []
  }

  test('with an unknown key is refused with the file and the path', () => {
    edit('region.yaml', (text) => text.replace('timezone:', 'colour: red\ntimezone:'))
    expect(faults()).toEqual(['region.yaml: has an unknown key: colour'])
  })

  test('with a successor that is no fact, or that is no later word, is refused', () => {
    const place = 'baseline.yaml: facts(jizzakh-capacity).supersededBy names'
    edit('baseline.yaml', (text) => text.replace('supersededBy: jizzakh-capacity-2025', 'supersededBy: atlantis'))
    expect(faults()).toEqual([`${place} atlantis, which is no fact of the pack`])
    edit('baseline.yaml', (text) => text.replace('supersededBy: atlantis', 'supersededBy: jizzakh-capacity'))
    expect(faults()).toEqual([`${place} jizzakh-capacity of 2024-05-27, which is not later than 2024-05-27`])
  })

  test('with an undefined id is refused with the file and who names it', () => {
    edit('region.yaml', (text) => text.replace(/^states: \[/m, 'states: [atlantis, '))
    expect(faults()).toEqual(['region.yaml: states names atlantis, which is no entity of the pack'])
  })

  test('with a missing language is refused with the entity and the language', () => {
    edit('region.yaml', (text) => text.replace(/\s+tg: Қазоқистон,/, ''))
    expect(faults()).toEqual([
      expect.stringMatching(/^region\.yaml: entities\[\d+\]\(kazakhstan\)\.name\.tg is missing$/),
    ])
  })

  test('with a feed that is asked too often is refused with the value', () => {
    edit('feeds.yaml', (text) => text.replace(/everyMinutes: \d+/, 'everyMinutes: 0'))
    expect(faults()[0]).toMatch(/^feeds\.yaml: feeds\[0\]\([a-z0-9-]+\)\.everyMinutes is 0: /)
  })

  test('with broken YAML is refused with the line', () => {
    edit('baseline.yaml', (text) => `${text}\n  - {id: [`)
    expect(faults()[0]).toMatch(/^baseline\.yaml: line \d+ /)
  })

  test('is never what the build kept: a name of it stands for a content', () => {
    const kept = preparedFiles(folder)
    expect(kept.map(({ name }) => name.split('-')[0])).toEqual(['region', 'template', 'baseline', 'feeds', 'frames'])
    edit('feeds.yaml', (text) => `${text}\n# one more`)
    const namesNow = preparedFiles(folder).map(({ name }) => name)
    expect(namesNow[4]).toBe(kept[4]?.name)
    expect(namesNow.slice(0, 3)).toEqual(kept.slice(0, 3).map(({ name }) => name))
    expect(namesNow[3]).not.toBe(kept[3]?.name)
    edit('feeds.yaml', (text) => `${text}\nmore: 1`)
    expect(() => preparedFiles(folder)).toThrow(RegionError)
  })

  test('with a form that names no place, or an act of no known shape, is refused with the act', () => {
    edit('frames.yaml', (text) => text.replace('"{who} visited {to}"', '"{who} visited {whither}"'))
    expect(faults()[0]).toMatch(/^frames\.yaml: acts\[\d+\]\(visited\)\.form\.en is "\{who\} visited \{whither\}": is no form/)
    edit('frames.yaml', (text) => text.replace('{whither}', '{to}').replace('shape: visit', 'shape: circle'))
    expect(faults()[0]).toMatch(/^frames\.yaml: acts\[\d+\]\(visited\)\.shape is "circle"/)
  })

  test('with a matter that is no concept, or an office of no state, is refused', () => {
    edit('frames.yaml', (text) => text.replace('  trade: {', '  alchemy: {').replace('of: china', 'of: atlantis'))
    expect(faults()).toEqual(expect.arrayContaining(['frames.yaml: matters names alchemy, which is no concept of the pack'])) // prettier-ignore
    expect(faults().some((fault) => fault.includes('names atlantis, which is no entity of the pack'))).toBe(true)
  })

  test('may do without frames', () => {
    fs.rmSync(path.join(folder, 'frames.yaml'))
    expect(loadRegion(folder).frames).toBeUndefined()
  })

  test('without a file, or without a folder, is refused in one line', () => {
    fs.rmSync(path.join(folder, 'template.yaml'))
    expect(faults()).toEqual(['template.yaml: is not there'])
    expect(() => loadRegion(path.join(folder, 'nowhere'))).toThrow(/region\.yaml: is not there/)
  })
})
