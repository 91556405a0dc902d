import fs from 'node:fs'

interface Field {
  readonly name: string
  readonly types: readonly string[]
  readonly required: boolean
}

interface Definition {
  readonly fields?: readonly Field[]
  readonly subtypes?: readonly string[]
}

interface Spec {
  readonly methods: Readonly<Record<string, Definition | undefined>>
  readonly types: Readonly<Record<string, Definition | undefined>>
}

const file = new URL('../../../../shared/specs/telegram-bot-api.json', import.meta.url)

/** Why requests cannot be checked here; undefined: they can. */
export const noSpecReason = fs.existsSync(file)
  ? undefined
  : 'the specification of the Bot API is not beside the repository'

let read: Spec | undefined

/** What is wrong with a call by the specification of the Bot API: an unknown method or field, a missing one, a wrong type. */
export function checkTelegramRequest(method: string, params: unknown): readonly string[] {
  read ??= JSON.parse(fs.readFileSync(file, 'utf8')) as Spec
  const definition = read.methods[method]
  return definition ? checkFields(params, definition, { spec: read, path: method }) : [`${method}: no such method`]
}

interface Place {
  readonly spec: Spec
  readonly path: string
}

function checkFields(value: unknown, { fields = [] }: Definition, { spec, path }: Place): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path}: is no object`]
  const given = value as Readonly<Record<string, unknown>>
  const unknown = Object.keys(given).filter((key) => !fields.some(({ name }) => name === key))
  return [
    ...unknown.map((key) => `${path}.${key}: no such field`),
    ...fields.flatMap(({ name, types, required }) => {
      const place = { spec, path: `${path}.${name}` }
      if (given[name] === undefined) return required ? [`${place.path}: is missing`] : []
      return checkTypes(given[name], types, place)
    }),
  ]
}

/** The faults by the type that fits best. */
function checkTypes(value: unknown, types: readonly string[], place: Place): readonly string[] {
  const faults = types.map((type) => checkType(value, type, place))
  return faults.reduce((best, next) => (next.length < best.length ? next : best))
}

function checkType(value: unknown, type: string, place: Place): readonly string[] {
  const { spec, path } = place
  const wrong = [`${path}: is no ${type}: ${JSON.stringify(value)}`]
  const item = /^Array of (.*)$/.exec(type)?.[1]
  if (item !== undefined) {
    if (!Array.isArray(value)) return wrong
    return value.flatMap((each, index) => checkType(each, item, { spec, path: `${path}[${index}]` }))
  }
  switch (type) {
    case 'Integer':
      return Number.isSafeInteger(value) ? [] : wrong
    case 'Float':
      return typeof value === 'number' ? [] : wrong
    case 'String':
      return typeof value === 'string' ? [] : wrong
    case 'Boolean':
      return typeof value === 'boolean' ? [] : wrong
    // A file that came in a form; see readForm.
    case 'InputFile':
      return typeof value === 'object' && value !== null && 'size' in value ? [] : wrong
    case 'True':
      return value === true ? [] : wrong
  }
  const definition = spec.types[type]
  if (!definition) return [`${path}: the specification has no type ${type}`]
  return definition.subtypes ? checkTypes(value, definition.subtypes, place) : checkFields(value, definition, place)
}
