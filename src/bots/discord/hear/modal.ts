import { ComponentType, TextInputStyle } from 'discord.js'
import type {
  APIAttachment,
  APILabelComponent,
  APIModalInteractionResponseCallbackData,
  APIModalSubmission,
} from 'discord.js'
import { characterStart } from '../../../text/words/cut-text.js'
import type { Form } from '../../contract/message.js'
import { shortened } from '../render/control-rows.js'

const MAX_PARTS = 5
const MAX_INPUT = 4_000
const MAX_TITLE = 45
const MAX_LABEL = 45
const MAX_DESCRIPTION = 100
const MAX_PLACEHOLDER = 100
/** From here on one line is too little to see what one writes. */
const LONG = 200

/** A form as a modal. What is longer than one input holds gets up to five, which are read as one text. */
export function modalOf(form: Form, customId: string): APIModalInteractionResponseCallbackData {
  const count = Math.min(MAX_PARTS, Math.max(1, Math.ceil(form.most / MAX_INPUT)))
  const value = form.value ?? ''
  const values = splitValue(value.slice(0, characterStart(value, form.most)), count)
  const components = form.takesFile
    ? [label(form.label, { type: ComponentType.FileUpload, custom_id: 'file', required: true })]
    : values.map((part, index) => {
        const style = form.isLong || form.most > LONG ? TextInputStyle.Paragraph : TextInputStyle.Short
        return label(index === 0 ? form.label : `${form.label} (${String(index + 1)})`, {
          type: ComponentType.TextInput,
          custom_id: `part-${String(index)}`,
          style,
          required: false,
          max_length: Math.min(MAX_INPUT, Math.max(1, form.most - index * MAX_INPUT)),
          ...(part !== '' && { value: part }),
          ...(index === 0 && form.placeholder !== undefined && { placeholder: shortened(form.placeholder, MAX_PLACEHOLDER) }), // prettier-ignore
        })
      })
  return { custom_id: customId, title: shortened(form.title, MAX_TITLE), components }
}

function label(text: string, component: APILabelComponent['component']): APILabelComponent {
  const isLong = text.length > MAX_LABEL
  return {
    type: ComponentType.Label,
    label: shortened(text, MAX_LABEL),
    ...(isLong && { description: shortened(text, MAX_DESCRIPTION) }),
    component,
  }
}

function splitValue(value: string, count: number): readonly string[] {
  const parts: string[] = []
  let rest = value
  while (parts.length < count) {
    const end = rest.length <= MAX_INPUT ? rest.length : characterStart(rest, MAX_INPUT)
    parts.push(rest.slice(0, end))
    rest = rest.slice(end)
  }
  return parts
}

/** What was written into a modal, its parts joined, or the file that was put there. */
export function readModal({ components, resolved }: APIModalSubmission): {
  readonly text: string
  readonly attachment?: APIAttachment
} {
  let text = ''
  for (const each of components) {
    const inputs = 'component' in each ? [each.component] : 'components' in each ? each.components : []
    for (const input of inputs) {
      if (input.type === ComponentType.TextInput) text += input.value
      if (input.type !== ComponentType.FileUpload) continue
      const [id = ''] = input.values
      const attachment = resolved?.attachments?.[id]
      if (attachment) return { text, attachment }
    }
  }
  return { text }
}
