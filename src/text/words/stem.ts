import snowball from 'snowball-stemmers'
import { rememberWords } from '../remember.js'
import type { Language } from '../types.js'

type Agglutinative = Exclude<Language, 'en' | 'ru' | 'zh'>
type Alphabet = Agglutinative | 'uz-Cyrl' | 'tk-Cyrl'

// Endings of nouns: case, possession, number and their usual chains. The longest that fits goes first, then what is left is looked at again.
const ENDINGS: Readonly<Record<Alphabet, string>> = {
  kk: `ның нің дың дің тың тің ға ге қа ке ны ні ды ді ты ті да де та те дан ден тан тен нан нен мен бен пен
    дағы дегі тағы тегі ндағы ндегі ында інде ына іне ын ін ынан інен ының інің ындағы індегі ымен імен сы сі сын сін сына сіне сында сінде
    сынан сінен сының сінің сымен сімен сындағы сіндегі лар лер дар дер тар тер ы і`,
  ky: `нын нин нун нүн дын дин дун дүн тын тин тун түн га ге го гө ка ке ко кө ны ни ну нү ды ди ду дү ты ти ту тү да де до дө та те то тө
    дан ден дон дөн тан тен тон төн нан нен нон нөн дагы деги догу дөгү тагы теги тогу төгү ындагы индеги ында инде унда үндө
    ына ине уна үнө ын ин ун үн ынан инен унан үнөн ынын инин унун үнүн сы си су сү сын син сун сүн сына сине суна сүнө
    сында синде сунда сүндө сынан синен сунан сүнөн сынын синин сунун сүнүн лар лер лор лөр дар дер дор дөр тар тер тор төр ы и у ү`,
  uz: `ning ni ga ka qa da dan dagi gacha lar lari larni larning larga larda lardan larining larini lariga larida laridan laridagi
    si sini sining siga sida sidan sidagi i ini ining iga ida idan idagi`,
  'uz-Cyrl': `нинг ни га ка қа да дан даги гача лар лари ларни ларнинг ларга ларда лардан ларининг ларини ларига ларида ларидан ларидаги
    си сини сининг сига сида сидан сидаги и ини ининг ига ида идан идаги`,
  tk: `nyň niň nuň nüň yň iň uň üň ny ni da de dan den daky däki ndaky ndäki lar ler lary leri laryň leriň larynyň leriniň laryny lerini
    laryna lerine larynda lerinde laryndan lerinden sy si syny sini synyň siniň syna sine synda sinde syndan sinden
    ynyň iniň yny ini yna ine ynda inde yndan inden y i a e`,
  'tk-Cyrl': `ның ниң нуң нүң ың иң уң үң ны ни да де дан ден дакы дәки лар лер лары лери ларың лериң ларының лериниң
    сы си сыны сини сының синиң сына сине сында синде ының иниң ыны ини ына ине ында инде ындан инден ы и а е`,
  tg: `ҳои ҳо ҳоро ҳоеро ҳояш ҳояшон ҳоямон ро яш яшон аш ашон и ӣ`,
}

/** Letters that must stay: three before an ending of two and more, four before a single vowel. */
const SHORTEST = 3

// "-стан" and "-стон" look like an ablative: the name of a land ends there.
const LAND = /^(\p{L}{4,}?(?:стан|стон|stan|ston))\p{L}*$/u
const LAND_OF: readonly Alphabet[] = ['kk', 'ky', 'uz', 'uz-Cyrl', 'tk', 'tk-Cyrl', 'tg']

// Nouns that Snowball takes for an adjective (Китая as in новая) or a participle (Астана as in сделана), or cuts to another word (Грузия to груз).
const RUSSIAN_NOUNS =
  /^(?:(кита|шанха|алта|дуба|никола|случа|урожа|обыча|трамва|сара)(?:й|я|ю|ем|е|и|ев|ям|ями|ях)|(астан|ферган)(?:а|ы|е|у|ой|ою)|(грузи)(?:я|и|ю|ей|ею))$/u
