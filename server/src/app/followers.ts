/** What follows from a change or from the end of a session in what is open on this node. */
import { caseMinutesDocName, meetingMinutesDocName } from '@colloque/board'
import {
  ERASING_KINDS,
  parseStream,
  type CareTeam,
  type Change,
  type CircleMember,
  type Erasure,
  type FiledMinutes,
  type Meeting,
  type PatientCase,
  type StreamName,
  type TeamMember,
} from '@colloque/domain'
import type { Notifications } from '../features/notification/notifications.ts'
import type { BoardServer } from '../platform/boards/index.ts'
import type { Gateway } from '../platform/socket/gateway.ts'
import type { Parts } from './parts.ts'

/** What is open on this node. */
interface Open {
  readonly boards: BoardServer
  /** Asked for late: it hears of changes after these followers. */
  gateway(): Gateway
}

/** Closes what a change takes from people, as soon as it is known here. */
export function followChanges(parts: Parts, open: Open): void {
  parts.changes.onChange((change) => {
    const { stream, entities } = change
    followErasure(parts, open, change)
    for (const { type, id, after } of entities) {
      if (after === null) continue
      if (type === 'careTeam') followTeam(parts, stream, after as CareTeam)
      if (type === 'teamMember') followTeamMember(open, after as TeamMember)
      if (type === 'filedMinutes') followFiled(open, after as FiledMinutes)
      if (type === 'meeting') followMeeting(open, id, after as Meeting)
      if (type === 'patientCase') followCase(parts, open, stream, after as PatientCase)
      if (type === 'circleMember') followMember(parts, open, stream, after as CircleMember)
    }
  })
}

/** Where a team lets nobody in by a password alone, whoever is in so signs in again. */
function followTeam({ accounts, sessions, logger }: Parts, stream: StreamName, { security }: CareTeam): void {
  const teamId = parseStream(stream)?.id
  if (!teamId || !security?.secondFactorRequired) return
  accounts
    .inTeam(teamId)
    .then(sessions.endSingleFactor)
    .catch((error: unknown) =>
      logger.error({ name: (error as Error).name, teamId }, 'sessions by a password alone not ended'),
    )
}

/** Who leaves a team hears no more of it. Their circles follow, each in its own stream. */
function followTeamMember({ boards, gateway }: Open, { accountId, teamId, status }: TeamMember): void {
  if (status !== 'left') return
  gateway().leaveTeam(accountId, teamId)
  // Those of another team that they are in are opened again by themselves.
  boards.closeAccess({ accountId, isOfTeam: true }, 4403)
}

/** What is signed is read. */
function followFiled({ boards }: Open, { caseId, meetingId }: FiledMinutes): void {
  boards.makeReadOnly({ name: caseMinutesDocName(caseId, meetingId) })
}

function followMeeting({ boards }: Open, id: string, { status }: Meeting): void {
  if (status === 'closed') boards.makeReadOnly({ name: meetingMinutesDocName(id) })
}

/** A closed case is read: what is open in it takes no more, from the same turn on. */
function followCase({ logger }: Parts, { boards }: Open, stream: StreamName, { status }: PatientCase): void {
  const caseId = parseStream(stream)?.id
  if (!caseId || !boards.isOpen(caseId)) return
  if (status === 'closed') boards.makeReadOnly({ caseId })
  else
    boards.recheck({ caseId }).catch((error: unknown) => {
      logger.warn({ name: (error as Error).name, caseId }, 'access to open boards not asked again')
    })
}

/** Who leaves a circle, or sees no longer all of it, keeps nothing open of it. */
function followMember(
  { access, drafts, files, logger }: Parts,
  { boards, gateway }: Open,
  stream: StreamName,
  { accountId, status, view }: CircleMember,
): void {
  if ((status === 'active' && view === 'case') || accountId === null) return
  gateway().endSubscription(accountId, stream)
  drafts
    .forget(accountId, stream)
    .catch((error: unknown) => logger.error({ name: (error as Error).name }, 'drafts not removed'))
  files.closeAccess({ accountId, stream })
  const caseId = parseStream(stream)?.id
  if (!caseId) return
  if (status === 'left') leaveShared({ drafts, logger }, gateway(), accountId, `shared:${caseId}`)
  for (const part of access.partsAskedFor(caseId)) gateway().endSubscription(accountId, part)
  boards.closeAccess({ accountId, caseId }, 4403)
}

function leaveShared(
  { drafts, logger }: Pick<Parts, 'drafts' | 'logger'>,
  gateway: Gateway,
  accountId: string,
  stream: StreamName,
): void {
  gateway.endSubscription(accountId, stream)
  drafts
    .forget(accountId, stream)
    .catch((error: unknown) => logger.error({ name: (error as Error).name }, 'drafts not removed'))
}

/** Nobody keeps anything open of what is erased, nor a draft on this node that waits to be written. */
function followErasure(
  { drafts, files, logger }: Parts,
  { boards, gateway }: Open,
  { kind, stream, entities }: Change,
): void {
  if (kind !== ERASING_KINDS.entries && kind !== ERASING_KINDS.case) return
  const gone = entities.flatMap(({ id, after }) => (after === null ? id : []))
  drafts
    .forgetIn(stream, kind === ERASING_KINDS.case ? undefined : gone)
    .catch((error: unknown) => logger.error({ name: (error as Error).name }, 'drafts not removed'))
  const circle = entities.map(({ after }) => (after as Erasure | null)?.circle).find(Boolean)
  const caseId = parseStream(stream)?.id
  if (!circle || !caseId) return
  const streams: StreamName[] = [
    ...[stream, `shared:${caseId}` as const],
    ...circle.partIds.map((id): StreamName => `part:${id}`),
  ]
  for (const accountId of circle.accountIds) {
    for (const one of streams) {
      gateway().endSubscription(accountId, one)
      files.closeAccess({ accountId, stream: one })
    }
    boards.closeAccess({ accountId, caseId }, 4403)
  }
}

/** Closes what a session held open when it ends. */
export function followSessions(
  { sessions, files }: Parts,
  { boards, gateway, notifications }: Open & { readonly notifications: Notifications },
): void {
  sessions.onEnded((sessionId) => {
    gateway().endSession(sessionId)
    files.closeAccess({ sessionId })
    notifications.endSession(sessionId)
    boards.closeAccess({ sessionId }, 4401)
  })
}
