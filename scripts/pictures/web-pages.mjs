// The web pages over the sample's news, as a phone and a desk show them, by Chromium.
import { chromium } from 'playwright-core'

const PHONE = { name: 'phone', viewport: { width: 360, height: 780 }, deviceScaleFactor: 2 }
const DESK = { name: 'desk', viewport: { width: 1180, height: 820 }, deviceScaleFactor: 1 }

const SHOWN = [
  { name: 'brief', path: '/?language=en', on: [PHONE, DESK] },
  { name: 'answer', path: `/ask?language=ru&q=${encodeURIComponent('торговля с Китаем')}`, on: [PHONE, DESK], colorScheme: 'dark' }, // prettier-ignore
  { name: 'story', path: '/?language=kk', follow: 'article p a[href^="/story/"]', on: [PHONE] },
  { name: 'figure', path: '/figure/trade-turnover%20kazakhstan%20china?language=zh', on: [PHONE, DESK] },
  { name: 'feeds', path: '/feeds?language=en', on: [PHONE] },
]

/** Writes FOLDER/web-NAME-SCREEN.png of each page; `base` is where they are served. */
export async function takeWebPictures(base, folder, executablePath = '/usr/bin/chromium') {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-quic'] })
  try {
    for (const { name, path, follow, on, colorScheme = 'light' } of SHOWN)
      for (const { name: screen, ...look } of on) {
        const page = await browser.newPage({ ...look, colorScheme })
        await page.goto(`${base}${path}`)
        if (follow !== undefined) await page.locator(follow).first().click()
        await page.screenshot({ path: `${folder}/web-${name}-${screen}.png` })
        console.log(`${folder}/web-${name}-${screen}.png`)
        await page.close()
      }
  } finally {
    await browser.close()
  }
}
