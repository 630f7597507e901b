/**
 * Everything about a patient in one archive, for the person who asks for it (GDPR 15 and 20). Written to the answer as
 * it is read, so that the largest case needs no more memory than the smallest.
 */
import { Readable } from 'node:stream'
import {
  DomainError,
  IdSchema,
  patientName,
  type AgendaItem,
  type EntityState,
  type FiledMinutes,
  type PatientCase,
  type PlanVersion,
  type StoredFile,
  type StreamName,
} from '@colloque/domain'
import { create as disposition } from 'content-disposition'
import { Router } from 'express'
import { ZipFile } from 'yazl'
import { z } from 'zod'
import type { Actor } from '../../../platform/actor.ts'
import type { AuditTrail } from '../../../platform/audit/index.ts'
import type { BoardServer } from '../../../platform/boards/index.ts'
import type { ChangeLog } from '../../../platform/change-log/index.ts'
import { professionalOf } from '../../../platform/circle.ts'
import { parse } from '../../../platform/commands.ts'
import type { Fence } from '../../../platform/fence.ts'
import { actorOf } from '../../../platform/http/authenticate.ts'
import { behind } from '../../../platform/http/fenced.ts'
import type { RateLimit } from '../../../platform/http/limits.ts'
import type { CaseAccess } from '../../care-circle/access.ts'
import type { PartsOf } from '../../care-circle/parts.ts'
import { documentsOf } from './documents.ts'
import { dossierJson, historyJson, namesIn, standing, type Dossier } from './dossier.ts'
import { readableHtml } from './readable.ts'
import { TITLES, type Language } from './readable-words.ts'
import { README } from './readme.ts'
import { safeName } from './safe-name.ts'

export interface ExportParts {
  readonly changes: ChangeLog
  readonly access: CaseAccess
  readonly partsOf: PartsOf
  readonly boards: () => Pick<BoardServer, 'view'>
  readonly clock: () => Date
  readonly audit: Pick<AuditTrail, 'record'>
  readonly perAccount: RateLimit
  readonly fence: Fence
  isProved(sessionId: string): Promise<boolean>
  planText(hash: string): Promise<Buffer | undefined>
  openFile(file: {
    stream: StreamName
    fileId: string
    sha256: string
  }): Promise<{ size: number; stream(start: number, end: number): Readable } | undefined>
  /** Who has seen and written the case. */
  accessesOf(actor: Actor, caseId: string): Promise<unknown>
}

const SearchSchema = z.strictObject({ lang: z.enum(['fr', 'en']).default('fr') })

export function exportRoutes(parts: ExportParts): Router {
  const { changes, access, partsOf, clock, audit, perAccount, fence, isProved } = parts
  const router = Router()

  /** @throws not_found outside the circle, invalid in an emergency, conflict without a proof of who asks */
  async function enter(actor: Actor, caseId: string): Promise<Dossier> {
    const fold = await access.accessPatientCase(actor, caseId, 'case.read')
    const at = clock().toISOString()
    if (professionalOf(fold, actor.accountId, at)?.basis === 'emergency')
      throw new DomainError('invalid', { why: 'not_your_place' })
    if (!(await isProved(actor.sessionId))) throw new DomainError('conflict', { why: 'proof_needed' })
    const shared: StreamName = `shared:${caseId}`
    const streams: StreamName[] = [fold.stream, ...(await partsOf(actor, caseId))]
    if ((await changes.fold(shared)).seq > 0) streams.push(shared)
    const { accountId, sessionId } = actor
    await audit.record({ trail: `case:${caseId}`, kind: 'case.exported', accountId, sessionId })
    return { caseId, exportedAt: at, exportedBy: actor.name, streams }
  }

  router.get('/cases/:id/export', async (request, response) => {
    const actor = actorOf(request)
    await perAccount.take(actor.accountId)
    const caseId = parse(IdSchema, request.params['id'])
    const { lang } = parse(SearchSchema, { ...request.query })
    const dossier = await enter(actor, caseId)
    const zip = new ZipFile()
    /** Asked again for each entry: the circle may be left while the archive is on its way. */
    const requireStill = () => {
      if (!access.mayReadStreamNow(actor, `case:${caseId}`)) throw new DomainError('not_found')
    }
    // An archive that is cut off says so to whoever opens it: its directory is at its end.
    zip.on('error', () => response.destroy())
    response.setHeader('Content-Type', 'application/zip')
    response.setHeader('Cache-Control', 'no-store, no-transform')
    response.setHeader('X-Content-Type-Options', 'nosniff')
    // No name of a patient in what a browser lists as downloads.
    response.setHeader('Content-Disposition', disposition(`dossier-${dossier.exportedAt.slice(0, 10)}.zip`))
    zip.outputStream.pipe(behind(fence)).pipe(response)
    // Whoever asked has gone: nothing more is read for them.
    response.on('close', () => (zip.outputStream as Readable).destroy())
    try {
      for await (const entry of entriesOf(parts, actor, dossier, lang, requireStill)) add(zip, entry)
      zip.end()
    } catch {
      response.destroy()
    }
  })
  return router
}

