import { dutyAt, type Account, type Schedule } from '@colloque/domain'
import type { ChangeLog } from '../../platform/change-log/index.ts'

/** Whether somebody is away, in any of their teams. */
export async function isAbsent(
  changes: Pick<ChangeLog, 'fold'>,
  { id, teamIds }: Pick<Account, 'id' | 'teamIds'>,
  now: Date,
): Promise<boolean> {
  const teams = await Promise.all(teamIds.map((teamId) => changes.fold(`team:${teamId}`)))
  const schedules = teams
    .flatMap((fold) => fold.all<Schedule>('schedule'))
    .flatMap(({ after }) => (after?.accountId === id ? [after] : []))
  return dutyAt(schedules, now.toISOString()).state === 'absent'
}
