import {
  TicketAndCodeSchema,
  TicketSchema,
  type EnrolledSession,
  type OwnEnrolment,
  type SecondFactor,
} from '@colloque/contract'
import { DomainError, type Account } from '@colloque/domain'
import { Router, json, type Request } from 'express'
import type { Actor } from '../../platform/actor.ts'
import type { AuditTrail } from '../../platform/audit/index.ts'
import { parse } from '../../platform/commands.ts'
import type { RateLimit } from '../../platform/http/limits.ts'
import type { Accounts } from './accounts.ts'
import type { KnownDevices } from './devices.ts'
import type { Passkeys } from './passkeys.ts'
import { answerSession, setRefreshCookie } from './refresh-cookie.ts'
import type { SecondFactors } from './second-factors.ts'
import type { Sessions } from './sessions.ts'
import { ownRequests } from './own-requests.ts'
import type { TicketPurpose, Tickets } from './tickets.ts'

interface Parts {
  accounts: Pick<Accounts, 'find' | 'removeSecondFactor'>
  sessions: Pick<Sessions, 'open' | 'isRecent'>
  factors: SecondFactors
  tickets: Tickets
  devices: KnownDevices
  passkeys: Pick<Passkeys, 'of'>
  audit: Pick<AuditTrail, 'record' | 'note'>
  networkLimit: RateLimit
  /** Wrong codes of an account: who gets here knows its password. */
  codeLimit: RateLimit
  perAccount: RateLimit
  requiresSecondFactor(teamIds: readonly string[]): Promise<boolean>
}

const SMALL = json({ limit: '4kb' })

/** The second step of signing in. Mounted where the origin has been checked. */
export function secondFactorSignInRoutes(parts: Parts): Router {
  const { accounts, sessions, factors, tickets, devices, audit, networkLimit } = parts
  const tryCode = createTryCode(parts)
  const router = Router()
  const userAgent = ({ headers }: Request) => headers['user-agent'] ?? ''

  router.post('/session/second-factor', SMALL, async (request, response) => {
    await networkLimit.take(request.ip ?? '')
    const { ticket, code } = parse(TicketAndCodeSchema, request.body)
    const { account, result: factor } = await tryCode(ticket, 'secondFactor', ({ id }) =>
      factors.use(id, code),
    )
    const signedIn = await sessions.open(account, userAgent(request), ['password', factor])
    answerSession(response, signedIn, () => devices.remember(request, response, account.email))
  })

  router.post('/session/second-factor/enrolment', SMALL, async (request, response) => {
    await networkLimit.take(request.ip ?? '')
    const { ticket } = parse(TicketSchema, request.body)
    const held = await tickets.withSecret(ticket, 'enrolment', (id) => factors.newSecret(id).sealed)
    const account = held && (await accounts.find(held.accountId))
    if (!account || !held.secret) throw noTicket()
    response.setHeader('Cache-Control', 'no-store')
    response.json(factors.enrolment(held.secret, account))
  })

  router.post('/session/second-factor/enrolment/confirm', SMALL, async (request, response) => {
    await networkLimit.take(request.ip ?? '')
    const { ticket, code } = parse(TicketAndCodeSchema, request.body)
    const enrol = async ({ id }: Account, secret: string | null) =>
      secret === null ? undefined : factors.enrol(id, secret, code)
    const { account, result: recoveryCodes } = await tryCode(ticket, 'enrolment', enrol)
    await audit.record({
      ...trailOf(account.id),
      kind: 'factor.added',
      sessionId: null,
      detail: { factor: 'totp' },
    })
    const signedIn = await sessions.open(account, userAgent(request), ['password', 'totp'])
    setRefreshCookie(response, signedIn)
    devices.remember(request, response, account.email)
    response.setHeader('Cache-Control', 'no-store')
    const body: EnrolledSession = { accessToken: signedIn.accessToken, account, recoveryCodes }
    response.json(body)
  })

  return router
}

