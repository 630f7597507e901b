import {
  AcceptInvitationSchema,
  AskRecoverySchema,
  ReadLinkSchema,
  UseRecoverySchema,
  type AcceptedInvitation,
  type InvitationLink,
} from '@colloque/contract'
import { DomainError } from '@colloque/domain'
import { Router, json, type Request } from 'express'
import { parse } from '../../platform/commands.ts'
import type { RateLimit } from '../../platform/http/limits.ts'
import type { IsOurOrigin } from '../../platform/http/security.ts'
import type { Logger } from '../../platform/logger.ts'
import type { AcceptInvitationService } from './accept-invitation.ts'
import type { Invitations } from './invitations.ts'
import type { LinkedAccounts, LinkedSessions, NewPasskeys } from './ports.ts'
import type { Recovery } from './recovery.ts'

/** Where links are used, by people who have not signed in. */
export function linkRoutes(options: {
  invitations: Pick<Invitations, 'read'>
  acceptInvitation: AcceptInvitationService
  recovery: Recovery
  newPasskeys: Pick<NewPasskeys, 'registrationOptions'>
  accounts: Pick<LinkedAccounts, 'byEmail' | 'find'>
  sessions: Pick<LinkedSessions, 'authenticate' | 'open'>
  houseName(teamId: string): Promise<string>
  isOurOrigin: IsOurOrigin
  /** By address of the network. */
  networkLimit: RateLimit
  logger: Logger
}): Router {
  const { invitations, acceptInvitation, recovery, newPasskeys, accounts, sessions, networkLimit } = options
  const router = Router()

  // What is accepted here sets the cookie of a session: only our own pages may have it set.
  router.use('/invitations', async (request, response, next) => {
    if (!options.isOurOrigin(request.headers.origin, request.headers.host))
      throw new DomainError('invalid', { why: 'origin' })
    await networkLimit.take(request.ip ?? '')
    response.setHeader('Cache-Control', 'no-store')
    next()
  })

  const signedIn = async ({ headers }: Request) => {
    if (headers.authorization === undefined) return undefined
    const [scheme, token = ''] = headers.authorization.split(' ')
    const actor = scheme === 'Bearer' ? await sessions.authenticate(token) : undefined
    // A session that has just ended must not turn into a new account.
    if (!actor) throw new DomainError('unauthenticated')
    return actor.accountId
  }
  const nameOf = async (accountId: string | null) =>
    accountId === null ? null : ((await accounts.find(accountId))?.name ?? null)

  router.post('/invitations/read', json({ limit: '4kb' }), async (request, response) => {
    const { token } = parse(ReadLinkSchema, request.body)
    const invitation = await invitations.read(token)
    const { kind, email, name, profession, teamId, madeBy, resetSecondFactor, expiresAt } = invitation
    const link: InvitationLink = {
      ...{ kind, email, name, profession, resetsSecondFactor: resetSecondFactor },
      house: teamId === null ? '' : await options.houseName(teamId),
      invitedBy: await nameOf(madeBy),
      hasAccount: kind === 'recovery' || (await accounts.byEmail(email)) !== undefined,
      expiresAt: expiresAt.toISOString(),
    }
    response.json(link)
  })

  router.post('/invitations/passkey/options', json({ limit: '4kb' }), async (request, response) => {
    const { token } = parse(ReadLinkSchema, request.body)
    const { account, invitationId } = await acceptInvitation.newcomer(token)
    response.json(await newPasskeys.registrationOptions(account, invitationId))
  })

  router.post('/invitations/accept', json({ limit: '32kb' }), async (request, response) => {
    const input = parse(AcceptInvitationSchema, request.body)
    const { account, by, caseId } = await acceptInvitation.accept(input, await signedIn(request))
    const accessToken = by ? await sessions.open(request, response, account, by) : null
    const accepted: AcceptedInvitation = { accessToken, account, caseId }
    response.json(accepted)
  })

  router.get('/session/recovery', (_request, response) => {
    response.json({ byMail: recovery.byMail })
  })

  router.post('/session/recovery', json({ limit: '4kb' }), async (request, response) => {
    await networkLimit.take(request.ip ?? '', RECOVERY_POINTS)
    const { email } = parse(AskRecoverySchema, request.body)
    // Answered before anything is looked up: an account or none, it takes as long.
    response.status(202).json({})
    recovery.ask(email).catch((error: unknown) => {
      options.logger.error({ name: (error as Error).name }, 'a recovery was not mailed')
    })
  })

  router.post('/session/recovery/use', json({ limit: '4kb' }), async (request, response) => {
    await networkLimit.take(request.ip ?? '', RECOVERY_POINTS)
    const { token, password } = parse(UseRecoverySchema, request.body)
    await recovery.use(token, password)
    response.status(204).end()
  })

  return router
}

/** A recovery weighs as much as so many readings of a link. */
const RECOVERY_POINTS = 10
