/** Which meetings are still to come, and in which order they stand. */
import type { Meeting } from '@colloque/domain'

export interface HeldMeeting {
  readonly id: string
  readonly rev: number
  readonly meeting: Meeting
}

/** Minutes after its end for which one that nobody has begun is still waited for. */
const WAITED_FOR_MINUTES = 12 * 60

/** Under way, or neither held nor cancelled and not long past. */
function isToCome({ status, startsAt, minutes }: Meeting, now: Date): boolean {
  if (status === 'live') return true
  return (
    status === 'planned' && Date.parse(startsAt) + (minutes + WAITED_FOR_MINUTES) * 60_000 > now.getTime()
  )
}

/** The next one first; one that is under way before all. */
export const toComeOf = (meetings: readonly HeldMeeting[], now: Date): HeldMeeting[] =>
  meetings
    .filter(({ meeting }) => isToCome(meeting, now))
    .sort(
      (one, other) =>
        Number(other.meeting.status === 'live') - Number(one.meeting.status === 'live') ||
        (one.meeting.startsAt < other.meeting.startsAt ? -1 : 1),
    )

/** The last one first. */
export const pastOf = (meetings: readonly HeldMeeting[], now: Date): HeldMeeting[] =>
  meetings
    .filter(({ meeting }) => !isToCome(meeting, now))
    .sort((one, other) => (one.meeting.startsAt > other.meeting.startsAt ? -1 : 1))
