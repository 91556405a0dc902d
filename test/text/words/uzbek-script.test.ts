import { expect, test } from 'vitest'
import { uzbekInCyrillic } from '../../../src/text/words/uzbek-script.js'

test.each([
  ['Oʻzbekiston yangiliklari', 'Ўзбекистон янгиликлари'],
  ["O'zbekcha so‘z, g’oya", 'Ўзбекча сўз, ғоя'],
  ['Yevropa, yoʻl, choy, Shahar', 'Европа, йўл, чой, Шаҳар'],
  ['ertaga, poema, kecha', 'эртага, поэма, кеча'],
  ["ma'lumot", 'маълумот'],
  ['aytsa, konstitutsiya', 'айтса, конституция'],
  ['Sentabr, 5-oktabrda, reaksiya', 'Сентябрь, 5-октябрда, реакция'],
  ['rol, rolini, neft, Rog‘un GESi, sanksiyalar', 'роль, ролини, нефть, Роғун ГЭСи, санкциялар'],
])('%s is written %s', (latin, cyrillic) => {
  expect(uzbekInCyrillic(latin)).toBe(cyrillic)
})

test('what is no Latin letter stays as it is', () => {
  expect(uzbekInCyrillic('43,8 млрд — 2025: 中国')).toBe('43,8 млрд — 2025: 中国')
})
