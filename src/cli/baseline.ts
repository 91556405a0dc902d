import { knownFigures } from '../summaries/facts/compare.js'
import { CommandError, print, toJson } from './output.js'
import { withNewsroom } from './room.js'

/** `silkwire baseline list`: what is known, and what two voices propose. */
export async function listBaseline({ json }: { json?: boolean }): Promise<void> {
  await withNewsroom(async ({ archive, reader }) => {
    const learned = await archive.learnedFacts()
    const known = knownFigures(reader(), learned)
    if (json === true) {
      print(toJson({ known, proposed: learned.filter((fact) => fact.status === 'proposed') }, 2))
      return
    }
    for (const fact of known) print(`known     ${fact.id}: ${fact.says} (${fact.asOf})`)
    for (const fact of learned) {
      if (fact.status === 'accepted') continue
      const subject = [fact.what, fact.between.join('+'), fact.period].filter(Boolean).join(' ')
      print(
        `${fact.status.padEnd(9)} ${fact.id}: ${subject} = ${fact.value} ${fact.unit} (${fact.articleIds.join(', ')})`,
      )
    }
  })
}

/** `silkwire baseline accept|reject ID`. */
export async function decideFact(id: string, status: 'accepted' | 'rejected'): Promise<void> {
  await withNewsroom(async ({ archive }) => {
    const fact = (await archive.learnedFacts()).find((each) => each.id === id)
    if (fact === undefined) throw new CommandError(`no proposed fact ${id}: silkwire baseline list shows them`)
    await archive.saveLearnedFact({ ...fact, status })
    print(`${status} ${id}`)
  })
}

/** `silkwire baseline export`: the accepted facts as lines for a pack's baseline.yaml. */
export async function exportBaseline(): Promise<void> {
  await withNewsroom(async ({ archive }) => {
    const accepted = (await archive.learnedFacts()).filter((fact) => fact.status === 'accepted')
    print('facts:')
    for (const { id, what, between, value, unit, period, says } of accepted) {
      const fact = {
        id,
        source: 'archive',
        section: 'trade-energy',
        kind: 'figure',
        what,
        between,
        value,
        unit,
        ...(period === undefined ? {} : { period }),
        says,
      }
      print(`  - ${JSON.stringify(fact)}`)
    }
  })
}
