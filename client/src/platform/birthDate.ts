import { DaySchema } from '@colloque/domain'

/** « 9/3/1941 », « 09.03.1941 », « 09031941 ». @returns YYYY-MM-DD; undefined where it is no day of the calendar */
export function parseBirthDate(typed: string): string | undefined {
  const match =
    /^\s*(\d{1,2})[\s/.-]+(\d{1,2})[\s/.-]+(\d{4})\s*$/.exec(typed) ??
    /^\s*(\d{2})(\d{2})(\d{4})\s*$/.exec(typed)
  if (!match) return undefined
  const [, day = '', month = '', year = ''] = match
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return DaySchema.safeParse(date).success ? date : undefined
}
