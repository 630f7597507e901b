/** Sign-in at an identity provider: whose account it is, and what app.ts needs of it. */
import type { Account } from '@colloque/domain'
import type { Connection } from 'mongoose'
import type { Router } from 'express'
import type { AuditTrail } from '../../platform/audit/index.ts'
import type { RateLimit, RateLimits } from '../../platform/http/limits.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Accounts } from './accounts.ts'
import { createOidcAttempts } from './oidc-attempts.ts'
import { isSameProfession, type ProvidedIdentity } from './oidc-claims.ts'
import { createOidcClient, OidcError, type OidcSettings } from './oidc-client.ts'
import { identityRoutes, oidcRoutes } from './oidc.routes.ts'
import type { Sessions } from './sessions.ts'

export interface Oidc {
  /** Where one signs in. */
  readonly signInRouter: Router
  /** Behind `authenticated`. */
  readonly ownRouter: Router
  start(): Promise<void>
}

export type OidcAccounts = Pick<
  Accounts,
  'find' | 'byIdentity' | 'byRpps' | 'linkIdentity' | 'unlinkIdentity' | 'identities' | 'hasPassword'
>

export function createOidc(parts: {
  connection: Connection
  clock: () => Date
  logger: Logger
  accounts: OidcAccounts
  sessions: Sessions
  audit: AuditTrail
  /** Without it one signs in here alone. */
  settings: OidcSettings | undefined
  /** Of the house, without a slash at its end: where the provider sends browsers back to. */
  address: string
  /** Whether a password would not be enough for this account. */
  asksSecondFactor(account: Account): Promise<boolean>
  hasPasskey(accountId: string): Promise<boolean>
  perAccount: RateLimit
  limits: RateLimits
}): Oidc {
  const { connection, clock, logger, accounts, sessions, audit, settings, address, perAccount } = parts
  const attempts = createOidcAttempts(connection, clock)
  const redirectUri = `${address}/api/v1/session/oidc/callback`
  const client = settings && createOidcClient(settings, { redirectUri, clock })

  /** @throws OidcError for somebody whom no house has an account for */
  async function accountOf(person: ProvidedIdentity): Promise<Account> {
    const linked = await accounts.byIdentity(person.issuer, person.subject)
    if (linked) return linked
    // The number was set by the house; only a provider that vouches for it may be believed.
    const { rpps, professions } = person
    const found = settings?.proSanteConnect && rpps !== undefined ? await accounts.byRpps(rpps) : undefined
    if (!found) throw new OidcError('oidc_unknown')
    // A slip in the number would hand the account to whoever has that number: this finds many of them.
    if (!isSameProfession(found.profession, professions)) throw new OidcError('oidc_profession')
    await accounts.linkIdentity(found.id, person)
    await audit.record({
      ...{ trail: `account:${found.id}`, kind: 'identity.linked', accountId: found.id, sessionId: null },
      detail: { by: 'rpps' },
    })
    return found
  }

  const asked = { attempts, client, sessions, logger, redirectUri }
  return {
    signInRouter: oidcRoutes({
      ...asked,
      name: settings?.name ?? null,
      networkLimit: parts.limits('oidc.network', 120, 60),
      signIn: async (person) => {
        const account = await accountOf(person)
        if (!person.twoFactors && (await parts.asksSecondFactor(account)))
          throw new OidcError('oidc_second_factor')
        return account
      },
      link: async (person, accountId, sessionId) => {
        const holder = await accounts.byIdentity(person.issuer, person.subject)
        if (holder && holder.id !== accountId) throw new OidcError('oidc_taken')
        await accounts.linkIdentity(accountId, person)
        await audit.record({
          ...{ trail: `account:${accountId}`, kind: 'identity.linked', accountId, sessionId },
          detail: { by: 'person' },
        })
      },
    }),
    ownRouter: identityRoutes({
      ...asked,
      ...{ accounts, audit, perAccount, settings, hasPasskey: parts.hasPasskey },
    }),
    start: () => attempts.start(),
  }
}

export type { OidcSettings }
