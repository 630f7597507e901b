import { casePlanDocName, readPlan } from '@colloque/board'
import { DomainError, type PlanDocument } from '@colloque/domain'
import * as Y from 'yjs'
import { StorageUnavailable, type BoardServer } from '../../platform/boards/index.ts'

/** The co-edited texts of plans, as the board server keeps them. */
export interface PlanDocuments {
  /** As it stands; empty, at 0, where nobody has opened it. */
  latest(caseId: string): Promise<{ readonly document: PlanDocument; readonly docSeq: number }>
  /** As it stood after batch `docSeq`; undefined when there is none, or its words were erased since. */
  at(caseId: string, docSeq: number): Promise<PlanDocument | undefined>
  /** Who wrote the batches after `since`, up to `docSeq`: account ids and `system:<what>`. */
  authors(caseId: string, since: number, docSeq: number): Promise<readonly string[]>
}

export function createPlanDocuments(
  boards: () => Pick<BoardServer, 'view' | 'readAt' | 'authors'>,
): PlanDocuments {
  return {
    latest: async (caseId) => {
      const held = await available(
        boards().view(casePlanDocName(caseId), (doc, docSeq) => ({ document: readPlan(doc), docSeq })),
      )
      return held ?? { document: EMPTY, docSeq: 0 }
    },
    at: async (caseId, docSeq) => {
      const doc = await available(boards().readAt(casePlanDocName(caseId), docSeq))
      if (!doc) return undefined
      try {
        return readPlan(doc)
      } finally {
        doc.destroy()
      }
    },
    authors: (caseId, since, docSeq) => available(boards().authors(casePlanDocName(caseId), since, docSeq)),
  }
}

const EMPTY = readPlan(new Y.Doc())

/** @throws unavailable where the store of documents does not answer */
async function available<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof StorageUnavailable) throw new DomainError('unavailable')
    throw error
  }
}
