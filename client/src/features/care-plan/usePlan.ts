import type { PlanSection } from '@colloque/domain'
import type { BoardPresence } from '@colloque/sdk'
import { inject, provide, type ComputedRef, type InjectionKey } from 'vue'
import type { PlanSession } from '../../platform/board/planSession.ts'
import type { PlanActions } from './usePlanActions.ts'

/** What the parts of one plan share. */
export interface SharedPlan {
  readonly caseId: string
  readonly session: PlanSession
  readonly actions: PlanActions
  /** Nothing may be changed: the case is closed, or the person may not write here. */
  readonly readOnly: ComputedRef<boolean>
  /** Whether the person's profession writes in this section, and nothing else stands against it. */
  mayWrite(section: PlanSection): boolean
  /** Who else writes here. @param place a section, or `<list>/<entry>` */
  presentAt(place: string): readonly BoardPresence[]
  /** Shows the others where one writes. */
  showPlace(place: string | null): void
}

const planKey: InjectionKey<SharedPlan> = Symbol('plan')

export const providePlan = (plan: SharedPlan) => provide(planKey, plan)

/** @throws outside a plan */
export function usePlan(): SharedPlan {
  const plan = inject(planKey)
  if (!plan) throw new Error('This belongs inside PlanView.')
  return plan
}
