import {
  NewCaseInvitationSchema,
  NewRecoverySchema,
  NewTeamInvitationSchema,
  type InvitationsSchema,
} from '@colloque/contract'
import { DomainError, IdSchema, type Permission } from '@colloque/domain'
import { Router, json, type Request } from 'express'
import type { z } from 'zod'
import type { Actor } from '../../platform/actor.ts'
import type { AuditTrail } from '../../platform/audit/index.ts'
import type { ChangeLog, StreamFold } from '../../platform/change-log/index.ts'
import { parse } from '../../platform/commands.ts'
import { actorOf } from '../../platform/http/authenticate.ts'
import type { RateLimit } from '../../platform/http/limits.ts'
import { requireAccess } from '../care-circle/access.ts'
import type { Invitations } from './invitations.ts'
import { detailOf, presented, trailOf, type MakeInvitation } from './make-invitation.ts'
import type { Recovery } from './recovery.ts'

/** Where links are made: in a team by whoever manages it, in a circle by its members. */
export function invitationRoutes(options: {
  invitations: Pick<Invitations, 'open' | 'withdraw'>
  makeInvitation: MakeInvitation
  recovery: Pick<Recovery, 'make'>
  changes: Pick<ChangeLog, 'fold'>
  audit: Pick<AuditTrail, 'record'>
  perAccount: RateLimit
  clock: () => Date
}): Router {
  const { invitations, makeInvitation, recovery, changes, audit, perAccount, clock } = options
  const router = Router()

  /** @throws not_found where the place is not theirs; invalid where it is and they may not */
  const enter = async (request: Request, kind: 'team' | 'case', permission: Permission) => {
    const actor = actorOf(request)
    await perAccount.take(actor.accountId)
    const id = parse(IdSchema, request.params['id'])
    const fold = await changes.fold(`${kind}:${id}`)
    requireAccess(fold, actor, permission, clock().toISOString())
    return { actor, id, fold }
  }

  interface Entered {
    readonly actor: Actor
    readonly id: string
    readonly fold: StreamFold
  }
  const places = [
    {
      path: '/teams/:id/invitations',
      enter: (request: Request) => enter(request, 'team', 'team.manage'),
      of: (id: string) => ({ kind: 'team', teamId: id }) as const,
      make: ({ fold, id, actor }: Entered, body: unknown) =>
        makeInvitation.team(fold, id, parse(NewTeamInvitationSchema, body), actor),
    },
    {
      path: '/cases/:id/invitations',
      enter: (request: Request) => enter(request, 'case', 'circle.manage'),
      of: (id: string) => ({ kind: 'case', caseId: id }) as const,
      make: ({ fold, id, actor }: Entered, body: unknown) =>
        makeInvitation.case(fold, id, parse(NewCaseInvitationSchema, body), actor),
    },
  ]

  for (const place of places) {
    router
      .route(place.path)
      .get(async (request, response) => {
        const { id } = await place.enter(request)
        const list: z.infer<typeof InvitationsSchema> = {
          items: (await invitations.open(place.of(id))).map(presented),
        }
        response.setHeader('Cache-Control', 'no-store')
        response.json(list)
      })
      .post(json({ limit: '4kb' }), async (request, response) => {
        const made = await place.make(await place.enter(request), request.body)
        response.setHeader('Cache-Control', 'no-store')
        response.status(201).json(made)
      })

    router.delete(`${place.path}/:invitationId`, async (request, response) => {
      const { actor, id } = await place.enter(request)
      const _id = parse(IdSchema, request.params['invitationId'])
      const [invitation] = await invitations.open({ ...place.of(id), _id })
      if (!invitation || !(await invitations.withdraw({ ...place.of(id), _id })))
        throw new DomainError('not_found')
      const { accountId, sessionId } = actor
      await audit.record({
        ...{ trail: trailOf(invitation), kind: 'invitation.withdrawn', accountId, sessionId },
        detail: detailOf(invitation),
      })
      response.status(204).end()
    })
  }

  router.post('/teams/:id/members/:accountId/recovery', json({ limit: '4kb' }), async (request, response) => {
    const { actor, fold } = await enter(request, 'team', 'team.manage')
    const { resetSecondFactor } = parse(NewRecoverySchema, request.body)
    const accountId = parse(IdSchema, request.params['accountId'])
    response.setHeader('Cache-Control', 'no-store')
    response.status(201).json(await recovery.make(fold, accountId, resetSecondFactor, actor))
  })

  return router
}
