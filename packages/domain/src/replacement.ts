/** Who stands in for whom while an absence lasts. */
import { addDays, instantAt } from './calendar.ts'
import { HOUSE_ZONE, wallClock, type Absence, type Schedule } from './schedule.ts'

export interface StandIn {
  readonly absenceId: string
  /** Account ids. */
  readonly absent: string
  readonly replacement: string
  /** ISO instant at which the day after the last one begins at the house. */
  readonly until: string
}

/** When an absence is over (ISO): its last day is a whole one. */
export const endOfAbsence = ({ to }: Pick<Absence, 'to'>, zone = HOUSE_ZONE): string =>
  instantAt(addDays(to, 1), '00:00', zone)

/**
 * Those who stand in for somebody of one team at an instant.
 * @param now ISO
 */
export function standInsAt(schedules: Iterable<Schedule>, now: string, zone = HOUSE_ZONE): StandIn[] {
  const { day } = wallClock(now, zone)
  return [...schedules].flatMap(({ accountId, absences }) =>
    absences.flatMap((absence) => {
      const { id, from, to, replacedBy } = absence
      if (replacedBy === null || day < from || to < day) return []
      return [
        { absenceId: id, absent: accountId, replacement: replacedBy, until: endOfAbsence(absence, zone) },
      ]
    }),
  )
}
