import { DomainError, type AgendaItem, type FiledMinutes } from '@colloque/domain'
import type { ChangeLog } from '../../platform/change-log/index.ts'
import { present, requireEntity } from '../../platform/commands.ts'
import type { QueryHandlers } from '../../platform/http/api.routes.ts'
import type { CaseAccess } from '../care-circle/access.ts'
import { meetingOf } from './find-meeting.ts'
import { contentIn, sealedMinutes, type MinutesDocuments } from './minutes.ts'

/** The minutes of a case: as they stand, and as they were signed. */
export function minutesQueries(parts: {
  readonly changes: ChangeLog
  readonly access: CaseAccess
  readonly documents: MinutesDocuments
  readonly texts: { find(hash: string): Promise<Buffer | undefined> }
  recordRead(accountId: string, caseId: string): Promise<void>
}): Pick<QueryHandlers, 'caseMinutes'> {
  const { changes, access, documents, texts, recordRead } = parts
  return {
    caseMinutes: async ({ params: { id, agendaItemId } }, actor) => {
      await access.accessPatientCase(actor, id, 'case.read')
      await recordRead(actor.accountId, id)
      const held = (await changes.fold(`case:${id}`)).get<AgendaItem>('agendaItem', agendaItemId)?.after
      const meeting = held && (await meetingOf(changes, held))
      if (!held?.meetingId || !meeting) throw new DomainError('not_found', { type: 'agendaItem' })
      const { discussion, docSeq } = await documents.latest(id, held.meetingId)
      // After the last wait: whoever has left the circle meanwhile is told nothing any more.
      const fold = await access.accessPatientCase(actor, id, 'case.read')
      const item = requireEntity(fold, 'agendaItem', agendaItemId).after
      const content = contentIn(fold, agendaItemId, item, meeting, discussion)
      const filed = fold
        .all<FiledMinutes>('filedMinutes')
        .find(({ after }) => after?.agendaItemId === agendaItemId)
      const signed = filed?.after ? await texts.find(filed.after.textHash) : undefined
      await access.accessPatientCase(actor, id, 'case.read')
      return {
        ...{ content, textHash: sealedMinutes(content).hash, docSeq },
        filed: filed?.after ? present(filed) : null,
        signed: signed ? (JSON.parse(signed.toString('utf8')) as unknown) : null,
      }
    },
  }
}
