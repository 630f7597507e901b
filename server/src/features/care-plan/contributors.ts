import {
  openNeeds,
  standingWishes,
  type CircleMember,
  type EntityState,
  type Medication,
  type Need,
  type PersonWish,
  type PlanVersion,
} from '@colloque/domain'
import type { StreamFold } from '../../platform/change-log/index.ts'
import { findPlan, lastVersion } from './plan-state.ts'

/**
 * Who contributed to what is signed now: whoever wrote in its document since the last signature, and whoever wrote a
 * need, a wish, the consent or a line of the treatment that stands in it.
 * @param authors of the document's batches since then
 * @returns those who are or were of the circle, with their profession, by name
 */
export function contributorsTo(fold: StreamFold, authors: readonly string[]): PlanVersion['contributors'] {
  const signedSeq = lastVersion(fold)?.createdSeq ?? 0
  const ids = new Set([...authors, ...shown(fold).flatMap((state) => writersSince(state, signedSeq))])
  const consent = findPlan(fold)?.after.consent
  const signedAt = lastVersion(fold)?.after.signed.at ?? ''
  if (consent && consent.recorded.at > signedAt) ids.add(consent.recorded.by)
  /** Whoever left and came back is named as they are now. */
  const named = new Map<string, PlanVersion['contributors'][number]>()
  for (const { after } of fold.all<CircleMember>('circleMember')) {
    if (!after?.accountId || !after.profession || !ids.has(after.accountId)) continue
    const { accountId, name, profession } = after
    named.set(accountId, { accountId, name, profession })
  }
  return [...named.values()].sort(
    (one, other) => one.name.localeCompare(other.name, 'fr') || (one.accountId < other.accountId ? -1 : 1),
  )
}

/** What of the case is shown in a plan, and written by somebody. */
function shown(fold: StreamFold): EntityState[] {
  const needs = fold.all<Need>('need').flatMap(({ id, after }) => (after ? [{ id, need: after }] : []))
  const wishes = fold
    .all<PersonWish>('personWish')
    .flatMap(({ id, after }) => (after ? [{ id, wish: after }] : []))
  const ids = new Set([...openNeeds(needs), ...standingWishes(wishes)].map(({ id }) => id))
  return [
    ...fold.all('need').filter(({ id }) => ids.has(id)),
    ...fold.all('personWish').filter(({ id }) => ids.has(id)),
    ...fold.all<Medication>('medication').filter(({ after }) => after?.status === 'current'),
  ]
}

const writersSince = ({ createdSeq, createdBy, seq, by }: EntityState, since: number): string[] => [
  ...(createdSeq > since ? [createdBy] : []),
  ...(seq > since ? [by] : []),
]
