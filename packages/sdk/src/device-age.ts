/**
 * How long a device keeps what was read on it after the server last vouched for the session: 7 days. Long enough
 * for a week of home visits in a valley without network; short enough that a lost telephone says nothing of last
 * month's patients. See docs/decisions/0018-device-store.md.
 */
export const DEVICE_AGE_MS = 7 * 24 * 60 * 60_000

/** Clocks are put right by minutes, and by an hour at most; one that goes back further cannot be believed. */
const CLOCK_SLACK_MS = 24 * 60 * 60_000

/** By the device's clock, in ms since 1970. */
export interface DeviceContact {
  /** When the server last answered under a living session. */
  readonly at: number
  /** The latest time that the clock has shown since: what it shows next counts from there. */
  readonly seen: number
}

/** @param contact undefined: nothing says that the server was ever in contact, which is too long ago */
export function isTooOld(contact: DeviceContact | undefined, now: number): boolean {
  if (!contact) return true
  const wasSetBack = contact.seen - now > CLOCK_SLACK_MS
  return wasSetBack || Math.max(now, contact.seen) - contact.at > DEVICE_AGE_MS
}
