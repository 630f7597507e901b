import {
  NewPasskeySchema,
  PasskeyIdSchema,
  RenamedPasskeySchema,
  type Passkey,
  type PasskeysSchema,
} from '@colloque/contract'
import { DomainError } from '@colloque/domain'
import { Router, json, type Request } from 'express'
import type { z } from 'zod'
import type { AuditTrail } from '../../platform/audit/index.ts'
import { parse } from '../../platform/commands.ts'
import type { RateLimit } from '../../platform/http/limits.ts'
import type { Accounts } from './accounts.ts'
import type { PasskeyCeremonies } from './passkey-ceremonies.ts'
import type { Passkeys, StoredPasskey } from './passkeys.ts'
import { ownRequests } from './own-requests.ts'
import type { Sessions } from './sessions.ts'

/** One's own passkeys. What changes by what one signs in wants a fresh proof, or a sign-in as fresh. */
export function passkeyRoutes(options: {
  accounts: Pick<Accounts, 'find'>
  sessions: Pick<Sessions, 'isRecent'>
  passkeys: Passkeys
  ceremonies: Pick<PasskeyCeremonies, 'registrationOptions' | 'register'>
  audit: Pick<AuditTrail, 'record'>
  perAccount: RateLimit
}): Router {
  const { accounts, sessions, passkeys, ceremonies, audit, perAccount } = options
  const router = Router()

  const { take, takeProved } = ownRequests({ sessions, perAccount })

  router
    .route('/me/passkeys')
    .get(async (request, response) => {
      const { accountId } = await take(request)
      const list: z.infer<typeof PasskeysSchema> = { items: (await passkeys.of(accountId)).map(presented) }
      response.json(list)
    })
    .post(json({ limit: '32kb' }), async (request, response) => {
      const { accountId, sessionId } = await takeProved(request)
      const made = parse(NewPasskeySchema, request.body)
      const passkey = await ceremonies.register(accountId, sessionId, made)
      await audit.record({
        ...trailOf(accountId),
        kind: 'factor.added',
        sessionId,
        detail: { factor: 'passkey' },
      })
      response.status(201).json(presented(passkey))
    })

  router.post('/me/passkeys/options', async (request, response) => {
    const { accountId, sessionId } = await takeProved(request)
    const account = await accounts.find(accountId)
    if (!account) throw new DomainError('unauthenticated')
    response.json(await ceremonies.registrationOptions(account, sessionId))
  })

  router
    .route('/me/passkeys/:passkeyId')
    .patch(json({ limit: '4kb' }), async (request, response) => {
      const { accountId } = await take(request)
      const { name } = parse(RenamedPasskeySchema, request.body)
      response.json(presented(await passkeys.rename(accountId, idOf(request), name)))
    })
    .delete(async (request, response) => {
      const { accountId, sessionId } = await takeProved(request)
      await passkeys.remove(accountId, idOf(request))
      await audit.record({
        ...trailOf(accountId),
        kind: 'factor.removed',
        sessionId,
        detail: { factor: 'passkey' },
      })
      response.status(204).end()
    })

  return router
}

const trailOf = (accountId: string) => ({ trail: `account:${accountId}`, accountId }) as const

const idOf = ({ params }: Request) => parse(PasskeyIdSchema, params['passkeyId'])

const presented = ({ _id, name, createdAt, lastUsedAt, backedUp }: StoredPasskey): Passkey => ({
  id: _id,
  name,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
  synced: backedUp,
})
