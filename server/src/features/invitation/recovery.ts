/** Back into an account whose password is lost: by a mail that its owner asks for, or a link from an administrator. */
import { RECOVERY_PATH, type MadeRecovery } from '@colloque/contract'
import { DomainError, type CareTeam, type TeamMember } from '@colloque/domain'
import type { Actor } from '../../platform/actor.ts'
import type { AuditTrail } from '../../platform/audit/index.ts'
import type { StreamFold } from '../../platform/change-log/index.ts'
import type { RateLimit } from '../../platform/http/limits.ts'
import type { SendMail } from '../../platform/mail.ts'
import type { Invitations } from './invitations.ts'
import type { LinkedAccounts, LinkedSessions } from './ports.ts'
import { recoveryMail, recoveryNotice } from './recovery-mail.ts'

const BY_MAIL_MS = 3_600_000
const BY_ADMINISTRATOR_MS = 86_400_000

export interface Recovery {
  readonly byMail: boolean
  /**
   * Mails a link to whoever has the address. Says to nobody whether anybody has, and may be awaited by nobody who
   * answers a stranger: it takes longer where there is an account.
   */
  ask(email: string): Promise<void>
  /**
   * A link for a member of a team whose administrator asks for it.
   * @throws not_found; invalid { why: 'administrators_only' | 'own_account' }; conflict { why: 'proof_needed' }
   */
  make(fold: StreamFold, accountId: string, resetSecondFactor: boolean, actor: Actor): Promise<MadeRecovery>
  /** Sets the password, once, and ends all sessions. @throws not_found { why }; invalid for the password: the link is as good as before */
  use(token: string, password: string): Promise<void>
}

export function createRecovery(parts: {
  invitations: Invitations
  accounts: LinkedAccounts
  sessions: Pick<LinkedSessions, 'endAll' | 'isRecent'>
  audit: Pick<AuditTrail, 'record'>
  sendMail: SendMail | undefined
  /** Mails to one account. */
  perAccount: RateLimit
  address: string
}): Recovery {
  const { invitations, accounts, sessions, audit, sendMail, perAccount, address } = parts
  const linkTo = (token: string) => `${address}${RECOVERY_PATH}#${token}`

  return {
    byMail: sendMail !== undefined,

    ask: async (email) => {
      const account = sendMail && (await accounts.byEmail(email))
      if (!account || !(await isWithin(perAccount, account.id))) return
      const { id: accountId, name } = account
      const detail = { by: 'mail' }
      await audit.record({
        ...{ trail: `account:${accountId}`, kind: 'recovery.asked' },
        ...{ accountId: null, sessionId: null, detail },
      })
      const made = { kind: 'recovery', accountId, email: account.email, name, madeBy: null } as const
      const { token } = await invitations.make(made, BY_MAIL_MS)
      await sendMail({ to: account.email, ...recoveryMail(linkTo(token)) })
    },

    make: async (fold, accountId, resetSecondFactor, actor) => {
      const members = fold.all<TeamMember>('teamMember').flatMap(({ after }) => (after ? [after] : []))
      const active = (id: string) => members.find((one) => one.accountId === id && one.status === 'active')
      // A coordinator may invite; to open somebody else's account is for administrators alone.
      if (!active(actor.accountId)?.administrator)
        throw new DomainError('invalid', { why: 'administrators_only' })
      if (accountId === actor.accountId) throw new DomainError('invalid', { why: 'own_account' })
      const account = active(accountId) && (await accounts.find(accountId))
      if (!account) throw new DomainError('not_found')
      if (!(await sessions.isRecent(actor.sessionId)))
        throw new DomainError('conflict', { why: 'proof_needed' })
      const { email, name } = account
      await audit.record({
        ...{ trail: `account:${accountId}`, kind: 'recovery.asked' },
        ...{ accountId: actor.accountId, sessionId: actor.sessionId },
        detail: { by: 'administrator', resetSecondFactor },
      })
      await invitations.withdraw({ kind: 'recovery', accountId })
      const teamId = teamIdOf(fold)
      const { invitation, token } = await invitations.make(
        { kind: 'recovery', accountId, teamId, email, name, resetSecondFactor, madeBy: actor.accountId },
        BY_ADMINISTRATOR_MS,
      )
      const notice = recoveryNotice({ by: actor.name, resetSecondFactor })
      const toldByMail = sendMail ? await succeeds(sendMail({ to: email, ...notice })) : false
      return {
        link: linkTo(token),
        expiresAt: invitation.expiresAt.toISOString(),
        resetsSecondFactor: resetSecondFactor,
        toldByMail,
      }
    },

    use: async (token, password) => {
      const { kind } = await invitations.read(token)
      if (kind !== 'recovery') throw new DomainError('not_found', { why: 'unknown' })
      const { _id, accountId, resetSecondFactor, madeBy } = await invitations.take(token)
      try {
        await accounts.setPassword(accountId, password)
      } catch (error) {
        await invitations.giveBack(_id)
        throw error
      }
      if (resetSecondFactor) await accounts.removeSecondFactor(accountId)
      await sessions.endAll(accountId)
      await invitations.withdraw({ kind: 'recovery', accountId })
      await audit.record({
        ...{ trail: `account:${accountId}`, kind: 'recovery.used', accountId, sessionId: null },
        detail: { by: madeBy === null ? 'mail' : 'administrator', madeBy, resetSecondFactor },
      })
    },
  }
}

const teamIdOf = (fold: StreamFold) => fold.all<CareTeam>('careTeam')[0]?.id ?? null

/** Too many mails are told to nobody: that would say that there is an account. */
async function isWithin(limit: RateLimit, key: string): Promise<boolean> {
  return succeeds(limit.take(key))
}

const succeeds = (done: Promise<unknown>): Promise<boolean> =>
  done.then(
    () => true,
    () => false,
  )
