/** The minutes of a case in a meeting: the document that many hands wrote, and what the case holds, as one value. */
import { createHash } from 'node:crypto'
import { blocksOf, canonicalText, caseMinutesDocName, TEXT } from '@colloque/board'
import {
  DomainError,
  minutesContent,
  type AgendaItem,
  type AroundMinutes,
  type CircleMember,
  type Decision,
  type Meeting,
  type MinutesContent,
  type PlanBlock,
  type Task,
} from '@colloque/domain'
import { StorageUnavailable, type BoardServer } from '../../platform/boards/index.ts'
import type { StreamFold } from '../../platform/change-log/index.ts'
import { requireEntity } from '../../platform/commands.ts'

/** The co-edited minutes of cases, as the board server keeps them. */
export interface MinutesDocuments {
  /** As they stand; empty, at 0, where nobody has opened them. */
  latest(caseId: string, meetingId: string): Promise<{ discussion: PlanBlock[]; docSeq: number }>
  /** As they stood after batch `docSeq`; undefined when there is none. */
  at(caseId: string, meetingId: string, docSeq: number): Promise<PlanBlock[] | undefined>
}

export function createMinutesDocuments(boards: () => Pick<BoardServer, 'view' | 'readAt'>): MinutesDocuments {
  return {
    latest: async (caseId, meetingId) =>
      (await available(
        boards().view(caseMinutesDocName(caseId, meetingId), (doc, docSeq) => ({
          discussion: blocksOf(doc.getXmlFragment(TEXT)),
          docSeq,
        })),
      )) ?? { discussion: [], docSeq: 0 },
    at: async (caseId, meetingId, docSeq) => {
      if (docSeq === 0) return []
      const doc = await available(boards().readAt(caseMinutesDocName(caseId, meetingId), docSeq))
      if (!doc) return undefined
      try {
        return blocksOf(doc.getXmlFragment(TEXT))
      } finally {
        doc.destroy()
      }
    },
  }
}

/** @throws unavailable where the store of documents does not answer */
async function available<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof StorageUnavailable) throw new DomainError('unavailable')
    throw error
  }
}

/** @throws not_found when the case was erased */
export const contentIn = (
  fold: StreamFold,
  agendaItemId: string,
  item: AgendaItem,
  meeting: Meeting,
  discussion: readonly PlanBlock[],
): MinutesContent =>
  minutesContent(item, meeting, decisionsOf(fold, agendaItemId), discussion, around(fold, item.caseId))

function around(fold: StreamFold, caseId: string): AroundMinutes {
  const circle = fold.all<CircleMember>('circleMember').flatMap(({ after }) => after ?? [])
  return {
    patient: requireEntity(fold, 'patientCase', caseId).after.patient,
    // Whoever left and came back has two memberships: the later one says who they are.
    personOf: (accountId) => circle.findLast((member) => member.accountId === accountId),
    findTask: (id) => fold.get<Task>('task', id)?.after ?? undefined,
  }
}

export const decisionsOf = (fold: StreamFold, agendaItemId: string) =>
  fold
    .all<Decision>('decision')
    .flatMap(({ id, after }) => (after?.agendaItemId === agendaItemId ? [{ id, after }] : []))

/** The canonical bytes (RFC 8785) of the minutes, with their SHA-256 in hexadecimal. */
export function sealedMinutes(content: MinutesContent): { readonly bytes: Buffer; readonly hash: string } {
  const bytes = Buffer.from(canonicalText(content), 'utf8')
  return { bytes, hash: createHash('sha256').update(bytes).digest('hex') }
}
