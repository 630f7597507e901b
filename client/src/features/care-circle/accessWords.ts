/** Who has seen a case, as a list that is read: by day, the latest first, each person once. */
import type { QueryOutput } from '@colloque/contract'

export type CaseAccess = QueryOutput<'caseAccesses'>['items'][number]

export interface AccessDay {
  /** YYYY-MM-DD */
  readonly day: string
  readonly accesses: readonly CaseAccess[]
}

/** In the order in which they came. */
export function byDay(accesses: readonly CaseAccess[]): AccessDay[] {
  const days = new Map<string, CaseAccess[]>()
  for (const access of accesses) days.set(access.day, [...(days.get(access.day) ?? []), access])
  return [...days].map(([day, ofDay]) => ({ day, accesses: ofDay }))
}

type Told = 'read' | 'wrote' | 'exported' | 'refused'

/** What somebody did in a day, and how often, where a number helps. */
export function deedsOf({ reads, writes, exports, refused }: CaseAccess): { key: Told; n: number }[] {
  const deeds: { key: Told; n: number }[] = [
    { key: 'read', n: reads },
    { key: 'wrote', n: writes },
    { key: 'exported', n: exports },
    { key: 'refused', n: refused },
  ]
  return deeds.filter(({ n }) => n > 0)
}
