/** How people come in: accounts, sessions, factors, sign-in elsewhere, links; put together for `app.ts`. */
import { DomainError } from '@colloque/domain'
import type { Router } from 'express'
import type { Connection } from 'mongoose'
import { createJoinCase } from '../features/care-circle/join-case.ts'
import type { CareTeams } from '../features/care-team/care-team.ts'
import { createInvitationFeature } from '../features/invitation/invitation.ts'
import { createAccounts, type Accounts } from '../features/session/accounts.ts'
import { createIdentity } from '../features/session/identity.ts'
import { createOidc, type OidcSettings } from '../features/session/oidc.ts'
import { setRefreshCookie } from '../features/session/refresh-cookie.ts'
import { createSessions, type Sessions } from '../features/session/sessions.ts'
import { createTokens } from '../features/session/tokens.ts'
import type { Actor } from '../platform/actor.ts'
import type { AuditTrail } from '../platform/audit/index.ts'
import type { ChangeLog } from '../platform/change-log/index.ts'
import type { RateLimit, RateLimits } from '../platform/http/limits.ts'
import type { IsOurOrigin } from '../platform/http/security.ts'
import type { Logger } from '../platform/logger.ts'
import type { MailSettings } from '../platform/mail.ts'
import type { KeyRing } from '../platform/secret.ts'
import { createTeamsOfAccounts } from './teams-of-accounts.ts'

interface EntryOptions {
  readonly connection: Connection
  readonly keys: KeyRing
  readonly clock: () => Date
  readonly logger: Logger
  readonly changes: ChangeLog
  readonly audit: AuditTrail
  readonly teams: CareTeams
  readonly origins: readonly string[]
  readonly isOurOrigin: IsOurOrigin
  readonly perAccount: RateLimit
  readonly limits: RateLimits
  readonly tellSessionEnded: (sessionId: string) => Promise<void>
  readonly beginLookAtSessions: () => () => void
  readonly oidc: OidcSettings | undefined
  readonly mail: MailSettings | undefined
  /** What links begin with. */
  readonly address: string
  /** What became of a password; for metrics. */
  onPasswordTried(result: 'right' | 'wrong' | 'rate_limited'): void
}

export interface Entry {
  readonly accounts: Accounts
  readonly sessions: Sessions
  /** For those who are not signed in, and before `authenticated`. */
  readonly openRouters: readonly Router[]
  /** For those who are. */
  readonly ownRouters: readonly Router[]
  /**
   * Opens a session that has shown who it is, for a program that acts for somebody and knows their password.
   * @throws DomainError unauthenticated for a wrong one
   */
  proveByPassword(accountId: string, password: string): Promise<{ actor: Actor; end(): Promise<void> }>
  start(): Promise<void>
}

export function createEntry(options: EntryOptions): Entry {
  const { connection, keys, clock, logger, changes, audit, teams } = options
  const { origins, isOurOrigin, perAccount, limits, mail, address } = options
  const teamsOfAccounts = createTeamsOfAccounts(changes)
  const requiresSecondFactor = teamsOfAccounts.requireSecondFactor
  const accounts = createAccounts({ connection, teamNames: teamsOfAccounts.names })
  const sessions = createSessions({
    ...{ connection, accounts, tokens: createTokens(keys, clock) },
    ...{ audit, requiresSecondFactor, clock, logger },
    tellOthers: options.tellSessionEnded,
    beginLook: options.beginLookAtSessions,
  })
  const identity = createIdentity({
    ...{ connection, accounts, sessions, origins, isOurOrigin, perAccount, limits },
    ...{ keys, audit, requiresSecondFactor, clock },
    onPasswordTried: options.onPasswordTried,
  })
  const oidc = createOidc({
    ...{ connection, clock, logger, accounts, sessions, audit, address, perAccount, limits },
    settings: options.oidc,
    hasPasskey: identity.hasPasskey,
    asksSecondFactor: async ({ id, teamIds }) =>
      (await requiresSecondFactor(teamIds)) || (await accounts.hasSecondFactor(id)),
  })
  const invitation = createInvitationFeature({
    ...{ connection, clock, logger, changes, audit, accounts, isOurOrigin, perAccount, limits },
    ...{ mail, address },
    sessions: {
      ...{ authenticate: sessions.authenticate, endAll: sessions.endAll, isRecent: sessions.isRecent },
      open: async (request, response, account, by) => {
        const userAgent = request.headers['user-agent'] ?? ''
        const signedIn =
          by === 'password'
            ? await identity.afterPassword(account, userAgent)
            : await sessions.open(account, userAgent, [by])
        setRefreshCookie(response, signedIn)
        return signedIn.accessToken
      },
    },
    newPasskeys: identity.newPasskeys,
    addTeamMember: teams.addMember,
    joinCase: createJoinCase(changes),
  })

  return {
    accounts,
    sessions,
    openRouters: [identity.signInRouter, oidc.signInRouter, invitation.openRouter],
    ownRouters: [...identity.ownRouters, oidc.ownRouter, invitation.ownRouter],
    proveByPassword: async (accountId, password) => {
      const account = await accounts.find(accountId)
      const proved = account && (await accounts.authenticate(account.email, password))
      if (proved?.id !== accountId) throw new DomainError('unauthenticated')
      const { accessToken } = await sessions.open(proved, 'program', ['password'])
      const actor = await sessions.authenticate(accessToken)
      if (!actor) throw new DomainError('unauthenticated')
      await sessions.prove(actor.sessionId, 'password')
      return { actor, end: () => sessions.end(actor.sessionId) }
    },
    start: async () => {
      await Promise.all([
        accounts.start(),
        sessions.start(),
        identity.start(),
        oidc.start(),
        invitation.start(),
      ])
    },
  }
}
