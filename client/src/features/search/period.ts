/** « furosémide printemps », « INR mars 2026 »: a month or a season among the words says when, and not what. */
import { foldText } from '@colloque/domain'

export interface Period {
  /** First and last day, YYYY-MM-DD. */
  readonly from: string
  readonly to: string
  /** The words that are left. */
  readonly rest: string
}

/**
 * First and last day of each, MM-DD, as whoever remembers may mean it: by the weather as well as by the sky. Winter ends
 * in the year after the one in which it begins.
 */
const SEASONS = {
  spring: ['03-01', '06-21'],
  summer: ['06-01', '09-22'],
  autumn: ['09-01', '12-21'],
  winter: ['12-01', '03-20'],
} as const
export type Season = keyof typeof SEASONS

/** The names of months and seasons in the reader's language, folded. */
export interface PeriodNames {
  readonly months: readonly string[]
  readonly seasons: Readonly<Record<Season, string>>
}

export const monthNames = (locale: string): string[] =>
  Array.from({ length: 12 }, (_, month) =>
    foldText(
      new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, month, 15)),
    ),
  )

/**
 * The period that the words name, the last one that has begun where no year stands behind it.
 * @param today YYYY-MM-DD
 * @returns undefined where no period is named, or nothing else is: a month may also be a name
 */
export function periodIn(query: string, names: PeriodNames, today: string): Period | undefined {
  const words = foldText(query).split(' ').filter(Boolean)
  for (const [at, word] of words.entries()) {
    const given = /^(19|20)\d\d$/.test(words[at + 1] ?? '') ? Number(words[at + 1]) : undefined
    const bounds = boundsOf(word, names)
    if (!bounds) continue
    const rest = words.filter((_, index) => index !== at && !(given && index === at + 1)).join(' ')
    if (!rest) return undefined
    const thisYear = Number(today.slice(0, 4))
    const hasBegun = `${thisYear}-${bounds[0]}` <= today
    return { ...within(bounds, given ?? (hasBegun ? thisYear : thisYear - 1)), rest }
  }
  return undefined
}

function boundsOf(word: string, { months, seasons }: PeriodNames): readonly [string, string] | undefined {
  const season = (Object.keys(SEASONS) as Season[]).find((one) => seasons[one] === word)
  if (season) return SEASONS[season]
  const month = months.indexOf(word)
  if (month < 0) return undefined
  const number = String(month + 1).padStart(2, '0')
  return [`${number}-01`, `${number}-${month === 1 ? '29' : '31'}`]
}

function within([first, last]: readonly [string, string], year: number): { from: string; to: string } {
  const to = `${last < first ? year + 1 : year}-${last}`
  return { from: `${year}-${first}`, to: realDay(to) }
}

/** Of a month that is shorter its own last day. */
function realDay(day: string): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const lastOfMonth = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return `${day.slice(0, 8)}${String(Math.min(date, lastOfMonth)).padStart(2, '0')}`
}
