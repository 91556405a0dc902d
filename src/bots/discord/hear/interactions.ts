import {
  ApplicationCommandType,
  ComponentType,
  InteractionResponseType,
  InteractionType,
  MessageFlags,
} from 'discord.js'
import type {
  APIApplicationCommandAutocompleteInteraction,
  APIApplicationCommandInteraction,
  APIAttachment,
  APIInteraction,
  APIMessageComponentInteraction,
  APIModalSubmitInteraction,
} from 'discord.js'
import { opensForm } from '../../contract/actions.js'
import type { Action } from '../../contract/actions.js'
import { answerInTime, type AnswerInTimeDeps } from '../../adapter-kit/answer-in-time.js'
import { openGrowing } from '../../adapter-kit/growing.js'
import type { Form, Message } from '../../contract/message.js'
import { COMPARE_LIMIT, withFile } from '../../commands/command-row.js'
import { rowOf, type CommandOf } from '../../commands/command-table.js'
import type { Press, Request } from '../../contract/request.js'
import { texts } from '../../wording/texts.js'
import { withinTime } from '../../timing/time-limit.js'
import type { AnswerDeps } from './answer-deps.js'
import { attachedText } from './attachment.js'
import { commandText, type CommandTextKey } from './command-texts.js'
import { shortened } from '../render/control-rows.js'
import { idMaker, openId } from '../render/custom-ids.js'
import { isDirect, isOutside, requestOfInteraction, type Interaction } from './interaction-request.js'
import { modalOf, readModal } from './modal.js'
import { readCommand, readMessageCommand, readTyped } from './read-command.js'
import { renderDiscord } from '../render/render.js'
import { acknowledge, respond, showAnswer, showGrown, type Acknowledged, type Answerable } from '../send/respond.js'
import { ephemeral } from '../send/request-body.js'
import { reasonOf } from '../../../text/reason-of.js'

const HANDLE_TIMEOUT_MS = 60_000
/** Discord ends an interaction's token after 15 minutes. */
const TOKEN_LIFE_MS = 14.5 * 60_000
/** A form and suggestions are the first answer, which Discord awaits within 3 s. */
const FIRST_ANSWER_MS = 2_400
const FOLLOW_UPS_OUTSIDE = 5
const MAX_CHOICE = 100

/** Answers a command, what is typed into one, a pressed control or a sent form. Throws what the last call threw. */
export async function answerInteraction(interaction: APIInteraction, deps: AnswerDeps): Promise<void> {
  switch (interaction.type) {
    case InteractionType.ApplicationCommandAutocomplete:
      return answerTyping(interaction, deps)
    case InteractionType.ApplicationCommand:
      return answerCommand(interaction, deps)
    case InteractionType.MessageComponent:
      return answerPress(interaction, deps)
    case InteractionType.ModalSubmit:
      return answerForm(interaction, deps)
    default:
      return undefined
  }
}

async function answerTyping(
  interaction: APIApplicationCommandAutocompleteInteraction,
  deps: AnswerDeps,
): Promise<void> {
  const typed = readTyped(interaction.data)
  const { chat, clientLanguage } = requestOfInteraction(interaction, { name: 'help' })
  const asked = typed && { ...typed, chat, ...(clientLanguage !== undefined && { clientLanguage }) }
  const found = asked && deps.suggest ? await withinTime(deps.suggest(asked), FIRST_ANSWER_MS, []) : []
  const choices = found
    .filter(({ value }) => value.length >= 1 && value.length <= MAX_CHOICE)
    .slice(0, 25)
    .map(({ value, label }) => ({ name: shortened(label, MAX_CHOICE), value }))
  const type = InteractionResponseType.ApplicationCommandAutocompleteResult
  await respond(interaction, type, { choices }, deps)
}

