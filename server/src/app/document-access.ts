import {
  parseStream,
  type AgendaItem,
  type FiledMinutes,
  type Meeting,
  type Protocol,
  type TeamMember,
} from '@colloque/domain'
import type { ParsedDocName } from '@colloque/board'
import { documentAccess as mayOpen } from '../features/care-circle/sees.queries.ts'
import { lastVersion } from '../features/care-plan/plan-state.ts'
import type { BoardActor, BoardGrant, BoardServerOptions } from '../platform/boards/index.ts'
import type { StreamFold } from '../platform/change-log/index.ts'
import { professionalOf } from '../platform/circle.ts'
import type { Parts } from './parts.ts'

type OfCase = Extract<ParsedDocName, { caseId: string }>
type OfTeam = Exclude<ParsedDocName, OfCase>

/**
 * Who may read and write a document: of a case its circle, of a meeting or a protocol its team. Nobody writes in a
 * closed case, in minutes that are filed, or in what is over.
 */
export function documentAccess(
  { changes, clock }: Pick<Parts, 'changes' | 'clock'>,
  hasRoom: () => Promise<boolean>,
): Pick<BoardServerOptions, 'authorise' | 'signedUpTo'> {
  async function inCase(actor: BoardActor, document: OfCase): Promise<BoardGrant> {
    const fold = await changes.fold(`case:${document.caseId}`)
    const at = clock().toISOString()
    const member = professionalOf(fold, actor.accountId, at)
    if (!member || (document.kind === 'case-minutes' && !isTalkedOver(fold, document.meetingId)))
      return { access: 'none' }
    const access = mayOpen(fold, member, document.caseId, at)
    const isOver = document.kind === 'case-minutes' && isFiled(fold, document.meetingId)
    return { access: isOver && access === 'write' ? 'read' : access, role: member.profession ?? '' }
  }

  async function inTeam(actor: BoardActor, document: OfTeam): Promise<BoardGrant> {
    const stream = await changes.locate(
      document.kind === 'protocol' ? document.protocolId : document.meetingId,
    )
    if (!stream || parseStream(stream)?.kind !== 'team') return { access: 'none' }
    const fold = await changes.fold(stream)
    const member = memberOf(fold, actor.accountId)
    if (!member) return { access: 'none' }
    return { access: isWritable(fold, document) ? 'write' : 'read', role: member.profession }
  }

  return {
    authorise: async (actor, document) => {
      const grant = await ('caseId' in document ? inCase(actor, document) : inTeam(actor, document))
      const isFull = grant.access === 'write' && !(await hasRoom())
      return isFull ? { ...grant, access: 'read' } : grant
    },
    signedUpTo: async (document) =>
      document.kind === 'plan'
        ? lastVersion(await changes.fold(`case:${document.caseId}`))?.after.docSeq
        : undefined,
  }
}

/** Whether a case is, or was, on the agenda of a meeting. */
const isTalkedOver = (fold: StreamFold, meetingId: string) =>
  fold
    .all<AgendaItem>('agendaItem')
    .some(({ after }) => after?.meetingId === meetingId || after?.formerMeetingId === meetingId)

const isFiled = (fold: StreamFold, meetingId: string) =>
  fold.all<FiledMinutes>('filedMinutes').some(({ after }) => after?.meetingId === meetingId)

const memberOf = (fold: StreamFold, accountId: string) =>
  fold
    .all<TeamMember>('teamMember')
    .find(({ after }) => after?.accountId === accountId && after.status === 'active')?.after

/** What somebody stands for by name is not changed under their hands. */
function isWritable(fold: StreamFold, document: OfTeam): boolean {
  if (document.kind === 'meeting-minutes')
    return fold.get<Meeting>('meeting', document.meetingId)?.after?.status !== 'closed'
  const protocol = fold.get<Protocol>('protocol', document.protocolId)?.after
  return protocol !== undefined && protocol !== null && !protocol.retired && protocol.adoptions.length === 0
}
