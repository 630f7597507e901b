/** By what people sign in and show again who they are: passwords, passkeys, their limits and their routes. */
import type { Connection } from 'mongoose'
import type { Router } from 'express'
import type { AuditTrail } from '../../platform/audit/index.ts'
import type { RateLimit, RateLimits } from '../../platform/http/limits.ts'
import type { IsOurOrigin } from '../../platform/http/security.ts'
import { createSealer } from '../../platform/sealed.ts'
import type { KeyRing } from '../../platform/secret.ts'
import type { Accounts } from './accounts.ts'
import { createTryPassword, type AttemptLimits } from './attempts.ts'
import { createChallenges } from './challenges.ts'
import { createKnownDevices } from './devices.ts'
import { ownSessionsRoutes } from './own-sessions.routes.ts'
import { createPasskeyCeremonies, type PasskeyCeremonies } from './passkey-ceremonies.ts'
import { passkeyRoutes } from './passkey.routes.ts'
import { createPasskeys, type Passkeys } from './passkeys.ts'
import { proofRoutes } from './proof.routes.ts'
import { createRelyingParty } from './relying-party.ts'
import { ownSecondFactorRoutes, secondFactorSignInRoutes } from './second-factor.routes.ts'
import { createSecondFactors } from './second-factors.ts'
import { sessionRoutes } from './session.routes.ts'
import type { Sessions } from './sessions.ts'
import { createSignIn, type SignIn } from './sign-in.ts'
import { createTickets } from './tickets.ts'

export interface Identity {
  /** Passkeys of somebody who gets an account just now. */
  readonly newPasskeys: Pick<PasskeyCeremonies, 'registrationOptions' | 'register'> & Pick<Passkeys, 'remove'>
  hasPasskey(accountId: string): Promise<boolean>
  /** Opens a session for whoever has just chosen a password, or asks for more. @throws as `SignIn` does */
  readonly afterPassword: SignIn['afterPassword']
  /** Where one signs in; checks the origin of whatever is under `/session`. */
  readonly signInRouter: Router
  /** Of a session that is open: behind `authenticated`. */
  readonly ownRouters: readonly Router[]
  start(): Promise<void>
}

export function createIdentity(parts: {
  connection: Connection
  accounts: Accounts
  sessions: Sessions
  /** As configured: what passkeys are bound to. */
  origins: readonly string[]
  isOurOrigin: IsOurOrigin
  perAccount: RateLimit
  limits: RateLimits
  keys: KeyRing
  audit: Pick<AuditTrail, 'record' | 'note'>
  /** Whether one of these teams lets nobody in by a password alone. */
  requiresSecondFactor(teamIds: readonly string[]): Promise<boolean>
  clock: () => Date
  /** What became of a password; for metrics. */
  onPasswordTried: AttemptLimits['onTried']
}): Identity {
  const { connection, accounts, sessions, origins, isOurOrigin, perAccount, keys, audit, clock } = parts
  const { requiresSecondFactor, limits } = parts
  const passkeys = createPasskeys(connection)
  const challenges = createChallenges(connection, clock)
  const relyingParty = createRelyingParty(origins)
  const ceremonies = createPasskeyCeremonies({ relyingParty, passkeys, challenges, clock })
  const networkLimit = limits('sign-in.network', 600, 60)
  const tryPassword = createTryPassword({
    failures: limits('sign-in.failures', 10, 300),
    attempts: limits('sign-in.attempts', 100, 300),
    network: networkLimit,
    onTried: parts.onPasswordTried,
  })
  const factors = createSecondFactors(accounts.collection, createSealer(keys, 'second factor'), clock)
  const tickets = createTickets(challenges, clock)
  const devices = createKnownDevices(keys)
  const signIn = createSignIn({ sessions, factors, passkeys, tickets, requiresSecondFactor })
  const asked = { accounts, sessions, ceremonies, tryPassword, networkLimit }
  const second = {
    ...{ accounts, sessions, factors, tickets, devices, passkeys, audit, networkLimit, perAccount },
    codeLimit: limits('sign-in.codes', 10, 3_600),
    requiresSecondFactor,
  }

  return {
    newPasskeys: { ...ceremonies, remove: passkeys.remove },
    afterPassword: signIn.afterPassword,
    hasPasskey: async (accountId) => (await passkeys.of(accountId)).length > 0,
    signInRouter: sessionRoutes({
      ...asked,
      ...{ isOurOrigin, signIn, devices, audit },
      secondStep: secondFactorSignInRoutes(second),
    }),
    ownRouters: [
      proofRoutes({ ...asked, passkeys, perAccount, clock }),
      passkeyRoutes({ accounts, sessions, passkeys, ceremonies, audit, perAccount }),
      ownSecondFactorRoutes(second),
      ownSessionsRoutes({ accounts, sessions, audit, perAccount }),
    ],
    start: async () => {
      await Promise.all([passkeys.start(), challenges.start()])
      await factors.reseal()
    },
  }
}