// Snowball takes "-ан" of Казахстан for a participle's ending, but not of Казахстане.
const RUSSIAN_LAND = /^(\p{L}{4,}стан)(?:а|у|е|ом)?$/u
// What is left of a declined surname ends in -ов where the nominative lost it: Токаева → токаев, Токаев → тока.
const RUSSIAN_SURNAME = /^(\p{L}{3,})(?:ов|ев)$/u

// "-та", "-ка" and their like follow a voiceless consonant only: Алматы and Amerika keep theirs.
const HARD_ENDING = /^[ткқtkq]/u
const VOICELESS = /[пткқсшщчцхфһбвгдptkqsçşxfhbvgd]$/u

const CYRILLIC = /\p{Script=Cyrillic}/u

const endings = new Map(Object.entries(ENDINGS).map(([alphabet, list]) => [alphabet, new Set(list.split(/\s+/u))]))
const longestEnding = Math.max(...[...endings.values()].flatMap((list) => [...list].map((ending) => ending.length)))
const stemEnglish = rememberWords((word) => english.stem(word))
const stemRussian = rememberWords(withoutRussianEnding)
const english = snowball.newStemmer('english')
const russian = snowball.newStemmer('russian')

/**
 * The part that the forms of a word share, for search and matching; not always a word. `folded` is lower case, from `foldText`.
 * English and Russian by Snowball (Porter), the others by their noun endings; Chinese as it is. Keeps at least three letters.
 */
export function stem(folded: string, language: Language): string {
  if (folded.length <= SHORTEST) return folded
  switch (language) {
    case 'zh':
      return folded
    case 'en':
      return stemEnglish(folded)
    case 'ru':
      return stemRussian(folded)
    default:
      return stemOther[language](folded)
  }
}

const stemOther: Readonly<Record<Agglutinative, (word: string) => string>> = {
  kk: rememberWords((word) => withoutEndings(word, 'kk')),
  ky: rememberWords((word) => withoutEndings(word, 'ky')),
  uz: rememberWords((word) => withoutEndings(word, CYRILLIC.test(word) ? 'uz-Cyrl' : 'uz')),
  tk: rememberWords((word) => withoutEndings(word, CYRILLIC.test(word) ? 'tk-Cyrl' : 'tk')),
  tg: rememberWords((word) => withoutEndings(word, 'tg')),
}

function withoutRussianEnding(word: string): string {
  const land = RUSSIAN_LAND.exec(word)?.[1]
  if (land !== undefined) return land
  const noun = RUSSIAN_NOUNS.exec(word)
  if (noun) return noun[1] ?? noun[2] ?? noun[3] ?? word
  const stemmed = russian.stem(word)
  // Азия, Азии: Snowball leaves two letters.
  if (stemmed.length < SHORTEST) return word.slice(0, SHORTEST)
  return RUSSIAN_SURNAME.exec(stemmed)?.[1] ?? stemmed
}

function withoutEndings(word: string, alphabet: Alphabet): string {
  const land = LAND_OF.includes(alphabet) ? LAND.exec(word)?.[1] : undefined
  if (land !== undefined) return land
  const known = endings.get(alphabet)
  for (let length = Math.min(longestEnding, word.length - SHORTEST); length > 0; length--) {
    if (length === 1 && word.length - 1 < SHORTEST + 1) break
    const rest = word.slice(0, -length)
    const ending = word.slice(-length)
    if (known?.has(ending) && (!HARD_ENDING.test(ending) || VOICELESS.test(rest))) return withoutEndings(rest, alphabet)
  }
  // Aşgabat, but Aşgabadyň.
  return language(alphabet) === 'tk' ? word.replace(/d$/u, 't').replace(/д$/u, 'т') : word
}

function language(alphabet: Alphabet): string {
  return alphabet.slice(0, 2)
}
