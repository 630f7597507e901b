import { createPlanUndo, readPlan } from '@colloque/board'
import type { PlanDocument } from '@colloque/domain'
import { openDocumentSession, type DocumentAccess, type DocumentSession } from './documentSession.ts'

/** The care plan of a case while it is open; its needs, wishes and signatures are entities of the case's stream. */
export type PlanSession = DocumentSession<PlanDocument>

export function openPlanSession(caseId: string, access: DocumentAccess): PlanSession {
  return openDocumentSession<PlanDocument>(
    {
      name: `case/${caseId}/plan`,
      empty: {
        situation: [],
        health: [],
        supports: [],
        objectives: [],
        actions: [],
        alerts: [],
        reviews: [],
        nextReviewOn: null,
      },
      createReader: (doc) => ({ read: () => readPlan(doc), stop: () => undefined }),
      createUndo: createPlanUndo,
    },
    access,
  )
}
