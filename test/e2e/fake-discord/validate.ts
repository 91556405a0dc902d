import fs from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { bodyOf } from './body.js'
import type { Body } from './body.js'

/** What a request is judged by; see CapturedRequest. */
interface JudgedRequest {
  readonly method: string
  /** Below /api/v10, e.g. /channels/1/messages. */
  readonly path: string
  readonly body: unknown
}

const SPEC = new URL('../../../../shared/specs/discord-openapi.json', import.meta.url)

/** Why requests cannot be validated here; undefined where they can. */
export const specAbsence = fs.existsSync(SPEC) ? undefined : "Discord's OpenAPI document is not in ../shared/specs"

/**
 * What Discord's own OpenAPI document has against a request, a line a fault; none where the document is absent
 * (`specAbsence` says so). A route that the document does not know is a fault.
 */
export function validateDiscordRequest({ method, path, body }: JudgedRequest): readonly string[] {
  if (specAbsence !== undefined) return []
  spec ??= readSpec()
  const route = findRoute(spec.paths, path)
  const operation = bodyOf(bodyOf(spec.paths[route ?? ''])[method.toLowerCase()])
  if (route === undefined || operation['operationId'] === undefined) return [`${method} ${path}: no such route`]
  const content = bodyOf(bodyOf(operation['requestBody'])['content'])
  if (!('application/json' in content)) return body === undefined ? [] : [`${method} ${path}: takes no body`]
  const place = ['paths', route, method.toLowerCase(), 'requestBody', 'content', 'application/json', 'schema']
  const validate = spec.validator(`discord#/${place.map(escapePointer).join('/')}`)
  if (validate(body)) return []
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${method} ${path}: ${instancePath} ${message ?? 'is wrong'}`,
  )
}

interface Spec {
  readonly paths: Body
  readonly validator: (ref: string) => ValidateFunction
}

let spec: Spec | undefined

function readSpec(): Spec {
  const document = JSON.parse(fs.readFileSync(SPEC, 'utf8')) as Body
  const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true })
  addFormats.default(ajv)
  ajv.addFormat('snowflake', /^(0|[1-9][0-9]*)$/)
  ajv.addFormat('nonce', true)
  ajv.addSchema(document, 'discord')
  const validators = new Map<string, ValidateFunction>()
  const validator = (ref: string): ValidateFunction => {
    const known = validators.get(ref) ?? ajv.compile({ $ref: ref })
    validators.set(ref, known)
    return known
  }
  return { paths: bodyOf(document['paths']), validator }
}

// "/users/@me" before "/users/{user_id}": the route with the fewest places that take anything.
function findRoute(paths: Body, path: string): string | undefined {
  const parts = path.split('/')
  const places = (route: string): number => route.split('{').length
  return Object.keys(paths)
    .filter((route) => {
      const wanted = route.split('/')
      return (
        wanted.length === parts.length && wanted.every((part, index) => part.startsWith('{') || part === parts[index])
      )
    })
    .sort((one, other) => places(one) - places(other))[0]
}

function escapePointer(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
}