async function answerCommand(interaction: APIApplicationCommandInteraction, deps: AnswerDeps): Promise<void> {
  const { data } = interaction
  if (data.type !== ApplicationCommandType.ChatInput && data.type !== ApplicationCommandType.Message) return
  const isOfMessage = data.type === ApplicationCommandType.Message
  const read = isOfMessage
    ? { command: readMessageCommand(data), isPrivate: true }
    : (readCommand(data) ?? { command: { name: 'help' } as const, isPrivate: true })
  const { command, isPrivate } = read
  if (!isOfMessage && command.name === 'compare' && command.text === '') return askForText(interaction, isPrivate, deps)
  const request = requestOfInteraction(interaction, command)
  const isEphemeral = isPrivate || isOwnBusiness(request)
  await answer(interaction, request, { kind: 'new', isEphemeral, ...read }, deps)
}

// Decided before the newsroom is asked: a deferred answer cannot become private later.
function isOwnBusiness({ command, mayManage }: Request): boolean {
  if (command.name === 'press') return false
  const { seenBy } = rowOf(command.name)
  return seenBy === 'asker' || (seenBy === 'filled' && (!mayManage || Object.keys(command).length === 1))
}

/** A modal for an article's text: a slash command's option has one line. */
async function askForText(interaction: Interaction, isPrivate: boolean, deps: AnswerDeps): Promise<void> {
  const say = (key: CommandTextKey) => commandText(key, interaction.locale)
  const action: Action = ['compare-text']
  const form = { title: say('slash.compare'), label: say('option.text'), isLong: true, most: COMPARE_LIMIT, action }
  await showForm(interaction, form, isPrivate, deps)
}

async function showForm(interaction: Interaction, form: Form, isOfPrivate: boolean, deps: AnswerDeps): Promise<void> {
  const id = idMaker(deps.secret, isOfPrivate)(form.action)
  if (id === undefined) throw new RangeError(`the form of ${form.action[0]} has an action that cannot be carried`)
  await respond(interaction, InteractionResponseType.Modal, { ...modalOf(form, id) }, deps)
}

async function answerPress(interaction: APIMessageComponentInteraction, deps: AnswerDeps): Promise<void> {
  const { data } = interaction
  const opened = openId(data.custom_id, deps.secret)
  const action = opened?.action ?? (['old'] as const)
  const values = 'values' in data ? data.values : []
  const [picked] = data.component_type === ComponentType.ChannelSelect ? values : []
  const command: Press = {
    name: 'press',
    action,
    values,
    ...(picked !== undefined && { where: { platform: 'discord', chatId: picked } }),
  }
  const request = requestOfInteraction(interaction, command)
  const isOfPrivate = opened?.isOfPrivate ?? false
  if (opensForm(action)) return answerWithForm(interaction, request, isOfPrivate, deps)
  await answer(interaction, request, pressShape(interaction, request, isOfPrivate), deps)
}

/**
 * In place where the pressed message is the presser's own: seen by nobody else, in a chat of two, or made for those who
 * manage the chat and pressed by one of them. Else the presser gets a message of their own.
 */
function pressShape(
  { message }: Pick<APIMessageComponentInteraction, 'message'>,
  { mayManage, isDirect: isChatOfTwo }: Request,
  isOfPrivate: boolean,
): Pick<Acknowledged, 'kind' | 'isEphemeral'> {
  const isSeenByOne = ((message.flags ?? 0) & MessageFlags.Ephemeral) !== 0
  const isOwn = isSeenByOne || isChatOfTwo === true || (isOfPrivate && mayManage)
  return { kind: isOwn ? 'update' : 'new', isEphemeral: true }
}

async function answerWithForm(
  interaction: APIMessageComponentInteraction,
  request: Request,
  isOfPrivate: boolean,
  deps: AnswerDeps,
): Promise<void> {
  const message = await answerInTime(request, FIRST_ANSWER_MS, deps)
  if (message.form) return showForm(interaction, message.form, isOfPrivate, deps)
  const [payload = {}] = renderDiscord(message, deps.secret)
  const said = request.isDirect === true ? payload : ephemeral(payload)
  const type = InteractionResponseType.ChannelMessageWithSource
  await respond(interaction, type, said, deps)
}

