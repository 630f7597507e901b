/** The order of the day as a list, and the time that it takes. */
import { plannedMinutes, type Meeting, type MeetingSlot } from '@colloque/domain'

/** @returns undefined where it stands at that end already */
export function movedBy(
  slots: readonly MeetingSlot[],
  itemId: string,
  by: -1 | 1,
): MeetingSlot[] | undefined {
  const from = slots.findIndex((slot) => slot.itemId === itemId)
  const [slot, other] = [slots[from], slots[from + by]]
  if (!slot || !other) return undefined
  const moved = [...slots]
  moved[from] = other
  moved[from + by] = slot
  return moved
}

/**
 * Beside another case.
 * @returns undefined where it stands there already
 */
export function movedBeside(
  slots: readonly MeetingSlot[],
  itemId: string,
  besideId: string,
  edge: 'top' | 'bottom',
): MeetingSlot[] | undefined {
  const slot = slots.find((one) => one.itemId === itemId)
  const others = slots.filter((one) => one.itemId !== itemId)
  const at = others.findIndex((one) => one.itemId === besideId)
  if (!slot || at < 0) return undefined
  others.splice(edge === 'top' ? at : at + 1, 0, slot)
  return others.every((one, index) => one === slots[index]) ? undefined : others
}

export const withMinutes = (slots: readonly MeetingSlot[], itemId: string, minutes: number): MeetingSlot[] =>
  slots.map((slot) => (slot.itemId === itemId ? { ...slot, minutes } : slot))

export interface PlannedTime {
  readonly cases: number
  /** Minutes that its cases are given, and that it has. */
  readonly planned: number
  readonly there: number
  /** Minutes too many; 0 where it fits. */
  readonly over: number
}

export function plannedTime(meeting: Pick<Meeting, 'slots' | 'minutes'>): PlannedTime {
  const planned = plannedMinutes(meeting)
  const there = meeting.minutes
  return { cases: meeting.slots.length, planned, there, over: Math.max(0, planned - there) }
}
