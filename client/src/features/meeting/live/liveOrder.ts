/** Going through the order of the day. */
import type { MeetingSlot } from '@colloque/domain'
import type { Step } from '../../../ui/stepByKey.ts'

/**
 * The case beside the one that is talked over. Forward it passes over those that were talked over already; backward it
 * does not, to come back to one of them.
 * @param currentId null for what is outside any case, which stands after all of them
 * @param isOver whether a case was talked over, as far as the person may know
 * @returns null for what is outside any case; undefined where there is nothing further
 */
export function beside(
  slots: readonly MeetingSlot[],
  currentId: string | null,
  by: Step,
  isOver: (itemId: string) => boolean,
): string | null | undefined {
  const ids = slots.map(({ itemId }) => itemId)
  const at = currentId === null ? -1 : ids.indexOf(currentId)
  if (by < 0) return at < 0 ? ids.at(-1) : ids[at - 1]
  const next = ids.slice(at + 1).find((id) => !isOver(id))
  return next ?? (currentId === null ? undefined : null)
}
