/** The care plan of a case as its stream holds it. */
import { createHash } from 'node:crypto'
import { canonicalText } from '@colloque/board'
import {
  newCarePlan,
  PLAN_ENTITY_TYPES,
  planContent,
  type CarePlan,
  type EntityState,
  type PlanContent,
  type PlanDocument,
  type PlanVersion,
} from '@colloque/domain'
import { requireEntity } from '../../platform/commands.ts'
import type { StreamFold } from '../../platform/change-log/index.ts'

export interface HeldPlan {
  readonly id: string
  readonly after: CarePlan
}

/** The one plan of a case, if something was decided around it. */
export const findPlan = (fold: StreamFold): (EntityState<CarePlan> & HeldPlan) | undefined =>
  fold.all<CarePlan>('carePlan').find((plan): plan is EntityState<CarePlan> & HeldPlan => plan.after !== null)

/** @param id of the plan that is made where there is none */
export const planOr = (fold: StreamFold, caseId: string, id: string): HeldPlan =>
  findPlan(fold) ?? { id, after: newCarePlan(caseId) }

/** The version that was signed last. */
export function lastVersion(
  fold: StreamFold,
): (EntityState<PlanVersion> & { after: PlanVersion }) | undefined {
  const id = findPlan(fold)?.after.versionId
  return id ? requireEntity(fold, 'planVersion', id) : undefined
}

/** Joins the document with the case as the fold has it. @throws not_found when the case was erased */
export function contentOf(fold: StreamFold, caseId: string, document: PlanDocument): PlanContent {
  const patientCase = requireEntity(fold, 'patientCase', caseId).after
  const entities = PLAN_ENTITY_TYPES.flatMap((type) => fold.all(type))
  return planContent(caseId, patientCase, entities, document)
}

/** The canonical bytes of a plan, with their SHA-256 in hexadecimal. */
export function sealed(content: PlanContent): { readonly bytes: Buffer; readonly hash: string } {
  const bytes = Buffer.from(canonicalText(content), 'utf8')
  return { bytes, hash: sha256(bytes) }
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
