/** Messages of Telegram as its client lays them out, with their keyboards. */
export function telegramPage(payloads) {
  const bubbles = payloads.map(({ text = '', files = [], caption = '', reply_markup }) => {
    const rows = reply_markup?.inline_keyboard ?? []
    const keyboard = rows.map((row) => `<div class="row">${row.map(button).join('')}</div>`).join('')
    const pictures = files
      .filter((file) => file.mediaType.startsWith('image/'))
      .map((file) => `<img src="data:${file.mediaType};base64,${file.base64}">`)
    return `<div class="bubble">${pictures.join('')}<div class="text">${text.replace(/<\/blockquote>\n/g, '</blockquote>') || escape(caption)}</div></div><div class="keys">${keyboard}</div>`
  })
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; background: #0e1621; color: #f5f5f5; font: 15px/1.4 'Noto Sans', 'DejaVu Sans', 'Noto Sans CJK SC', sans-serif; padding: 14px 16px }
    .bubble { background: #182533; border-radius: 12px 12px 12px 4px; padding: 8px 12px; max-width: 560px; margin-top: 6px }
    .text { white-space: pre-wrap; overflow-wrap: anywhere } img { width: 100%; border-radius: 8px }
    a { color: #6ab2f2; text-decoration: none } code { background: #0e1621; border-radius: 4px; padding: 0 3px }
    blockquote[expandable] { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; position: relative }
    blockquote[expandable]::after { content: '⌄'; position: absolute; right: 8px; bottom: 0; color: #6ab2f2 }
    blockquote { border-left: 3px solid #6ab2f2; background: #1d2f41; border-radius: 4px; margin: 3px 0; padding: 3px 8px }
    .keys { max-width: 584px; margin: 3px 0 8px } .row { display: flex; gap: 3px; margin-top: 3px }
    .key { flex: 1; background: #223345; border-radius: 8px; text-align: center; padding: 7px 4px; font-size: 13px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis }
    .primary { background: #2b5278 } .danger { background: #7a3038 }
  </style>${bubbles.join('')}`
}

function button({ text, style = '', url }) {
  return `<div class="key ${style}">${escape(text)}${url === undefined ? '' : ' ↗'}</div>`
}

function escape(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
}
