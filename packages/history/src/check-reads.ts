import type { Operation } from './operation.ts'

/** Reads of one person count as one within this time, as the audit trail has it. */
const WINDOW_MS = 15 * 60_000
const windowOf = (at: number) => Math.floor(at / WINDOW_MS)

/** By the clock on the wall, in milliseconds since 1970: when a read was asked for, and when it was answered. */
export interface ReadTimes {
  readonly askedAt: number
  readonly answeredAt: number
}

/**
 * C5, of the reads of one case: every read that was answered is on record, each person's once a quarter of an hour;
 * nobody is on record who never asked.
 * @param operations whose `result` is a ReadTimes where they are ok
 * @param recorded how many records each person has
 * @param span of all that was done in the case, by the clock on the wall
 * @returns a sentence for each promise that was broken
 */
export function checkReads({
  operations,
  recorded,
  span,
}: {
  readonly operations: readonly Operation[]
  readonly recorded: ReadonlyMap<string, number>
  readonly span: { readonly from: number; readonly to: number }
}): string[] {
  const most = windowOf(span.to) - windowOf(span.from) + 1
  const asked = new Set(operations.map(({ client }) => client))
  const answered = new Map<string, Set<number>>()
  for (const { client, outcome, result } of operations) {
    if (outcome !== 'ok') continue
    const { askedAt, answeredAt } = result as ReadTimes
    const windows = answered.get(client) ?? new Set()
    // Over the end of a quarter, nobody knows in which of the two it was recorded.
    if (windowOf(askedAt) === windowOf(answeredAt)) windows.add(windowOf(askedAt))
    answered.set(client, windows)
  }
  return [
    ...[...answered].flatMap(([client, windows]) => {
      const records = recorded.get(client) ?? 0
      const least = Math.max(windows.size, 1)
      return records >= least ? [] : [`${client} was answered in ${least} quarters, ${records} are on record`]
    }),
    ...[...recorded].flatMap(([client, records]) => {
      if (records > 0 && !asked.has(client)) return [`${client} is on record, and never asked`]
      return records > most ? [`${client} is on record ${records} times in ${most} quarters`] : []
    }),
  ]
}