async function answerForm(interaction: APIModalSubmitInteraction, deps: AnswerDeps): Promise<void> {
  const opened = openId(interaction.data.custom_id, deps.secret)
  const action = opened?.action ?? (['old'] as const)
  const { text, attachment } = readModal(interaction.data)
  const isCompare = action[0] === 'compare-text'
  const command: CommandOf<'compare'> | Press = isCompare
    ? { name: 'compare', text }
    : { name: 'press', action, values: [text] }
  const request = requestOfInteraction(interaction, command)
  const isOfPrivate = opened?.isOfPrivate ?? false
  const { message } = interaction
  const shape = message
    ? pressShape({ message }, request, isOfPrivate)
    : { kind: 'new' as const, isEphemeral: isOfPrivate }
  await answer(interaction, request, { ...shape, ...(attachment && { attachment }) }, deps)
}

type Shape = Pick<Acknowledged, 'kind' | 'isEphemeral'> & { readonly attachment?: APIAttachment }

/** Acknowledges at once, asks the core, and shows what it says. */
async function answer(interaction: Interaction, request: Request, shape: Shape, deps: AnswerDeps): Promise<void> {
  const receivedAt = deps.now()
  const isChatOfTwo = isDirect(interaction)
  const acknowledged: Acknowledged = {
    kind: shape.kind,
    isEphemeral: shape.isEphemeral && !isChatOfTwo,
    isDirect: isChatOfTwo,
    mostFollowUps: isOutside(interaction) ? FOLLOW_UPS_OUTSIDE : Infinity,
    say: texts(request.clientLanguage ?? 'en'),
  }
  const seen = deps.isFirst(interaction.id)
  try {
    await acknowledge(interaction, acknowledged, deps)
  } catch (error) {
    // Discord refuses to have an event acknowledged twice.
    if (await seen) throw error
  }
  if (!(await seen)) return
  const growing = growingIn(interaction, acknowledged, deps)
  const message = await handled(request, shape.attachment, { ...deps, ...growing })
  await growing?.end()
  if (deps.stopping.aborted) return
  if (deps.now() - receivedAt > TOKEN_LIFE_MS) {
    deps.log(`discord: the answer to /${request.command.name} came too late to be shown`)
    return
  }
  await showAnswer(interaction, message, acknowledged, deps)
}

// Discord takes five edits in two seconds.
const GROWS_EVERY_MS = 1_000

/** Shows an answer while it grows where a message of its own is awaited; a page that is there already stays until the next is whole. */
function growingIn(answerable: Answerable, acknowledged: Acknowledged, deps: AnswerDeps) {
  if (acknowledged.kind !== 'new') return undefined
  const { grow, end } = openGrowing({
    show: async (message) => showGrown(answerable, message, acknowledged, deps),
    ...{ everyMs: GROWS_EVERY_MS, clock: deps.clock },
    onFault: (error) => deps.log(`discord: an answer is not shown while it grows: ${reasonOf(error)}`), // prettier-ignore
  })
  return { onGrown: grow, end }
}

/** What the core says; the file of a command is read first. */
async function handled(
  request: Request,
  attachment: APIAttachment | undefined,
  deps: AnswerDeps & Pick<AnswerInTimeDeps, 'onGrown'>,
): Promise<Message> {
  // prettier-ignore
  if (!attachment) return answerInTime(request, HANDLE_TIMEOUT_MS, deps)
  const file = await attachedText(attachment, deps.apiUrl).catch((error: unknown) => {
    deps.log(`discord: ${error instanceof Error ? error.message : 'the attached file was not read'}`)
    return undefined
  })
  const { command } = request
  const whole =
    command.name === 'press' ? { ...command, values: [file ?? ''] } : withFile(command, file, rowOf(command.name))
  return answerInTime({ ...request, command: whole }, HANDLE_TIMEOUT_MS, deps)
}
