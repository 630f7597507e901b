import {
  newCircleMember,
  sharedView,
  type EntityState,
  type PlanContent,
  type SharedCase,
  type SharedPart,
} from '@colloque/domain'

/** What the case would show with these parts; as the server makes it, from what this device holds of the case. */
export function previewOf(
  caseId: string,
  entities: Iterable<EntityState>,
  parts: readonly SharedPart[],
  { now, signedPlan }: { readonly now: string; readonly signedPlan: PlanContent | null },
): SharedCase | null {
  const state = (type: string, after: unknown): EntityState => ({
    ...{
      type,
      id: 'preview',
      rev: 1,
      after,
      seq: 0,
      createdSeq: 0,
      createdAt: now,
      createdBy: '',
      at: now,
      by: '',
    },
  })
  // Looked at before anybody is let in, too.
  const reader = newCircleMember({
    ...{ caseId, accountId: 'preview', name: '', view: 'shared', addedBy: '', addedAt: now },
  })
  const made = [state('sharing', { caseId, parts, set: { by: '', at: now } }), state('circleMember', reader)]
  const held = [...made, ...[...entities].filter(({ type }) => type !== 'sharing')]
  const all = <T>(type: string) => held.filter((one) => one.type === type) as EntityState<T>[]
  return sharedView(caseId, { all }, { now, signedPlan })
}
