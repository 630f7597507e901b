import type { Message, StreamName } from '@colloque/domain'
import type { Actor } from '../../platform/actor.ts'
import type { QueryHandlers } from '../../platform/http/api.routes.ts'
import type { Page, ProjectionReader } from '../../platform/reader.ts'
import type { CaseAccess } from '../care-circle/access.ts'
import type { PartsOf } from '../care-circle/parts.ts'
import { projections } from '../../platform/entity-projections.ts'

type Lists = Pick<
  QueryHandlers,
  | 'caseMessages'
  | 'caseTasks'
  | 'caseFlags'
  | 'caseMedications'
  | 'caseMeasurements'
  | 'caseNeeds'
  | 'caseReferrals'
>

interface Parts {
  readonly access: CaseAccess
  readonly reader: ProjectionReader
  readonly partsOf: PartsOf
  recordRead(accountId: string, caseId: string): Promise<void>
}

/** The lists of a case, each a page of its projection, after the one door and the record of the read. */
export function caseListQueries({ access, reader, partsOf, recordRead }: Parts): Lists {
  const enter = async (actor: Actor, caseId: string) => {
    await access.accessPatientCase(actor, caseId, 'case.read')
    await recordRead(actor.accountId, caseId)
    return `case:${caseId}` as const
  }
  const list = async (
    actor: Actor,
    caseId: string,
    projection: (typeof projections)[keyof typeof projections],
    page: Page,
    filter: Record<string, unknown> = {},
    parts: readonly StreamName[] = [],
  ) => {
    const answer = await reader.list(projection, await enter(actor, caseId), page, filter, parts)
    await access.accessPatientCase(actor, caseId, 'case.read')
    return answer
  }

  return {
    caseTasks: async ({ params: { id }, search: { status, ...page } }, actor) =>
      list(actor, id, projections.tasks, page, status ? { status } : {}, await partsOf(actor, id)),
    caseFlags: ({ params: { id }, search }, actor) => list(actor, id, projections.flags, search),
    caseMedications: ({ params: { id }, search }, actor) => list(actor, id, projections.medications, search),
    caseMeasurements: ({ params: { id }, search }, actor) =>
      list(actor, id, projections.measurements, search),
    caseNeeds: ({ params: { id }, search }, actor) => list(actor, id, projections.needs, search),
    caseReferrals: ({ params: { id }, search }, actor) => list(actor, id, projections.referrals, search),
    caseMessages: async ({ params: { id }, search: { thread, cursor, limit } }, actor) => {
      await enter(actor, id)
      const fold = await access.accessPatientCase(actor, id, 'case.read')
      const after = Number(cursor ?? 0)
      // In the order of the conversation, which is that of the stream.
      const messages = fold
        .all<Message>('message')
        .filter((message) => message.after !== null && message.createdSeq > after)
        .filter(
          (message) => thread === undefined || message.id === thread || message.after?.threadId === thread,
        )
      const items = messages.slice(0, limit).map(({ after: message, ...entity }) => ({
        ...message,
        id: entity.id,
        rev: entity.rev,
        seq: entity.createdSeq,
      }))
      return { items, seq: fold.seq, next: messages.length > limit ? String(items.at(-1)?.seq) : null }
    },
  }
}
