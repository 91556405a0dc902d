/** What a reader sees of our Markdown, without white space; throws at mark-up that renderDiscord never writes. */
export function readMarkdown(markdown: string): { readonly text: string; readonly links: readonly string[] } {
  const lines = markdown.split('\n').map((line) => line.replace(/^(?:> |-# |• |#{2,3} )/, ''))
  const links: string[] = []
  let text = ''
  for (const line of lines) {
    for (let index = 0; index < line.length; index += 1) {
      const character = line.charAt(index)
      const rest = line.slice(index, index + 2_400)
      const link = /^\]\((https?:\/\/[^\s()<>\\*]+)\)/.exec(rest)
      // The domain of a link whose text names another one.
      const domain = /^ \[↗(?: (?:[^[\]\\]|\\.)+)?(?=\]\(https?:)/.exec(rest)
      if (character === '\\') {
        index += 1
        text += line.charAt(index)
      } else if (link) {
        links.push(link[1] ?? '')
        index += link[0].length - 1
      } else if (domain) index += domain[0].length - 1
      else if (character === '[' || character === '*' || character === '\u200b') continue
      else if (/[\]_~`|<>@]/.test(character)) throw new Error(`unescaped ${character} in ${JSON.stringify(line)}`)
      else text += character
    }
  }
  return { text: text.replace(/\s/g, ''), links }
}

/** The parts of a text that lead somewhere, with where. */
export function shownLinks(markdown: string): readonly { readonly label: string; readonly address: string }[] {
  return [...markdown.matchAll(/(?<!\\)\[((?:[^[\]\\]|\\.)*)\]\((https?:\/\/[^\s()<>\\]+)\)/gu)].map(
    ([, label = '', address = '']) => ({ label: label.replace(/\\(.)|\*/gu, '$1'), address }),
  )
}
