/** What follows from a change or from the end of a session in what is open on this node. */
import { parseStream, type CircleMember, type PatientCase, type StreamName } from '@colloque/domain'
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
  parts.changes.onChange(({ stream, entities }) => {
    for (const { type, after } of entities) {
      if (after === null) continue
      if (type === 'patientCase') followCase(parts, open, stream, after as PatientCase)
      if (type === 'circleMember') followMember(parts, open, stream, after as CircleMember)
    }
  })
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

/** Who leaves a circle keeps nothing open of it. */
function followMember(
  { access, drafts, files, logger }: Parts,
  { boards, gateway }: Open,
  stream: StreamName,
  { accountId, status }: CircleMember,
): void {
  if (status !== 'left' || accountId === null) return
  gateway().endSubscription(accountId, stream)
  drafts
    .forget(accountId, stream)
    .catch((error: unknown) => logger.error({ name: (error as Error).name }, 'drafts not removed'))
  files.closeAccess({ accountId, stream })
  const caseId = parseStream(stream)?.id
  if (!caseId) return
  for (const part of access.partsAskedFor(caseId)) gateway().endSubscription(accountId, part)
  boards.closeAccess({ accountId, caseId }, 4403)
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
