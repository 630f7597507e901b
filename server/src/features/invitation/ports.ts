/** What the feature needs of others; `app.ts` puts it in. */
import type { NewPasskey } from '@colloque/contract'
import type { Account, TeamMember } from '@colloque/domain'
import type { Request, Response } from 'express'
import type { Actor } from '../../platform/actor.ts'

/** Accounts, as far as links make and change them. */
export interface LinkedAccounts {
  find(accountId: string): Promise<Account | undefined>
  byEmail(email: string): Promise<Account | undefined>
  byRpps(rpps: string): Promise<Account | undefined>
  /** @throws conflict { field }; invalid for a password that is refused */
  create(account: Account, password: string | null): Promise<Account>
  /** @throws invalid for a password that is refused */
  setPassword(accountId: string, password: string): Promise<void>
  joinTeam(accountId: string, teamId: string): Promise<void>
  removeSecondFactor(accountId: string): Promise<void>
}

/** Passkeys of somebody who has no session yet: what binds the exchange together is the invitation's id. */
export interface NewPasskeys {
  registrationOptions(account: Account, boundTo: string): Promise<object>
  /** @throws invalid { why: 'passkey_refused' } */
  register(accountId: string, boundTo: string, made: NewPasskey): Promise<{ readonly _id: string }>
  remove(accountId: string, passkeyId: string): Promise<void>
}

/** By what somebody who was invited signs in from now on. */
export type NewcomersMeans = 'password' | 'passkey'

export interface LinkedSessions {
  /** @returns who a bearer token speaks for */
  authenticate(accessToken: string): Promise<Actor | undefined>
  /**
   * Opens a session for a newcomer and sets its cookie.
   * @returns the access token
   * @throws unauthenticated `SecondFactorNeeded` where their team lets nobody in by a password alone
   */
  open(request: Request, response: Response, account: Account, by: NewcomersMeans): Promise<string>
  endAll(accountId: string): Promise<unknown>
  /** A sign-in or a proof of the last ten minutes. */
  isRecent(sessionId: string): Promise<boolean>
}

/** Gives somebody named in a circle the account with which they see it. */
export type JoinCase = (
  invitation: { readonly caseId: string; readonly memberId: string; readonly invitationId: string },
  account: Account,
) => Promise<void>

export type AddTeamMember = (member: Omit<TeamMember, 'status' | 'siteIds'>) => Promise<void>