/** One's own second factor: seen at any time, changed soon after a proof. */
export function ownSecondFactorRoutes(parts: Parts): Router {
  const { accounts, sessions, factors, tickets, passkeys, audit, perAccount, requiresSecondFactor } = parts
  const tryCode = createTryCode(parts)
  const router = Router()

  const own = ownRequests({ sessions, perAccount })
  const withAccount = async (actor: Actor) => {
    const account = await accounts.find(actor.accountId)
    if (!account) throw new DomainError('unauthenticated')
    return { ...actor, account }
  }
  const take = async (request: Request) => withAccount(await own.take(request))
  const takeProved = async (request: Request) => withAccount(await own.takeProved(request))

  router
    .route('/me/second-factor')
    .get(async (request, response) => {
      const { account } = await take(request)
      const [held, required] = await Promise.all([
        factors.of(account.id),
        requiresSecondFactor(account.teamIds),
      ])
      const state: SecondFactor = {
        totp: held ? { createdAt: held.createdAt.toISOString() } : null,
        recoveryCodesLeft: held?.recoveryCodesLeft ?? 0,
        required,
      }
      response.json(state)
    })
    .post(async (request, response) => {
      const { account, sessionId } = await takeProved(request)
      const { sealed } = factors.newSecret(account.id)
      const ticket = await tickets.issue('ownEnrolment', { accountId: account.id, sessionId }, sealed)
      const enrolment: OwnEnrolment = { ...factors.enrolment(sealed, account), ticket }
      response.setHeader('Cache-Control', 'no-store')
      response.json(enrolment)
    })
    .delete(async (request, response) => {
      const { account, sessionId } = await takeProved(request)
      const [required, keys] = await Promise.all([
        requiresSecondFactor(account.teamIds),
        passkeys.of(account.id),
      ])
      if (required && keys.length === 0) throw new DomainError('conflict', { why: 'second_factor_required' })
      await accounts.removeSecondFactor(account.id)
      await audit.record({
        ...trailOf(account.id),
        kind: 'factor.removed',
        sessionId,
        detail: { factor: 'totp' },
      })
      response.status(204).end()
    })

  router.post('/me/second-factor/confirm', SMALL, async (request, response) => {
    const { account, sessionId } = await takeProved(request)
    const { ticket, code } = parse(TicketAndCodeSchema, request.body)
    const enrol = async ({ id }: Account, secret: string | null, heldBy: string | null) =>
      secret === null || id !== account.id || heldBy !== sessionId
        ? undefined
        : factors.enrol(id, secret, code)
    const { result: recoveryCodes } = await tryCode(ticket, 'ownEnrolment', enrol).catch((error: unknown) => {
      // The session is as good as before: what is wrong is what was typed.
      if (error instanceof DomainError && error.code === 'unauthenticated')
        throw new DomainError('invalid', { field: 'code', ...error.data })
      throw error
    })
    await audit.record({
      ...trailOf(account.id),
      kind: 'factor.added',
      sessionId,
      detail: { factor: 'totp' },
    })
    response.setHeader('Cache-Control', 'no-store')
    response.status(201).json({ recoveryCodes })
  })

  router.post('/me/second-factor/recovery-codes', async (request, response) => {
    const { account, sessionId } = await takeProved(request)
    const recoveryCodes = await factors.renewRecoveryCodes(account.id)
    await audit.record({
      ...trailOf(account.id),
      kind: 'factor.added',
      sessionId,
      detail: { factor: 'recoveryCodes' },
    })
    response.setHeader('Cache-Control', 'no-store')
    response.status(201).json({ recoveryCodes })
  })

  return router
}

const noTicket = () => new DomainError('unauthenticated', { why: 'ticket' })
const trailOf = (accountId: string) => ({ trail: `account:${accountId}`, accountId }) as const

/** Tries a code with a ticket: five to a ticket, ten wrong ones an hour to an account. */
const createTryCode =
  ({ accounts, tickets, codeLimit, audit }: Parts) =>
  async <Result>(
    ticket: string,
    purpose: TicketPurpose,
    use: (account: Account, secret: string | null, sessionId: string | null) => Promise<Result | undefined>,
  ): Promise<{ account: Account; result: Result }> => {
    const held = await tickets.tried(ticket, purpose)
    const account = held && (await accounts.find(held.accountId))
    if (!account) throw noTicket()
    await codeLimit.check(account.id)
    const result = await use(account, held.secret, held.sessionId)
    if (result === undefined) {
      await codeLimit.take(account.id).catch(() => undefined)
      audit.note({
        ...trailOf(account.id),
        kind: 'factor.failed',
        sessionId: held.sessionId,
        oncePerQuarter: true,
      })
      throw new DomainError('unauthenticated', { why: 'wrong_code', triesLeft: held.triesLeft })
    }
    if (!(await tickets.redeem(ticket))) throw noTicket()
    await codeLimit.forget(account.id)
    return { account, result }
  }
