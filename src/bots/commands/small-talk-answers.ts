import { controls, heading, paragraph, small } from '../wording/blocks.js'
import type { Control, Message } from '../contract/message.js'
import { subscriptions } from '../menus/subscriptions.js'
import { keptSubscriptions } from '../menus/subscription-parts.js'
import { managedElsewhere } from '../menus/managed-subscriptions.js'
import type { SmallTalkHeard } from '../wording/small-talk.js'
import type { Turn } from '../turn/turn.js'
import { viewIn, type View } from '../wording/view.js'
import { digestHere } from './digest-command.js'

/** Answers what asks nothing of the archive: greets, says that it was a pleasure, gives today's headlines, offers to stop. */
export async function answerSmallTalk({ kind, language }: SmallTalkHeard, given: Turn): Promise<Message> {
  const { settings, deps } = given
  // Where nobody chose a language, an answer speaks that of what was said.
  const isTold = settings.language === undefined && language !== undefined
  const turn = isTold ? { ...given, view: viewIn(language, deps.region, settings) } : given
  switch (kind) {
    case 'hello':
      return hello(turn)
    case 'thanks':
      return { blocks: [paragraph(turn.view.say('chat.welcome'))] }
    case 'news':
      return digestHere({}, { ...turn, settings: { ...settings, length: 'short' } })
    case 'stop':
      return offerToStop(turn)
  }
}

/** What a person who has just come is told: what this is, three buttons, and how to ask. */
export function hello({ view }: Turn): Message {
  const { say, region, language } = view
  return {
    title: 'Silkwire',
    blocks: [
      heading('Silkwire'),
      paragraph(say('help.intro', { region: region.name[language] })),
      ...firstButtons(view),
      small(say('greet.ask')),
    ],
  }
}

function firstButtons({ say }: View) {
  const buttons: readonly Control[] = [
    { kind: 'button', label: say('greet.subscribe'), action: ['new'], look: 'primary' },
    { kind: 'button', label: say('greet.digest'), action: ['today'] },
    { kind: 'button', label: say('greet.help'), action: ['help'] },
  ]
  return controls(...buttons)
}

/** The subscriptions that can be stopped here; where there are none, that nothing comes by itself. */
async function offerToStop(turn: Turn): Promise<Message> {
  const { request, deps, view } = turn
  const [here, elsewhere] = await Promise.all([keptSubscriptions(request.chat, deps.chats), managedElsewhere(turn)])
  if (here.length + elsewhere.length === 0)
    return { blocks: [paragraph(view.say('chat.nothingComes'))], isPrivate: true }
  const list = await subscriptions({}, turn)
  const [only] = here
  const stop =
    only === undefined || here.length > 1 || !request.mayManage
      ? []
      : controls({
          kind: 'button',
          label: view.say('subscriptions.stop'),
          action: ['sub', only.id, 'remove'],
          look: 'danger',
        })
  return { ...list, replaces: false, blocks: [paragraph(view.say('chat.stop')), ...list.blocks, ...stop] }
}
