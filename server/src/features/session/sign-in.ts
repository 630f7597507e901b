/** What comes after a right password: a session, or the question for more. */
import type { Factor, SecondFactorNeeded } from '@colloque/contract'
import { DomainError, type Account } from '@colloque/domain'
import type { Passkeys } from './passkeys.ts'
import type { SecondFactors } from './second-factors.ts'
import type { Sessions, SignedIn } from './sessions.ts'
import type { Tickets } from './tickets.ts'

export interface SignIn {
  /**
   * Opens a session where a password is enough.
   * @throws unauthenticated `SecondFactorNeeded`
   */
  afterPassword(account: Account, userAgent: string): Promise<SignedIn>
}

export function createSignIn(parts: {
  sessions: Pick<Sessions, 'open'>
  factors: Pick<SecondFactors, 'of'>
  passkeys: Pick<Passkeys, 'of'>
  tickets: Pick<Tickets, 'issue'>
  requiresSecondFactor(teamIds: readonly string[]): Promise<boolean>
}): SignIn {
  const { sessions, factors, passkeys, tickets, requiresSecondFactor } = parts
  const refuse = (needed: SecondFactorNeeded) => new DomainError('unauthenticated', needed)

  return {
    afterPassword: async (account, userAgent) => {
      const holder = { accountId: account.id, sessionId: null }
      const [totp, keys, isRequired] = await Promise.all([
        factors.of(account.id),
        passkeys.of(account.id),
        requiresSecondFactor(account.teamIds),
      ])
      if (!totp && !isRequired) return sessions.open(account, userAgent, ['password'])
      if (!totp && keys.length === 0)
        throw refuse({
          why: 'second_factor_enrolment',
          ticket: await tickets.issue('enrolment', holder),
        })
      const able: Factor[] = [
        ...(totp ? (['totp'] as const) : []),
        ...(totp && totp.recoveryCodesLeft > 0 ? (['recoveryCode'] as const) : []),
        ...(keys.length > 0 ? (['passkey'] as const) : []),
      ]
      throw refuse({
        why: 'second_factor',
        ticket: await tickets.issue('secondFactor', holder),
        factors: able,
      })
    },
  }
}
