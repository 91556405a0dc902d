import fc from 'fast-check'
import { expect, test } from 'vitest'
import { detectLanguage } from '../../../src/text/language/language.js'
import { LANGUAGES, type DetectedLanguage } from '../../../src/text/types.js'

test.each<[DetectedLanguage, string]>([
  ['en', 'Tokayev and Xi agree on a new railway through Kazakhstan'],
  ['en', 'Sellers fear that the bridge won’t open before winter'],
  ['ru', 'Токаев обсудил с Мирзиёевым строительство железной дороги'],
  ['kk', 'Тоқаев Қытай елшісімен теміржол құрылысын талқылады'],
  ['ky', 'Жапаров Кытайдын элчиси менен темир жол курулушун талкуулады'],
  ['uz', 'Mirziyoyev Xitoy elchisi bilan temir yo‘l qurilishini muhokama qildi'],
  ['uz', 'Мирзиёев Хитой элчиси билан темир йўл қурилишини муҳокама қилди'],
  ['tg', 'Раҳмон бо сафири Чин сохтмони роҳи оҳанро баррасӣ кард'],
  ['tk', 'Berdimuhamedow Hytaýyň ilçisi bilen demir ýoluň gurluşygyny ara alyp maslahatlaşdy'],
  ['tk', 'Бердимухамедов Хытайың илчиси билен демир ёлуң гурлушыгыны маслахатлашды'],
  ['zh', '托卡耶夫会见中国大使讨论铁路建设'],
  ['zh', 'China Daily：中吉乌铁路明年完工，投资五十亿美元'],
])('%s is told: %s', (language, text) => {
  expect(detectLanguage(text)).toBe(language)
})

test.each([
  ['Turkish', 'Cumhurbaşkanı yeni demiryolu için Çin büyükelçisiyle görüştü'],
  ['Azerbaijani', 'Prezident yeni dəmir yolunun tikintisini səfirlə müzakirə etdi'],
  ['Tatar', 'Татарстан рәисе Кытай илчесе белән яңа тимер юл турында сөйләште'],
  ['Bashkir', 'Башҡортостан башлығы яңы тимер юл тураһында илсе менән һөйләште'],
  ['Mongolian', 'Ерөнхийлөгч Хятадын элчин сайдтай шинэ төмөр замын талаар ярилцав'],
  ['Ukrainian', 'Президент обговорив із послом будівництво нової залізниці'],
  ['Bulgarian', 'Президентът обсъди с посланика строежа на новата железница'],
  ['Persian', 'رئیس جمهور درباره راه آهن تازه گفتگو کرد'],
  ['Uyghur', 'پرېزىدېنت يېڭى تۆمۈر يول ھەققىدە سۆزلەشتى'],
  ['Japanese', '大統領は新しい鉄道について大使と話し合った'],
  ['Korean', '대통령은 새 철도에 대해 대사와 논의했다'],
  ['German', 'Der Präsident sprach mit dem Botschafter über die neue Eisenbahn'],
  ['Spanish', 'El presidente habló con el embajador sobre el nuevo ferrocarril'],
  ['nothing', '12.06.2025 — 45,7 % !!!'],
])('%s is refused', (_name, text) => {
  expect(detectLanguage(text)).toBe('und')
})

test('the language of the feed breaks a near tie and no more', () => {
  expect(detectLanguage('Жапаров', 'ky')).toBe('ky')
  expect(detectLanguage('Президент обсудил с министром цены на газ', 'kk')).toBe('ru')
  expect(detectLanguage('中国大使', 'en')).toBe('zh')
})

test('any text has an answer', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (text) => {
      expect([...LANGUAGES, 'und']).toContain(detectLanguage(text))
    }),
  )
})

test('only the beginning of a long text is read', () => {
  const startedAt = performance.now()
  for (let round = 0; round < 100; round++) detectLanguage('ә'.repeat(1_000_000))
  expect(performance.now() - startedAt).toBeLessThan(5000)
})
