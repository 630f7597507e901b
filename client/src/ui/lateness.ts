const HOUR = 3_600_000

/** How long ago a due date passed, in whole days or, in the first day, whole hours; null while it has not. */
export function lateness(dueAt: string | null, now: Date): { days: number; hours: number } | null {
  if (!dueAt) return null
  const late = now.getTime() - Date.parse(dueAt)
  if (!(late > 0)) return null
  const hours = Math.floor(late / HOUR)
  return hours >= 24 ? { days: Math.floor(hours / 24), hours: 0 } : { days: 0, hours }
}
