import { z } from 'zod'
import { LANGUAGES, UNITS } from '../text/types.js'
import { ENTITY_KINDS, FRAME_PLACES, FRAME_SHAPES, TOPIC_NEEDS } from './region.js'

// The shape of the files of a pack. Unknown keys are refused: a misspelt key would silently change nothing.

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is no id: lower-case letters, digits and hyphens')
const ids = z.array(id)
const text = z.string().trim().min(1)
const date = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, 'is no date: YYYY, YYYY-MM or YYYY-MM-DD, in quotes')
const period = z
  .string()
  .regex(
    /^\d{4}(-(H[12]|Q[1-4]|\d{2}(\/\d{2})?|\d{4}))?$/,
    'is no period: "2024", "2025-H1", "2025-Q2", "2025-06", "2025-01/05", "2025-2027"',
  )
const unit = z.enum(UNITS)
const names = z.strictObject(Object.fromEntries(LANGUAGES.map((language) => [language, text])) as Record<(typeof LANGUAGES)[number], typeof text>) // prettier-ignore

const patternLanguages = [...LANGUAGES, 'uz-Cyrl', 'tk-Cyrl', 'kk-Latn'] as const
const patterns = z.strictObject(
  Object.fromEntries(patternLanguages.map((language) => [language, z.array(text).optional()])) as Record<
    (typeof patternLanguages)[number],
    z.ZodOptional<z.ZodArray<typeof text>>
  >,
)

const isTimezone = (zone: string) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

const office = z.strictObject({ title: id, of: id, from: date, until: date.optional() })

export const regionFile = z.strictObject({
  id,
  name: names,
  timezone: z.string().refine(isTimezone, 'is no IANA time zone'),
  states: ids.min(1),
  bodies: ids,
  offices: z.array(z.strictObject({ title: id, words: patterns })).optional(),
  entities: z
    .array(
      z.strictObject({
        id,
        kind: z.enum(ENTITY_KINDS),
        name: names,
        aliases: patterns.nullish(),
        of: id.optional(),
        members: ids.optional(),
        offices: z.array(office).optional(),
      }),
    )
    .min(1),
})

export const feedsFile = z.strictObject({
  outlets: z.array(
    z.strictObject({
      id,
      name: text,
      domains: z.array(text),
      owner: text.optional(),
      voice: z.enum(['state', 'independent', 'foreign', 'unknown']),
      country: z.string().optional(),
      fullText: z.boolean().optional(),
    }),
  ),
  feeds: z.array(
    z.strictObject({
      id,
      outlet: id,
      url: z.url({ protocol: /^https?$/ }),
      language: z.enum(LANGUAGES).optional(),
      status: z.enum(['default', 'trial', 'off']),
      everyMinutes: z.number().int().min(5).max(1440),
      userAgent: text.optional(),
    }),
  ),
})

export const templateFile = z.strictObject({
  measures: z.array(
    z.strictObject({
      id,
      name: names,
      units: z.array(unit).min(1),
      parties: z.enum(['pair', 'one', 'from-to']),
      cues: patterns,
      asks: patterns.optional(),
    }),
  ),
  concepts: z.array(z.strictObject({ id, words: patterns })),
  offTopic: patterns,
  boilerplate: patterns.optional(),
  stances: z.strictObject({ supports: patterns, opposes: patterns, neutral: patterns }).optional(),
  sections: z
    .array(
      z.strictObject({
        id,
        title: names,
        asks: names,
        from: z.enum(['text', 'comments']),
        needsRegion: z.boolean(),
        cues: patterns,
        hints: patterns.optional(),
        strong: patterns.optional(),
        not: patterns.optional(),
        favour: patterns.optional(),
        against: patterns.optional(),
        rivals: ids.optional(),
        where: z.enum(['lead', 'anywhere']).optional(),
        enough: z.number().min(1).max(5).optional(),
        entities: ids,
        measures: ids.optional(),
        units: z.array(unit).optional(),
        example: text.optional(),
      }),
    )
    .min(1),
})

const place = new RegExp(`^(?:[^{}[\\]]|\\{(?:${FRAME_PLACES.join('|')})\\}|\\[(?:[^{}[\\]]|\\{(?:${FRAME_PLACES.join('|')})\\})*\\])+$`)
const form = text.regex(place, `is no form: places are ${FRAME_PLACES.map((each) => `{${each}}`).join(', ')}, and [ ] are closed`)
const forms = z.strictObject(Object.fromEntries(LANGUAGES.map((language) => [language, form])) as Record<(typeof LANGUAGES)[number], typeof form>) // prettier-ignore
const namedWords = z.strictObject({ id, of: id.optional(), sure: z.literal(true).optional(), words: patterns, name: names })

export const framesFile = z.strictObject({
  acts: z
    .array(
      z.strictObject({
        id,
        shape: z.enum(FRAME_SHAPES),
        weight: z.number().min(0).max(3),
        sure: z.literal(true).optional(),
        topics: z.literal(true).optional(),
        remote: z.literal(true).optional(),
        words: patterns,
        planned: patterns.optional(),
        matters: ids.optional(),
        form: forms,
        planForm: forms.partial().optional(),
      }),
    )
    .min(1),
  offices: z.array(namedWords),
  people: z.array(namedWords),
  matters: z.record(id, names),
  labels: z.record(id, names).optional(),
  topics: z
    .array(
      z.strictObject({
        id,
        words: patterns.optional(),
        name: names.optional(),
        act: z.literal(true).optional(),
        wide: z.literal(true).optional(),
        needs: z.enum(TOPIC_NEEDS).optional(),
      }),
    )
    .optional(),
  passed: patterns.optional(),
})

const factBase = { id, source: id, section: id, says: text, supersededBy: id.optional(), disputed: text.optional() }

export const baselineFile = z.strictObject({
  sources: z.array(z.strictObject({ id, title: text, url: z.url().optional(), asOf: date, dated: text.optional() })),
  facts: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({
        ...factBase,
        kind: z.literal('figure'),
        what: id,
        between: ids,
        value: z.number(),
        of: z.number().optional(),
        unit,
        figureKind: z.enum(['actual', 'forecast', 'target', 'change']).optional(),
        bound: z.enum(['at-least', 'at-most', 'about']).optional(),
        period: period.optional(),
      }),
      z.strictObject({ ...factBase, kind: z.literal('event'), entities: ids, on: date }),
      z.strictObject({
        ...factBase,
        kind: z.literal('stance'),
        actor: id,
        towards: ids,
        stance: z.enum(['supports', 'opposes', 'neutral']),
      }),
      z.strictObject({ ...factBase, kind: z.literal('condition'), entities: ids }),
    ]),
  ),
})

export type RegionFile = z.infer<typeof regionFile>
export type FeedsFile = z.infer<typeof feedsFile>
export type TemplateFile = z.infer<typeof templateFile>
export type BaselineFile = z.infer<typeof baselineFile>
export type FramesFile = z.infer<typeof framesFile>
