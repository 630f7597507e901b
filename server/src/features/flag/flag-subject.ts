/** What a flag is about: lines that are taken, the pair of an alert, a report from home. */
import { DomainError, settleReport, type Medication, type TreatmentChange } from '@colloque/domain'
import { checkInteractions, pairKeyOf } from '@colloque/interactions'
import type { DecidedEntity } from '../../platform/change-log/index.ts'
import { entity, requireEntity, type CommandContext } from '../../platform/commands.ts'
import { toCheck, type TreatmentRules } from '../../platform/treatment/treatment-changed.ts'

/** @throws not_found for a line that is not there, conflict for one that is stopped */
export function requireTaken({ fold }: CommandContext, medicationId: string): Medication {
  const { after } = requireEntity(fold, 'medication', medicationId)
  if (after.status === 'stopped') throw new DomainError('conflict', { status: 'stopped', medicationId })
  return after
}

/** @throws invalid when one line is named twice; not_found and conflict for one that is not there, or stopped */
export function requireSound(context: CommandContext, changes: readonly TreatmentChange[]): void {
  const named = changes.flatMap((change) => (change.act === 'add' ? [] : [change.medicationId]))
  if (new Set(named).size !== named.length) throw new DomainError('invalid', { why: 'medication_twice' })
  for (const id of named) requireTaken(context, id)
}

/** What the alert of a flag is about, so that it is known again. */
export function pairOf(
  { fold }: CommandContext,
  alertKey: string | undefined,
  { rules }: TreatmentRules,
): string | null {
  if (alertKey === undefined) return null
  const taken = toCheck(
    fold.all<Medication>('medication').flatMap(({ id, after }) => (after ? [{ id, after }] : [])),
  )
  const alert = checkInteractions(taken, rules()).alerts.find(({ key }) => key === alertKey)
  return alert ? pairKeyOf(alert, taken) : null
}

/** The report that a flag takes up is settled by it. */
export function settledBy(
  { actor, fold, now }: CommandContext,
  reportId: string | undefined,
  flagId: string,
): DecidedEntity[] {
  if (reportId === undefined) return []
  const { after } = requireEntity(fold, 'treatmentReport', reportId)
  return [
    entity(
      'treatmentReport',
      reportId,
      settleReport(after, { by: actor.accountId, at: now, flagId, word: null }),
    ),
  ]
}
