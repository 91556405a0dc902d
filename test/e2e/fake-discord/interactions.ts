import { bodyOf, listOf } from './body.js'
import type { Body } from './body.js'
import { modalFaults } from './component-faults.js'
import { COMPONENTS_V2, messageFaults } from './limits.js'
import { AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, failure, isEphemeral, put, refusal, shown } from './state.js'
import type { Answer, Asked, OpenInteraction, PostedMessage, State } from './state.js'

const ACKNOWLEDGE_WITHIN_MS = 3_000
const TOKEN_LIFE_MS = 15 * 60_000
const FOLLOW_UPS_OUTSIDE = 5

const MESSAGE = 4
const DEFERRED_MESSAGE = 5
const DEFERRED_UPDATE = 6
const UPDATE = 7
const CHOICES = 8
const FORM = 9

const UNKNOWN_INTERACTION = failure(404, 10062, 'Unknown interaction')
const UNKNOWN_WEBHOOK = failure(404, 10015, 'Unknown Webhook')
const UNKNOWN_MESSAGE = failure(404, 10008, 'Unknown Message')

/** Which first answers an interaction may be given. */
function mayBeAnswered({ kind, pressed }: OpenInteraction, type: number): boolean {
  switch (kind) {
    case COMMAND:
      return [MESSAGE, DEFERRED_MESSAGE, FORM].includes(type)
    case COMPONENT:
      return [MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, FORM].includes(type)
    case AUTOCOMPLETE:
      return type === CHOICES
    case MODAL:
      return [MESSAGE, DEFERRED_MESSAGE, ...(pressed ? [DEFERRED_UPDATE, UPDATE] : [])].includes(type)
  }
}

/** The first answer. */
export function acknowledge([, id = '', token = '']: readonly string[], asked: Asked, state: State): Answer {
  const { body } = asked
  const interaction = state.interactions.get(token)
  const afterMs = performance.now() - (interaction?.sentAt ?? 0)
  if (interaction?.id !== id || afterMs > ACKNOWLEDGE_WITHIN_MS) return UNKNOWN_INTERACTION
  if (interaction.acknowledgedAfterMs !== undefined)
    return failure(400, 40060, 'Interaction has already been acknowledged.')
  const type = Number(body['type'])
  if (!mayBeAnswered(interaction, type))
    return refusal([`type ${type} is no answer to kind ${interaction.kind}`]) ?? UNKNOWN_INTERACTION
  const data = bodyOf(body['data'])
  const refused = refusal(faultsOf(type, data, asked))
  if (refused) return refused
  interaction.acknowledgedAfterMs = afterMs
  interaction.isEphemeral = isEphemeral(data)
  if (type === CHOICES) interaction.choices = listOf(data['choices'])
  if (type === FORM) interaction.modal = data
  if (type === DEFERRED_UPDATE || type === UPDATE) interaction.original = interaction.pressed ?? 'removed'
  if (type === UPDATE && interaction.pressed) edit(interaction.pressed, data)
  if (type === MESSAGE) interaction.original = answered(data, interaction, isEphemeral(data), state)
  return { status: 204 }
}

function faultsOf(type: number, data: Body, { files }: Asked): readonly string[] {
  switch (type) {
    case MESSAGE:
    case UPDATE:
      return messageFaults(data, files)
    case DEFERRED_MESSAGE: {
      const others = Object.keys(data).filter((key) => key !== 'flags')
      return others.map((key) => `a deferred answer has no ${key}`)
    }
    case CHOICES:
      return choiceFaults(listOf(data['choices']))
    case FORM:
      return modalFaults(data)
    default:
      return []
  }
}

function choiceFaults(choices: readonly Body[]): readonly string[] {
  const isRight = (text: unknown): boolean => typeof text === 'string' && text.length >= 1 && text.length <= 100
  const wrong = choices.filter(({ name, value }) => !isRight(name) || !isRight(value))
  return [...(choices.length > 25 ? [`${choices.length} choices`] : []), ...wrong.map(() => 'a choice: 1 to 100')]
}

/** The deferred answer: looked up, edited, deleted. */
export function original([, method, token = '']: readonly string[], asked: Asked, state: State): Answer {
  const interaction = openFor(token, state)
  if (!interaction) return UNKNOWN_WEBHOOK
  const { original: found } = interaction
  if (found === 'removed') return UNKNOWN_MESSAGE
  if (method === 'DELETE') {
    if (found !== 'waiting') state.allMessages.delete(found.id)
    interaction.original = 'removed'
    return { status: 204 }
  }
  if (method === 'GET') return found === 'waiting' ? UNKNOWN_MESSAGE : { status: 200, body: shown(found, state) }
  const before = found === 'waiting' ? undefined : found
  const refused = refusedEdit(before, asked)
  if (refused) return refused
  const edited = before ? edit(before, asked.body) : answered(asked.body, interaction, interaction.isEphemeral, state)
  interaction.original = edited
  return { status: 200, body: shown(edited, state) }
}

/** Why an edit is refused: its flags say what kind of message it is, and that is for good. */
export function refusedEdit(message: PostedMessage | undefined, asked: Asked): Answer | undefined {
  const flags = Number(asked.body['flags'] ?? 0)
  const faults = [...messageFaults(asked.body, asked.files)]
  if ((flags & ~(COMPONENTS_V2 | (1 << 2))) !== 0) faults.push(`flags ${flags} cannot be set by an edit`)
  const isNowV2 = (flags & COMPONENTS_V2) !== 0
  const wasV2 = message !== undefined && (Number(message.body['flags'] ?? 0) & COMPONENTS_V2) !== 0
  if (wasV2 && !isNowV2) faults.push('components V2 cannot be taken back')
  return refusal(faults)
}

export function edit(message: PostedMessage, body: Body): PostedMessage {
  message.before.push(message.body)
  message.body = { ...message.body, ...body, flags: Number(message.body['flags'] ?? 0) | Number(body['flags'] ?? 0) }
  return message
}

export function followUp([, token = '']: readonly string[], asked: Asked, state: State): Answer {
  const interaction = openFor(token, state)
  if (!interaction) return UNKNOWN_WEBHOOK
  if (interaction.isOutside && interaction.followUps.length >= FOLLOW_UPS_OUTSIDE)
    return failure(400, 40094, 'The maximum number of follow-up messages has been reached')
  const refused = refusal(messageFaults(asked.body, asked.files))
  if (refused) return refused
  const posted = answered(asked.body, interaction, isEphemeral(asked.body), state)
  interaction.followUps.push(posted)
  return { status: 200, body: shown(posted, state) }
}

function openFor(token: string, state: State): OpenInteraction | undefined {
  const interaction = state.interactions.get(token)
  if (interaction?.acknowledgedAfterMs === undefined) return undefined
  return performance.now() - interaction.sentAt > TOKEN_LIFE_MS ? undefined : interaction
}

function answered(body: Body, { channelId }: OpenInteraction, isForOne: boolean, state: State): PostedMessage {
  return put({ channelId, body, isEphemeral: isForOne }, state)
}
