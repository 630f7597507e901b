import { attributeText, readBoard } from '@colloque/board'
import { DomainError } from '@colloque/domain'
import * as Y from 'yjs'
import type { Actor } from '../../platform/actor.ts'
import type { BoardServer } from '../../platform/boards/index.ts'
import type { QueryHandlers } from '../../platform/http/api.routes.ts'
import type { CaseAccess } from '../care-circle/access.ts'
import { createDocumentHistories } from './document-histories.ts'
import { replayTo } from './former-board.ts'

interface Parts {
  readonly boards: Pick<BoardServer, 'history'>
  readonly access: CaseAccess
  /** On disk before the case is shown. */
  recordRead(accountId: string, caseId: string): Promise<void>
}

/** Who did what in the documents of a case, and how its board was. */
export function patientBoardQueries({
  boards,
  access,
  recordRead,
}: Parts): Pick<QueryHandlers, 'documentHistory' | 'documentAttribution' | 'boardAt'> {
  const histories = createDocumentHistories(boards)

  /** Recorded before anything is read; and whoever has left the circle meanwhile is told nothing any more. */
  async function reading<T>(actor: Actor, caseId: string, read: () => Promise<T>): Promise<T> {
    await access.accessPatientCase(actor, caseId, 'case.read')
    await recordRead(actor.accountId, caseId)
    const answer = await read()
    await access.accessPatientCase(actor, caseId, 'case.read')
    return answer
  }

  return {
    documentHistory: ({ params: { id, kind }, search }, actor) =>
      reading(actor, id, async () => {
        const history = await histories.of(`case/${id}/${kind}`, kind)
        return { ...history.page(search), seq: history.seq }
      }),

    documentAttribution: ({ params: { id, kind }, search: { part } }, actor) =>
      reading(actor, id, async () => {
        const { doc, authorship, seq } = await histories.of(`case/${id}/${kind}`, kind)
        const runs = attributeText(doc, kind, part, authorship)
        if (!runs) throw new DomainError('not_found', { type: 'part' })
        return { runs, seq }
      }),

    boardAt: ({ params: { id, seq }, search }, actor) =>
      reading(actor, id, async () => {
        const doc = await replayTo(boards, `case/${id}/board`, seq)
        if (!doc) throw new DomainError('not_found', { type: 'batch' })
        try {
          if (search.as === 'update')
            return { seq, update: Buffer.from(Y.encodeStateAsUpdate(doc)).toString('base64') }
          const { columns, archivedCards } = readBoard(doc)
          return { seq, columns, archivedCards }
        } finally {
          doc.destroy()
        }
      }),
  }
}
