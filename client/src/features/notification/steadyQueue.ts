/**
 * The queue as it stands on the screen. What comes in waits until it is asked for, so that nothing moves under a
 * finger; what somebody else has settled keeps its place, greyed, until then; what the person has settled leaves.
 */
import type { QueueBand, QueueItem } from '@colloque/domain'

export interface StandingLine {
  /** Stays when a free task becomes mine: the line is of the thing, not of why it waits. */
  readonly id: string
  readonly band: QueueBand
  readonly item: QueueItem
  /** It waits no longer, and not by this person's doing. */
  readonly gone: boolean
}

const lineId = ({ kind, key, entityId }: QueueItem) => (kind === 'unread' ? key : entityId)

/** All that waits, in order. */
export const standAfresh = (items: readonly QueueItem[]): StandingLine[] =>
  items.map((item) => ({ id: lineId(item), band: item.band, item, gone: false }))

/**
 * The lines after the queue has changed: each in the place it has.
 * @param settled ids that this person has acted on
 */
export function keepStanding(
  lines: readonly StandingLine[],
  items: readonly QueueItem[],
  settled: ReadonlySet<string>,
): StandingLine[] {
  const waiting = new Map(items.map((item) => [lineId(item), item]))
  const kept = lines.flatMap((line): StandingLine[] => {
    const item = waiting.get(line.id)
    if (item) return [{ ...line, item, gone: false }]
    return settled.has(line.id) || !stays(line.item) ? [] : [{ ...line, gone: true }]
  })
  // With nothing on the screen, nothing can move.
  return kept.every(({ gone }) => gone) ? [...standAfresh(items), ...kept] : kept
}

/** Messages can only be settled by their reader, on whichever device. */
const stays = ({ kind }: QueueItem) => kind !== 'acknowledge' && kind !== 'unread'

/** What has come in since, and has no line. */
export function newcomers(lines: readonly StandingLine[], items: readonly QueueItem[]): QueueItem[] {
  const standing = new Set(lines.map(({ id }) => id))
  return items.filter((item) => !standing.has(lineId(item)))
}
