const THEMES = {
  dark: { ground: '#0e1621', words: '#f5f5f5', bubble: '#182533', link: '#6ab2f2', quote: '#1d2f41', code: '#0e1621', key: '#223345', primary: '#2b5278', danger: '#7a3038' }, // prettier-ignore
  light: { ground: '#d5e2ea', words: '#0b0b0b', bubble: '#fff', link: '#1c78b4', quote: '#e8f2fa', code: '#eef1f4', key: '#5f8199', primary: '#2f7fb8', danger: '#c9525c' }, // prettier-ignore
}

/** Messages of Telegram as its client lays them out, with their keyboards. `theme`: 'dark' or 'light'. */
export function telegramPage(payloads, theme) {
  const { ground, words, bubble, link, quote, code, key, primary, danger } = THEMES[theme]
  const bubbles = payloads.map(({ text = '', files = [], caption = '', reply_markup }) => {
    const rows = reply_markup?.inline_keyboard ?? []
    const keyboard = rows.map((row) => `<div class="row">${row.map(button).join('')}</div>`).join('')
    const pictures = files
      .filter((file) => file.mediaType.startsWith('image/'))
      .map((file) => `<img src="data:${file.mediaType};base64,${file.base64}">`)
    return `<div class="bubble">${pictures.join('')}<div class="text">${text.replace(/<\/blockquote>\n/g, '</blockquote>') || escape(caption)}</div></div><div class="keys">${keyboard}</div>`
  })
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; background: ${ground}; color: ${words}; font: 15px/1.4 'Noto Sans', 'DejaVu Sans', 'Noto Sans CJK SC', sans-serif; padding: 14px 16px }
    .bubble { background: ${bubble}; border-radius: 12px 12px 12px 4px; padding: 8px 12px; max-width: 560px; margin-top: 6px }
    .text { white-space: pre-wrap; overflow-wrap: anywhere } img { width: 100%; border-radius: 8px }
    a { color: ${link}; text-decoration: none } code { background: ${code}; border-radius: 4px; padding: 0 3px }
    blockquote[expandable] { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; position: relative; padding-right: 26px }
    blockquote[expandable]::after { content: '⌄'; position: absolute; right: 8px; bottom: 0; color: ${link} }
    blockquote { border-left: 3px solid ${link}; background: ${quote}; border-radius: 4px; margin: 3px 0; padding: 3px 8px }
    .keys { max-width: 584px; margin: 3px 0 8px } .row { display: flex; gap: 3px; margin-top: 3px }
    .key { flex: 1; background: ${key}; color: #fff; border-radius: 8px; text-align: center; padding: 7px 4px; font-size: 13px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis }
    .primary { background: ${primary} } .danger { background: ${danger} }
  </style>${bubbles.join('')}`
}

function button({ text, style = '', url }) {
  return `<div class="key ${style}">${escape(text)}${url === undefined ? '' : ' ↗'}</div>`
}

function escape(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
}
