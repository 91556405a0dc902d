import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { html } from 'hono/html'
import { languageName } from '../../bots/wording/format.js'
import type { View } from '../../bots/wording/view.js'
import { LANGUAGES } from '../../text/types.js'
import type { Html } from './runs.js'

export const STYLE = fs.readFileSync(new URL('./style.css', import.meta.url), 'utf8')
/** A new style has a new address: browsers keep it for a year. */
export const STYLE_PATH = `/style-${createHash('sha256').update(STYLE).digest('hex').slice(0, 12)}.css`

/** Two threads that cross, in the colours of the pages. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b5f5a"/><path d="M6 21c6 0 6-10 12-10 5 0 5 6 8 6" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/><circle cx="24" cy="22" r="2.5" fill="#f4c95d"/></svg>`

export interface Page {
  readonly view: View
  /** Plain text, without the site's name. */
  readonly title: string
  readonly main: Html | readonly Html[]
  /** The same page's address without a language, for the links to the others: "/story/s1?section=x". */
  readonly path: string
  /** What stands in the field of the question. */
  readonly question?: string
  /** Addresses of the same as feeds. */
  readonly feeds?: { readonly atom: string; readonly json: string }
  /** Search engines leave it out. */
  readonly isUnlisted?: boolean
}

/** A whole page. */
export function pageHtml({ view, title, main, path, question = '', feeds, isUnlisted = false }: Page): Html {
  const { say, language } = view
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="description" content="${say('about.bot')}" />
        ${isUnlisted ? html`<meta name="robots" content="noindex" />` : ''}
        <title>${title} · Silkwire</title>
        <link rel="stylesheet" href="${STYLE_PATH}" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        ${
          feeds === undefined
            ? ''
            : html`<link rel="alternate" type="application/atom+xml" title="Atom" href="${feeds.atom}" />
                <link rel="alternate" type="application/feed+json" title="JSON Feed" href="${feeds.json}" />`
        }
      </head>
      <body>
        <a class="skip" href="#main">${say('web.skip')}</a>
        <header>
          <nav aria-label="${say('web.pages')}">
            <a class="name" href="${inLanguage('/', language)}">Silkwire</a>
            <a href="${inLanguage('/', language)}">${say('web.today')}</a>
            <a href="${inLanguage('/feeds', language)}">${say('feeds.title')}</a>
          </nav>
          <form action="/ask" method="get" role="search">
            <input type="hidden" name="language" value="${language}" />
            <label for="q">${say('web.question')}</label>
            <input id="q" name="q" type="search" value="${question}" maxlength="500" autocomplete="off" required />
            <button type="submit">${say('web.ask')}</button>
          </form>
        </header>
        <main id="main" tabindex="-1">${main}</main>
        <footer>
          <p>${say('help.promise')}</p>
          ${
            feeds === undefined
              ? ''
              : html`<p>${say('web.asFeed')} <a href="${feeds.atom}">Atom</a> <a href="${feeds.json}">JSON Feed</a></p>`
          }
          <nav class="languages" aria-label="${say('web.languages')}">
            ${LANGUAGES.map((each) => languageLink(each, { path, isShown: each === language }))}
          </nav>
        </footer>
      </body>
    </html>`
}

function languageLink(
  language: (typeof LANGUAGES)[number],
  { path, isShown }: { readonly path: string; readonly isShown: boolean },
): Html {
  const name = languageName(language, language)
  return isShown
    ? html`<strong lang="${language}" aria-current="true">${name}</strong> `
    : html`<a lang="${language}" hreflang="${language}" href="${inLanguage(path, language)}">${name}</a> `
}

/** An address of ours in a language. */
export function inLanguage(path: string, language: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}language=${language}`
}
