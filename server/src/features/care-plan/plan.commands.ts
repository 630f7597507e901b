import { DomainError, returnPlan, submitPlan, type CarePlan } from '@colloque/domain'
import { requireInCircle } from '../../platform/circle.ts'
import { entity, type CommandHandlers } from '../../platform/commands.ts'
import type { Decision } from '../../platform/change-log/index.ts'
import { requireNotLater } from '../../platform/days.ts'
import { findPlan, lastVersion, planOr, type HeldPlan } from './plan-state.ts'
import type { PlanDocuments } from './plan-documents.ts'

type Handlers = Pick<
  CommandHandlers,
  'plan.nameReferent' | 'plan.recordConsent' | 'plan.submit' | 'plan.return'
>

/** What is decided around a care plan, but for its signature. */
export function planCommands({ documents }: { readonly documents: PlanDocuments }): Handlers {
  return {
    'plan.nameReferent':
      ({ accountId }) =>
      ({ fold, caseId, now, newId }) => {
        if (accountId !== null) requireInCircle(fold, accountId, 'accountId', now)
        const plan = planOr(fold, caseId, newId(0))
        if (findPlan(fold)?.after.referentId === accountId)
          return { unchanged: { type: 'carePlan', id: plan.id } }
        return planDecided('plan.referentNamed', plan, { referentId: accountId })
      },

    'plan.recordConsent':
      ({ given, how, on, collectedBy, scope, note }) =>
      ({ fold, caseId, actor, now, newId }) => {
        const heardBy = collectedBy ?? actor.accountId
        requireInCircle(fold, heardBy, 'collectedBy', now)
        requireNotLater(on, now, 'on')
        const consent: CarePlan['consent'] = {
          ...{ given, how, on, collectedBy: heardBy },
          scope: scope ?? null,
          note: note ?? null,
          recorded: { by: actor.accountId, at: now },
        }
        return planDecided('plan.consentRecorded', planOr(fold, caseId, newId(0)), { consent })
      },

    'plan.submit': async ({ caseId: ofCase, docSeq, word }) => {
      const isStored = (await documents.at(ofCase, docSeq)) !== undefined
      return ({ fold, caseId, actor, now, newId }) => {
        if (!isStored) throw new DomainError('invalid', { field: 'docSeq', why: 'unknown' })
        if (docSeq < (lastVersion(fold)?.after.docSeq ?? 0))
          throw new DomainError('conflict', { why: 'stale' })
        const plan = planOr(fold, caseId, newId(0))
        return planDecided('plan.submitted', plan, submitPlan(plan.after, docSeq, word, actor.accountId, now))
      }
    },

    'plan.return':
      ({ word }) =>
      ({ fold, caseId, actor, now, newId }) => {
        const plan = planOr(fold, caseId, newId(0))
        return planDecided('plan.returned', plan, returnPlan(plan.after, word, actor.accountId, now))
      },
  }
}

const planDecided = (kind: string, { id, after }: HeldPlan, change: Partial<CarePlan>): Decision => ({
  kind,
  entities: [entity('carePlan', id, { ...after, ...change })],
})
