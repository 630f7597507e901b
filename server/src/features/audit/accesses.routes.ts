import { IdSchema, type Profession } from '@colloque/domain'
import { Router } from 'express'
import { z } from 'zod'
import type { AuditTrail } from '../../platform/audit/index.ts'
import { parse } from '../../platform/commands.ts'
import { actorOf } from '../../platform/http/authenticate.ts'
import type { RateLimit } from '../../platform/http/limits.ts'
import type { Accesses } from './accesses.ts'
import { accessesCsv } from './accesses-csv.ts'

const PlaceSchema = z.strictObject({ id: IdSchema })

/** The answer of `caseAccesses` as a file; that it was taken away is on record. */
export function accessesRouter(options: {
  readonly accesses: Accesses
  readonly audit: Pick<AuditTrail, 'record'>
  readonly perAccount: RateLimit
  readonly clock: () => Date
  /** In French. */
  professionWord(profession: Profession): string
}): Router {
  const { accesses, audit, perAccount, clock, professionWord } = options
  const router = Router()
  router.get('/cases/:id/accesses.csv', async (request, response) => {
    const { accountId, sessionId, ...actor } = actorOf(request)
    await perAccount.take(accountId)
    const { id } = parse(PlaceSchema, request.params)
    const { items } = await accesses.of({ accountId, sessionId, ...actor }, id)
    await audit.record({ trail: `case:${id}`, kind: 'accesses.exported', accountId, sessionId })
    response.setHeader('Cache-Control', 'no-store')
    // Not the patient's name: it would end up in folders and histories.
    response.attachment(`acces-${clock().toISOString().slice(0, 10)}.csv`)
    response.type('text/csv; charset=utf-8').send(accessesCsv(items, professionWord))
  })
  return router
}
