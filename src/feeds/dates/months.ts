/** The month, 1 to 12, that a word names or begins: of the region's languages, their inflections too, and of those that feeds are written in beside. */
export function monthOf(word: string): number | undefined {
  const lower = word.toLowerCase().replaceAll('ё', 'е').replaceAll('i\u0307', 'i')
  const exact = EXACT_MONTHS.get(lower)
  if (exact !== undefined) return exact
  const stem = MONTH_STEMS.findIndex((stems) => stems.some((start) => lower.startsWith(start)))
  return stem === -1 ? undefined : stem + 1
}

// Taken whole, since they begin other words. In each row en, de, nl, fr, it, es, pt, tr, pl, uk, az; short names too.
const EXACT_MONTHS: ReadonlyMap<string, number> = new Map(
  [
    'jan jän jänner janv janvier januari gen gennaio ene enero janeiro oca ocak sty styczeń stycznia січ січень січня',
    'feb febr feber févr fév fevr février fevrier februari febbraio febrero fev fevereiro şub şubat subat lut luty lutego лют лютий лютого',
    'mar mär mrz mrt märz maerz maart mars marzo março marco marzec marca мар бер березень березня',
    'apr avr avril aprile abr abril nis nisan kwi kwiecień kwietnia кві квіт квітень квітня',
    'may mai mei mag maggio mayo maio maj maja maý mayı mayıs mayis май мая тра трав травень травня',
    'jun juin juni giu giugno junio junho haz haziran cze czerwiec czerwca чер черв червень червня',
    'jul juil juli juillet lug luglio julio julho tem temmuz lip lipiec lipca лип липень липня',
    'aug août aout augustus ago agosto ağu ağustos agustos avqust sie sierpień sierpnia сер серп серпень серпня',
    'sep sept septembre set sett settembre septiembre setiembre setembro eyl eylül eylul wrz wrzesień września вер верес вересень вересня',
    'oct okt octobre ott ottobre octubre out outubro eki ekim paź październik października жов жовт жовтень жовтня',
    'nov novembre noviembre novembro kas kasım kasim lis listopad listopada лис лист листопад листопада',
    'dec déc dez dezember décembre dic dicembre diciembre dezembro ara aralık aralik gru grudzień grudnia гру груд грудень грудня',
  ].flatMap((names, index) => names.split(' ').map((name): [string, number] => [name, index + 1])),
)

// Starts of month names: en, ru, kk, ky, uz (Latin, Cyrillic), tg, tk.
const MONTH_STEMS: readonly (readonly string[])[] = [
  ['januar', 'янв', 'қаңтар', 'үчтүн', 'yanvar', 'ýanwar'],
  ['februar', 'фев', 'ақпан', 'fevral', 'fewral'],
  ['march', 'март', 'наурыз', 'mart'],
  ['april', 'апр', 'сәуір', 'aprel'],
  ['мамыр', 'mayis', 'май'],
  ['june', 'июн', 'маусым', 'iyun', 'iýun'],
  ['july', 'июл', 'шілде', 'iyul', 'iýul'],
  ['august', 'авг', 'тамыз', 'avgust', 'awgust'],
  ['septem', 'сент', 'қыркүйек', 'sentabr', 'sentyabr', 'sentýabr'],
  ['octob', 'окт', 'қазан', 'oktabr', 'oktyabr', 'oktýabr'],
  ['novem', 'ноя', 'қараша', 'noyabr', 'noýabr'],
  ['decem', 'дек', 'желтоқсан', 'dekabr'],
]
