import { addDays, DomainError } from '@colloque/domain'

/**
 * Refuses a day to come. A day has begun somewhere up to fourteen hours before it begins in UTC, so nobody's own
 * calendar is refused.
 * @param now instant in UTC
 * @throws invalid { why: 'in_the_future' }
 */
export function requireNotLater(day: string, now: string, field: string): void {
  const tomorrow = addDays(now.slice(0, 'yyyy-mm-dd'.length), 1)
  if (day > tomorrow) throw new DomainError('invalid', { field, why: 'in_the_future' })
}
