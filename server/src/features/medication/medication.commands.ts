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
  type PatientCase,
} from '@colloque/domain'
import type { Actor } from '../../platform/actor.ts'
import { requireInCircle } from '../../platform/circle.ts'
import {
  entity,
  requireEntity,
  requireRev,
  type CommandContext,
  type CommandHandlers,
  type Rule,
} from '../../platform/commands.ts'
import { requireNotLater } from '../../platform/days.ts'
import { treatmentChanged, type TreatmentHouse } from '../../platform/treatment/treatment-changed.ts'

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
export function medicationCommands(house: TreatmentHouse): Handlers {
  /** A change of one line, with all that follows from it. */
  async function onLine(
    author: Actor,
    kind: string,
    medicationId: string,
    change: (medication: Medication, context: CommandContext) => Medication,
    rev?: number,
  ): Promise<Rule> {
    const around = await house.around(author)
    return (context) => {
      const held = requireEntity(context.fold, 'medication', medicationId)
      requireRev(held, rev)
      const after = change(held.after, context)
      if (after === held.after) return { unchanged: { type: 'medication', id: medicationId } }
      const line = { id: medicationId, before: held.after, after }
      return { kind, entities: treatmentChanged(context, [line], around) }
    }
  }

  return {
    'medication.add': async ({ caseId: _case, commandId: _command, ...given }, author) => {
      const around = await house.around(author)
      return (context) => {
        const { actor, caseId, now, newId } = context
        requireThere(context, given)
        const after = newMedication({
          ...said(given),
          ...{ caseId, name: given.name, addedBy: actor.accountId, startedAt: now },
        })
        const line = { id: newId(0), before: undefined, after }
        return { kind: 'medication.added', entities: treatmentChanged(context, [line], around) }
      }
    },

    'medication.change': ({ medicationId, reason, rev, commandId: _command, ...given }, author) => {
      const change: MedicationChange = said(given)
      return onLine(
        author,
        'medication.changed',
        medicationId,
        (medication, context) => {
          requireMayChange(context, change)
          return changeMedication(medication, context.actor.accountId, context.now, change, reason)
        },
        rev,
      )
    },

    'medication.pause': ({ medicationId, reason, until }, author) =>
      onLine(author, 'medication.paused', medicationId, (medication, { actor, now }) =>
        pauseMedication(medication, actor.accountId, now, reason, until ?? null),
      ),

    'medication.resume': ({ medicationId, reason }, author) =>
      onLine(author, 'medication.resumed', medicationId, (medication, { actor, now }) =>
        resumeMedication(medication, actor.accountId, now, reason),
      ),

    'medication.stop': ({ medicationId, reason }, author) =>
      onLine(author, 'medication.stopped', medicationId, (medication, { actor, now }) =>
        stopMedication(medication, actor.accountId, now, reason),
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
          requireNotLater(on, now, 'on')
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

/** What was given, without what was not. */
const said = <Given extends object>(given: Given) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [Field in keyof Given]: Exclude<Given[Field], undefined>
  }

/** @throws invalid for what only those who prescribe may change, and for somebody who is not in the circle */
function requireMayChange(context: CommandContext, change: MedicationChange): void {
  const { profession } = context.member ?? {}
  if (PRESCRIBED.some((field) => Object.hasOwn(change, field)) && !(profession && canPrescribe(profession)))
    throw new DomainError('invalid', { why: 'not_your_profession', permission: 'medication.prescribe' })
  requireThere(context, change)
}

/** Who is named around a line. */
type Named = {
  readonly [Field in 'prescriber' | 'preparedBy' | 'givenBy']?: MedicationChange[Field] | undefined
}

/** @throws invalid when an account is named that is not in the circle */
function requireThere({ circle, now }: CommandContext, { prescriber, preparedBy, givenBy }: Named): void {
  for (const who of [prescriber, preparedBy, givenBy])
    if (who && 'accountId' in who) requireInCircle(circle, who.accountId, 'accountId', now)
}
