/** The clocks of a meeting under way: what each case has taken beside what it was given, and the meeting as a whole. */
import { spentAt, type Meeting } from '@colloque/domain'

export interface RunningClock {
  /** Whole minutes gone by, and those that there are. */
  readonly elapsed: number
  readonly planned: number
  /** Of what was planned, between 0 and 1. */
  readonly share: number
  /** Whole minutes beyond it; null while it is within, 0 in the first minute after. */
  readonly over: number | null
}

const MINUTE_S = 60

export function clockOf(seconds: number, planned: number): RunningClock {
  const beyond = seconds - planned * MINUTE_S
  return {
    elapsed: Math.floor(seconds / MINUTE_S),
    planned,
    share: planned > 0 ? Math.min(1, seconds / (planned * MINUTE_S)) : 1,
    over: beyond < 0 ? null : Math.floor(beyond / MINUTE_S),
  }
}

/** What one case took. @param now ISO instant */
export function caseClock(
  meeting: Pick<Meeting, 'spent' | 'clock' | 'slots'>,
  itemId: string,
  now: string,
): RunningClock {
  const planned = meeting.slots.find((slot) => slot.itemId === itemId)?.minutes ?? 0
  return clockOf(spentAt(meeting, now)[itemId] ?? 0, planned)
}

/** When somebody sat down first (ISO); undefined before that. */
export const beganAt = ({ attendance }: Pick<Meeting, 'attendance'>): string | undefined =>
  attendance.map(({ from }) => from).sort()[0]

/** The meeting as a whole, talk outside any case included; it stands once it is closed. @param now ISO instant */
export function meetingClock(
  meeting: Pick<Meeting, 'attendance' | 'minutes' | 'closed'>,
  now: string,
): RunningClock {
  const began = beganAt(meeting)
  const until = meeting.closed?.at ?? now
  const seconds = began ? (Date.parse(until) - Date.parse(began)) / 1_000 : 0
  return clockOf(Math.max(0, seconds), meeting.minutes)
}

/** Hours before which « Commencer » stands in a menu: what begins by a slip does not begin again. */
const SOON_HOURS = 2

/** Whether a meeting may well be about to begin. */
export const isSoon = ({ startsAt }: Pick<Meeting, 'startsAt'>, now: Date): boolean =>
  Date.parse(startsAt) - now.getTime() <= SOON_HOURS * 3_600_000
