import type { AcceptInvitation } from '@colloque/contract'
import { DomainError, type Account } from '@colloque/domain'
import type { AuditTrail } from '../../platform/audit/index.ts'
import type { ChangeLog } from '../../platform/change-log/index.ts'
import type { Invitations, StoredInvitation } from './invitations.ts'
import { detailOf, memberToInvite, trailOf } from './make-invitation.ts'
import type { AddTeamMember, JoinCase, LinkedAccounts, NewcomersMeans, NewPasskeys } from './ports.ts'

export interface Accepted {
  readonly account: Account
  /** Undefined for whoever was signed in. */
  readonly by: NewcomersMeans | undefined
  readonly caseId: string | null
}

export interface AcceptInvitationService {
  /**
   * Joins what the link is for, once: with the account that is signed in, or with a new one.
   * @param signedIn id of the account whose session asks
   * @throws not_found { why }; unauthenticated { why: 'sign_in_first' } where the address has an account; conflict;
   *   invalid for a password or passkey that is refused. The link is as good as before then.
   */
  accept(input: AcceptInvitation, signedIn: string | undefined): Promise<Accepted>
  /** Whom a passkey would be made for. @throws not_found; unauthenticated as above */
  newcomer(token: string): Promise<{ readonly account: Account; readonly invitationId: string }>
}

export function createAcceptInvitation(parts: {
  invitations: Pick<Invitations, 'read' | 'take' | 'giveBack'>
  accounts: LinkedAccounts
  newPasskeys: NewPasskeys
  addTeamMember: AddTeamMember
  joinCase: JoinCase
  changes: Pick<ChangeLog, 'fold'>
  audit: Pick<AuditTrail, 'record'>
}): AcceptInvitationService {
  const { invitations, accounts, newPasskeys, addTeamMember, joinCase, changes, audit } = parts

  /** The invitation of a link, when this person may accept it. */
  async function admit(token: string, signedIn: string | undefined): Promise<StoredInvitation> {
    const invitation = await invitations.read(token)
    if (invitation.kind === 'recovery') throw new DomainError('not_found', { why: 'unknown' })
    const holder = await accounts.byEmail(invitation.email)
    // The link alone must never be a way into an account that there is.
    if (holder && signedIn === undefined) throw new DomainError('unauthenticated', { why: 'sign_in_first' })
    if (holder && holder.id !== signedIn) throw new DomainError('conflict', { why: 'of_another_account' })
    if (invitation.caseId !== null && invitation.memberId !== null)
      memberToInvite(await changes.fold(`case:${invitation.caseId}`), invitation.memberId)
    return invitation
  }

  async function create(invitation: StoredInvitation, input: AcceptInvitation): Promise<Account> {
    const { password, passkey } = input
    const account = accountOf(invitation, input.name)
    if (!passkey) return accounts.create(account, password ?? null)
    const { _id } = await newPasskeys.register(account.id, invitation._id, passkey)
    try {
      return await accounts.create(account, null)
    } catch (error) {
      // Nobody else who accepts this invitation may find a passkey of somebody before them.
      await newPasskeys.remove(account.id, _id)
      throw error
    }
  }

  async function join(invitation: StoredInvitation, account: Account): Promise<void> {
    const { _id: invitationId, kind, teamId, caseId, memberId } = invitation
    if (kind === 'case' && caseId !== null && memberId !== null)
      return joinCase({ caseId, memberId, invitationId }, account)
    if (teamId === null) throw new Error('an invitation to nothing')
    const { id: accountId, name, profession, phone } = account
    // A relative who signs in does not turn into a colleague.
    if (profession === null) throw new DomainError('conflict', { why: 'no_profession' })
    await accounts.joinTeam(accountId, teamId)
    await addTeamMember({ teamId, accountId, name, profession, phone, administrator: false })
  }

  return {
    newcomer: async (token) => {
      const invitation = await admit(token, undefined)
      return { account: accountOf(invitation, undefined), invitationId: invitation._id }
    },
    accept: async (input, signedIn) => {
      await admit(input.token, signedIn)
      if (signedIn === undefined && (input.password === undefined) === (input.passkey === undefined))
        throw new DomainError('invalid', { field: 'password', why: 'password_or_passkey' })
      const invitation = await invitations.take(input.token)
      try {
        const found = signedIn === undefined ? undefined : await accounts.find(signedIn)
        const account = found ?? (await create(invitation, input))
        await join(invitation, account)
        await audit.record({
          trail: trailOf(invitation),
          kind: 'invitation.used',
          accountId: account.id,
          sessionId: null,
          detail: { ...detailOf(invitation), isNew: !found },
        })
        return {
          account: (await accounts.find(account.id)) ?? account,
          by: found ? undefined : input.passkey ? 'passkey' : 'password',
          caseId: invitation.caseId,
        }
      } catch (error) {
        await invitations.giveBack(invitation._id)
        throw error
      }
    },
  }
}

/** The account that a newcomer gets; its address is the one that was invited. */
function accountOf(invitation: StoredInvitation, name: string | undefined): Account {
  const { accountId, email, profession, rpps, kind, teamId } = invitation
  const teamIds = kind === 'team' && teamId !== null ? [teamId] : []
  return { id: accountId, email, name: name ?? invitation.name, profession, phone: null, teamIds, rpps }
}
