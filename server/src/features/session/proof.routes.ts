import { PasskeyUseSchema, ProveByPasswordSchema, type ProofState, type Proved } from '@colloque/contract'
import { DomainError, type ProofMeans } from '@colloque/domain'
import { Router, json, type Request } from 'express'
import { parse } from '../../platform/commands.ts'
import { actorOf } from '../../platform/http/authenticate.ts'
import type { RateLimit } from '../../platform/http/limits.ts'
import type { Accounts } from './accounts.ts'
import type { TryPassword } from './attempts.ts'
import type { PasskeyCeremonies } from './passkey-ceremonies.ts'
import type { Passkeys } from './passkeys.ts'
import { provedUntil } from './proofs.ts'
import type { Sessions } from './sessions.ts'

/**
 * A fresh proof of identity for the session that asks. A wrong one ends nothing, and is no `unauthenticated`: the
 * session is as good as before.
 */
export function proofRoutes(options: {
  accounts: Pick<Accounts, 'authenticate' | 'find'>
  sessions: Sessions
  passkeys: Pick<Passkeys, 'of'>
  ceremonies: Pick<PasskeyCeremonies, 'useOptions' | 'use'>
  tryPassword: TryPassword
  networkLimit: RateLimit
  perAccount: RateLimit
  clock: () => Date
}): Router {
  const { accounts, sessions, passkeys, ceremonies, tryPassword, networkLimit, perAccount, clock } = options
  const router = Router()

  const secondsLeft = (until: Date) => Math.max(0, Math.floor((until.getTime() - clock().getTime()) / 1_000))
  const prove = async (request: Request, by: ProofMeans): Promise<Proved> => {
    const until = await sessions.prove(actorOf(request).sessionId, by)
    return { provedUntil: until.toISOString(), secondsLeft: secondsLeft(until) }
  }
  const take = async (request: Request) => {
    await networkLimit.take(request.ip ?? '')
    await perAccount.take(actorOf(request).accountId)
    return actorOf(request)
  }

  router.get('/session/proof', async (request, response) => {
    const { accountId, sessionId } = await take(request)
    const [proof, own] = await Promise.all([sessions.proof(sessionId), passkeys.of(accountId)])
    const until = proof && provedUntil(proof.at)
    const state: ProofState = {
      provedUntil: until?.toISOString() ?? null,
      secondsLeft: until ? secondsLeft(until) : 0,
      means: own.length > 0 ? ['passkey', 'password'] : ['password'],
    }
    response.setHeader('Cache-Control', 'no-store')
    response.json(state)
  })

  router.post('/session/proof', json({ limit: '4kb' }), async (request, response) => {
    const { password } = parse(ProveByPasswordSchema, request.body)
    const account = await accounts.find(actorOf(request).accountId)
    if (!account) throw new DomainError('unauthenticated')
    const { email, id } = account
    // Whoever has a session is no stranger: nobody else's guesses keep them from proving who they are.
    const right = await tryPassword(email, { address: request.ip, known: 'session' }, () =>
      accounts.authenticate(email, password),
    )
    if (right?.id !== id) throw new DomainError('invalid', { field: 'password', why: 'wrong_password' })
    response.json(await prove(request, 'password'))
  })

  router.post('/session/proof/passkey/options', async (request, response) => {
    response.json(await ceremonies.useOptions(await take(request)))
  })

  router.post('/session/proof/passkey', json({ limit: '32kb' }), async (request, response) => {
    const actor = await take(request)
    const used = parse(PasskeyUseSchema, request.body)
    if ((await ceremonies.use(actor, used.response)) === undefined)
      throw new DomainError('invalid', { why: 'passkey_refused' })
    response.json(await prove(request, 'passkey'))
  })

  return router
}
