/** The house's own zone: a day of the filter begins and ends there. */
const ZONE = 'Europe/Paris'
const HOUR_MS = 3_600_000

/** The instant at which a calendar day begins, ISO UTC with milliseconds. */
export function startOfDay(day: string): string {
  const midnight = new Date(`${day}T00:00:00.000Z`).getTime()
  // Midnight there is at most a few hours from midnight in UTC; the offset may differ between the two.
  const guess = midnight - offsetAt(midnight)
  return new Date(midnight - offsetAt(guess)).toISOString()
}

/** The instant at which a calendar day is over. */
export function endOfDay(day: string): string {
  const noon = new Date(`${day}T12:00:00.000Z`).getTime()
  return startOfDay(new Date(noon + 24 * HOUR_MS).toISOString().slice(0, 10))
}

/** Milliseconds by which the zone is ahead of UTC then. */
function offsetAt(time: number): number {
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'medium' })
  return new Date(`${local.format(time).replace(' ', 'T')}Z`).getTime() - Math.floor(time / 1_000) * 1_000
}
