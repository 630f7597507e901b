import {
  allergiesInWords,
  canPrescribe,
  changeMedication,
  DomainError,
  doseOf,
  newMedication,
  noFacts,
  pauseMedication,
  resumeMedication,
  stopMedication,
  type AlertAnswer,
  type ClinicalFacts,
  type Medication,
  type MedicationChange,
  type MedicationWho,
  type PatientCase,
} from '@colloque/domain'
import type { Decision, Unchanged } from '../../platform/change-log/index.ts'
import {
  entity,
  requireEntity,
  requireRev,
  type CommandContext,
  type CommandHandlers,
} from '../../platform/commands.ts'
import { treatmentChanged, type TreatmentRules } from '../../platform/treatment/treatment-changed.ts'

type Handlers = Pick<
  CommandHandlers,
  | 'medication.add'
  | 'medication.change'
  | 'medication.pause'
  | 'medication.resume'
  | 'medication.stop'
  | 'facts.record'
  | 'alert.setAside'
>

/** What only those who prescribe change of a line that goes on. */
const PRESCRIBED = ['posology', 'moments', 'startOn', 'endOn', 'prescriber'] as const

/** The lines of a treatment, and what must be known of the person for it. */
export function medicationCommands(rules: TreatmentRules): Handlers {
  /** A change of one line, with all that follows from it. */
  const onLine = (
    context: CommandContext,
    kind: string,
    medicationId: string,
    change: (medication: Medication) => Medication,
    rev?: number,
  ): Decision | Unchanged => {
    const held = requireEntity(context.fold, 'medication', medicationId)
    requireRev(held, rev)
    const after = change(held.after)
    if (after === held.after) return { unchanged: { type: 'medication', id: medicationId } }
    return {
      kind,
      entities: treatmentChanged(context, [{ id: medicationId, before: held.after, after }], rules),
    }
  }

  return {
    'medication.add':
      ({ caseId: _case, commandId: _command, ...given }) =>
      (context) => {
        const { actor, caseId, now, newId } = context
        for (const who of [given.prescriber, given.preparedBy, given.givenBy]) requireInCircle(context, who)
        const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
        const after = newMedication({
          ...said,
          ...{ caseId, name: given.name, addedBy: actor.accountId, startedAt: now },
        })
        return {
          kind: 'medication.added',
          entities: treatmentChanged(context, [{ id: newId(0), before: undefined, after }], rules),
        }
      },

    'medication.change':
      ({ medicationId, reason, rev, commandId: _command, ...given }) =>
      (context) => {
        const { actor, member, now } = context
        const change = Object.fromEntries(
          Object.entries(given).filter(([, value]) => value !== undefined),
        ) as MedicationChange
        const isPrescribed = PRESCRIBED.some((field) => Object.hasOwn(change, field))
        if (isPrescribed && !(member?.profession && canPrescribe(member.profession)))
          throw new DomainError('invalid', { why: 'not_your_profession', permission: 'medication.prescribe' })
        for (const who of [change.prescriber, change.preparedBy, change.givenBy])
          requireInCircle(context, who)
        return onLine(
          context,
          'medication.changed',
          medicationId,
          (medication) => changeMedication(medication, actor.accountId, now, change, reason),
          rev,
        )
      },

    'medication.pause':
      ({ medicationId, reason, until }) =>
      (context) =>
        onLine(context, 'medication.paused', medicationId, (medication) =>
          pauseMedication(medication, context.actor.accountId, context.now, reason, until ?? null),
        ),

    'medication.resume':
      ({ medicationId, reason }) =>
      (context) =>
        onLine(context, 'medication.resumed', medicationId, (medication) =>
          resumeMedication(medication, context.actor.accountId, context.now, reason),
        ),

    'medication.stop':
      ({ medicationId, reason }) =>
      (context) =>
        onLine(context, 'medication.stopped', medicationId, (medication) =>
          stopMedication(medication, context.actor.accountId, context.now, reason),
        ),

    'facts.record':
      ({ allergies, kidney, pregnancy, weight, rev }) =>
      ({ actor, caseId, fold, now, newId }) => {
        const held = fold.all<ClinicalFacts>('clinicalFacts')[0]
        if (held) requireRev(held, rev)
        const recorded = { by: actor.accountId, at: now }
        const after: ClinicalFacts = {
          ...(held?.after ?? noFacts(caseId, actor.accountId, now)),
          ...(allergies === undefined ? {} : { allergies }),
          ...(kidney === undefined ? {} : { kidney }),
          ...(pregnancy === undefined ? {} : { pregnancy }),
          ...(weight === undefined ? {} : { weight }),
          recorded,
        }
        for (const { on } of [after.kidney, after.weight].flatMap((fact) => fact ?? []))
          if (on > tomorrow(now)) throw new DomainError('invalid', { field: 'on', why: 'in_the_future' })
        const facts = entity('clinicalFacts', held?.id ?? newId(0), after)
        if (allergies === undefined) return { kind: 'facts.recorded', entities: [facts] }
        // The strip of the case says them in one line.
        const patientCase = requireEntity(fold, 'patientCase', caseId).after
        const said: PatientCase = { ...patientCase, allergies: allergiesInWords(allergies) }
        return { kind: 'facts.recorded', entities: [facts, entity('patientCase', caseId, said)] }
      },

    'alert.setAside':
      ({ key, medicationIds, reason }) =>
      ({ fold, actor, caseId, now, newId }) => {
        const doses = medicationIds.map((id) => doseOf(requireEntity(fold, 'medication', id).after))
        const held = fold.all<AlertAnswer>('alertAnswer').find(({ after }) => after?.key === key)
        const isSame = held?.after && JSON.stringify(held.after.doses) === JSON.stringify(doses)
        if (isSame) throw new DomainError('conflict', { why: 'already_answered' })
        const answer: AlertAnswer = {
          caseId,
          key,
          medicationIds,
          doses,
          reason,
          by: actor.accountId,
          at: now,
        }
        return { kind: 'alert.setAside', entities: [entity('alertAnswer', held?.id ?? newId(0), answer)] }
      },
  }
}

const DAY_MS = 86_400_000
/** A day in another zone may have begun. */
const tomorrow = (now: string) => new Date(Date.parse(now) + DAY_MS).toISOString().slice(0, 10)

/** @throws invalid when an account is named that is not in the circle */
function requireInCircle({ circle }: CommandContext, who: MedicationWho | null | undefined): void {
  if (!who || !('accountId' in who)) return
  const isThere = circle
    .all<{ accountId: string | null; status: string }>('circleMember')
    .some(({ after }) => after?.accountId === who.accountId && after.status === 'active')
  if (!isThere) throw new DomainError('invalid', { field: 'accountId', why: 'not_in_circle' })
}
