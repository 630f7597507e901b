/** Links that let somebody in: what `app.ts` needs of them. */
import type { CareTeam } from '@colloque/domain'
import type { Router } from 'express'
import type { Connection } from 'mongoose'
import type { AuditTrail } from '../../platform/audit/index.ts'
import type { ChangeLog } from '../../platform/change-log/index.ts'
import type { RateLimit, RateLimits } from '../../platform/http/limits.ts'
import type { IsOurOrigin } from '../../platform/http/security.ts'
import type { Logger } from '../../platform/logger.ts'
import { createMailer, type MailSettings } from '../../platform/mail.ts'
import { createAcceptInvitation } from './accept-invitation.ts'
import { invitationRoutes } from './invitation.routes.ts'
import { createInvitations } from './invitations.ts'
import { linkRoutes } from './link.routes.ts'
import { createMakeInvitation } from './make-invitation.ts'
import type { AddTeamMember, JoinCase, LinkedAccounts, LinkedSessions, NewPasskeys } from './ports.ts'
import { createRecovery } from './recovery.ts'

export interface InvitationFeature {
  /** For whoever has not signed in. */
  readonly openRouter: Router
  /** Behind `authenticated`. */
  readonly ownRouter: Router
  start(): Promise<void>
}

export function createInvitationFeature(options: {
  connection: Connection
  clock: () => Date
  logger: Logger
  changes: ChangeLog
  audit: AuditTrail
  accounts: LinkedAccounts
  sessions: LinkedSessions
  newPasskeys: NewPasskeys
  addTeamMember: AddTeamMember
  joinCase: JoinCase
  /** Without it no recovery is mailed. */
  mail: MailSettings | undefined
  /** Of the house, without a slash at its end: what links begin with. */
  address: string
  isOurOrigin: IsOurOrigin
  perAccount: RateLimit
  limits: RateLimits
}): InvitationFeature {
  const { connection, clock, logger, changes, audit, accounts, sessions, newPasskeys, perAccount } = options
  const { address, mail, limits } = options
  const invitations = createInvitations(connection, clock)
  const asked = { invitations, accounts, audit }
  const recovery = createRecovery({
    ...asked,
    ...{ sessions, address },
    sendMail: mail && createMailer(mail),
    perAccount: limits('recovery', 3, 3_600),
  })
  const acceptInvitation = createAcceptInvitation({
    ...asked,
    ...{ changes, newPasskeys, addTeamMember: options.addTeamMember, joinCase: options.joinCase },
  })
  const makeInvitation = createMakeInvitation({ ...asked, address })

  return {
    openRouter: linkRoutes({
      ...{ invitations, acceptInvitation, recovery, newPasskeys, accounts, sessions, logger },
      isOurOrigin: options.isOurOrigin,
      networkLimit: limits('links.network', 300, 300),
      houseName: async (teamId) => {
        const fold = await changes.fold(`team:${teamId}`)
        return fold.get<CareTeam>('careTeam', teamId)?.after?.name ?? ''
      },
    }),
    ownRouter: invitationRoutes({
      ...{ invitations, makeInvitation, recovery, changes, audit, perAccount, clock },
    }),
    start: () => invitations.start(),
  }
}
