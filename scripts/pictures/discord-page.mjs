const THEMES = {
  dark: { ground: '#313338', text: '#dbdee1', strong: '#fff', card: '#2b2d31', line: '#3f4147', bar: '#4e5058', link: '#00a8fc', faint: '#949ba4', button: '#4e5058', onButton: '#fff', field: '#1e1f22' }, // prettier-ignore
  light: { ground: '#fff', text: '#313338', strong: '#060607', card: '#f2f3f5', line: '#e1e2e4', bar: '#c4c9ce', link: '#006ce7', faint: '#5c5e66', button: '#dcdee3', onButton: '#2e3035', field: '#e3e5e8' }, // prettier-ignore
}

/** Messages of Discord as its client lays them out: components of version 2, or embeds. `theme`: 'dark' or 'light'. */
export function discordPage(payloads, theme) {
  const { ground, text, strong, card, line, bar, link, faint, button, onButton, field } = THEMES[theme]
  const body = payloads.map(
    (payload) =>
      `${(payload.components ?? []).map((each) => component(each, payload)).join('')}${(payload.embeds ?? []).map(embed).join('')}`,
  )
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; background: ${ground}; color: ${text}; font: 15px/1.38 'Noto Sans', 'DejaVu Sans', 'Noto Sans CJK SC', sans-serif; padding: 14px 18px }
    .who { display: flex; gap: 12px; align-items: center; margin-bottom: 6px } .who b { color: ${strong} } .who span { background: #5865f2; color: #fff; border-radius: 4px; font-size: 10px; padding: 1px 5px }
    .avatar { width: 38px; height: 38px; border-radius: 50%; background: #2f6f8f; display: grid; place-items: center; color: #fff; font-weight: 700 }
    .card { background: ${card}; border: 1px solid ${line}; border-left: 4px solid #2f6f8f; border-radius: 8px; padding: 10px 14px; margin: 6px 0 } .text { white-space: pre-wrap; overflow-wrap: anywhere }
    h1, h2, h3 { color: ${strong}; margin: 6px 0 2px; font-size: 17px } h2, h3 { font-size: 15px } blockquote { border-left: 4px solid ${bar}; margin: 2px 0; padding-left: 10px }
    a { color: ${link}; text-decoration: none } small { color: ${faint}; font-size: 12px } hr { border: 0; border-top: 1px solid ${line}; margin: 8px 0 } img { max-width: 100%; border-radius: 8px }
    .row { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0 2px } .button { background: ${button}; color: ${onButton}; border-radius: 6px; padding: 6px 14px; font-size: 13px } .s1 { background: #5865f2; color: #fff } .s4 { background: #da373c; color: #fff }
    .select { flex: 1; background: ${field}; border-radius: 6px; padding: 8px 12px; color: ${faint} } .section { display: flex; gap: 12px; justify-content: space-between; align-items: flex-start }
  </style><div class="who"><div class="avatar">S</div><div><b>Silkwire</b> <span>APP</span></div></div>${body.join('')}`
}

// https://discord.com/developers/docs/components/reference#what-is-a-component-component-types
function component(one, payload) {
  const inner = () => (one.components ?? []).map((each) => component(each, payload)).join('')
  switch (one.type) {
    case 1:
      return `<div class="row">${inner()}</div>`
    case 2:
      return `<div class="button s${one.style}">${escape(one.label ?? '')}${one.style === 5 ? ' ↗' : ''}</div>`
    case 9:
      return `<div class="section"><div>${inner()}</div>${one.accessory ? component(one.accessory, payload) : ''}</div>`
    case 10:
      return `<div class="text">${markdown(one.content)}</div>`
    case 12:
      return one.items.map(({ media }) => `<img src="${pictureOf(media.url, payload)}">`).join('')
    case 14:
      return '<hr>'
    case 17:
      return `<div class="card">${inner()}</div>`
    default:
      return `<div class="select">${escape(
        (one.options ?? [])
          .filter((option) => option.default)
          .map((option) => option.label)
          .join(', ') ||
          one.placeholder ||
          '',
      )} ▾</div>`
  }
}

function pictureOf(url, { files = [] }) {
  const file = files.find(({ name }) => url === `attachment://${name}`)
  return file ? `data:${file.mediaType};base64,${file.base64}` : url
}

function embed({ title, description = '' }) {
  return `<div class="card text">${title === undefined ? '' : `<h1>${markdown(title)}</h1>`}${markdown(description)}</div>`
}

function markdown(text) {
  const lines = text.split('\n').map((line) => {
    const html = inline(line.replace(/^(#{1,3}|-#|>) /, ''))
    if (line.startsWith('> ')) return `<blockquote>${html}</blockquote>`
    if (line.startsWith('-# ')) return `<small>${html}</small>\n`
    const [, marks] = /^(#{1,3}) /.exec(line) ?? []
    return marks ? `<h${marks.length}>${html}</h${marks.length}>` : `${html}\n`
  })
  return lines.join('')
}

function inline(text) {
  return escape(text)
    .replace(/(?<!\\)\[((?:\\.|[^[\]\\])*)\]\((?:&lt;)?(https?:[^)\s]+)\)/g, (_, label) => `<a>${label}</a>`)
    .replace(/\*\*(.+?)\*\*/g, '<b>$1</b>')
    .replace(/(?<![\\\w])[*_](\S.*?)(?<!\\)[*_]/g, '<i>$1</i>')
    .replace(/\\([\\`*_{}[\]()#+\-.!|>~<:@&])/g, '$1')
}

function escape(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
}