interface Entry {
  readonly name: string
  /** Called when its turn comes, so that one is open at a time. */
  open(): Promise<Readable>
  /** Pictures and documents are compressed already. */
  readonly isCompressed?: true
}

function add(zip: ZipFile, { name, open, isCompressed }: Entry): void {
  zip.addReadStreamLazy(name, { compress: !isCompressed }, (give) => {
    open().then(
      (stream) => {
        stream.on('error', (error) => zip.emit('error', error))
        give(null, stream)
      },
      (error: unknown) => zip.emit('error', error),
    )
  })
}

async function* entriesOf(
  parts: ExportParts,
  actor: Actor,
  dossier: Dossier,
  language: Language,
  requireStill: () => void,
): AsyncGenerator<Entry> {
  const { changes, boards, planText, openFile, accessesOf } = parts
  const { caseId, streams, exportedAt, exportedBy } = dossier
  const read = (name: string, pieces: () => Iterable<string> | AsyncIterable<string>): Entry => ({
    name,
    open: async () => {
      requireStill()
      return Readable.from(pieces(), { objectMode: true }).map((piece: string) => Buffer.from(piece))
    },
  })
  yield read('LISEZMOI.txt', () => [README])
  yield read('dossier.json', () => dossierJson(changes, dossier))
  yield read('historique.json', () => historyJson(changes, dossier))

  const fold = await changes.fold(`case:${caseId}`)
  const meetings = fold
    .all<AgendaItem>('agendaItem')
    .flatMap(({ after }) => [after?.meetingId ?? [], after?.formerMeetingId ?? []].flat())
  const documents = await documentsOf(boards(), caseId, [...new Set(meetings)])
  yield read('dossier.html', async function* () {
    const folds = await Promise.all(streams.map((stream) => changes.fold(stream)))
    const patient = fold.get<PatientCase>('patientCase', caseId)?.after?.patient
    const title = `${TITLES.dossier[language]}${patient ? ` — ${patientName(patient)}` : ''}`
    const about = { title, exportedAt, exportedBy, language, names: namesIn(fold) }
    yield* readableHtml(about, folds.flatMap(standing), documents)
  })
  for (const { name, json, text } of documents) {
    yield read(`documents/${name}.json`, () => [json])
    yield read(`documents/${name}.txt`, () => [text])
  }
  const signed = (name: string, hash: string): Entry => ({
    name,
    open: async () => {
      requireStill()
      return Readable.from([(await planText(hash)) ?? Buffer.alloc(0)])
    },
  })
  for (const { after } of fold.all<PlanVersion>('planVersion'))
    if (after) yield signed(`plan-signe/version-${after.number}.json`, after.textHash)
  for (const { after } of fold.all<FiledMinutes>('filedMinutes')) {
    if (!after) continue
    const [day, beginning] = [after.heldAt.slice(0, 10), after.textHash.slice(0, 8)]
    yield signed(`comptes-rendus/${day}-${beginning}.json`, after.textHash)
  }
  let number = 0
  for (const stream of streams) {
    const files = (await changes.fold(stream)).all<StoredFile>('file') as EntityState<StoredFile>[]
    for (const { id: fileId, after } of files) {
      if (!after) continue
      yield {
        name: `fichiers/${safeName((number += 1), after.name)}`,
        isCompressed: true,
        open: async () => {
          requireStill()
          const bytes = await openFile({ stream, fileId, sha256: after.sha256 })
          return bytes ? bytes.stream(0, bytes.size) : Readable.from([Buffer.alloc(0)])
        },
      }
    }
  }
  yield read('accesses.json', async function* () {
    yield JSON.stringify(await accessesOf(actor, caseId), null, 2)
  })
}
