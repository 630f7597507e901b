/** By what people sign in and show again who they are: passwords, passkeys, their limits and their routes. */
import type { Connection } from 'mongoose'
import type { Router } from 'express'
import { createRateLimit, type RateLimit } from '../../platform/http/limits.ts'
import type { IsOurOrigin } from '../../platform/http/security.ts'
import type { Accounts } from './accounts.ts'
import { createTryPassword } from './attempts.ts'
import { createChallenges } from './challenges.ts'
import { createPasskeyCeremonies } from './passkey-ceremonies.ts'
import { passkeyRoutes } from './passkey.routes.ts'
import { createPasskeys } from './passkeys.ts'
import { proofRoutes } from './proof.routes.ts'
import { createRelyingParty } from './relying-party.ts'
import { sessionRoutes } from './session.routes.ts'
import type { Sessions } from './sessions.ts'

export interface Identity {
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
  clock: () => Date
}): Identity {
  const { connection, accounts, sessions, origins, isOurOrigin, perAccount, clock } = parts
  const passkeys = createPasskeys(connection)
  const challenges = createChallenges(connection, clock)
  const relyingParty = createRelyingParty(origins)
  const ceremonies = createPasskeyCeremonies({ relyingParty, passkeys, challenges, clock })
  const networkLimit = createRateLimit(600, 60)
  const tryPassword = createTryPassword({
    failures: createRateLimit(10, 300),
    attempts: createRateLimit(100, 300),
    network: networkLimit,
  })
  const asked = { accounts, sessions, ceremonies, tryPassword, networkLimit }

  return {
    signInRouter: sessionRoutes({ ...asked, isOurOrigin }),
    ownRouters: [
      proofRoutes({ ...asked, passkeys, perAccount, clock }),
      passkeyRoutes({ accounts, sessions, passkeys, ceremonies, perAccount }),
    ],
    start: async () => {
      await Promise.all([passkeys.start(), challenges.start()])
    },
  }
}
