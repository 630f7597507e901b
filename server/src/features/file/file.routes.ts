import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { IdSchema, line, DomainError, type CaseFile } from '@colloque/domain'
import express, { Router } from 'express'
import { fileTypeFromBuffer } from 'file-type'
import { mongo, type Connection } from 'mongoose'
import type { ChangeLog } from '../../platform/change-log/index.ts'
import { entity, parse } from '../../platform/commands.ts'
import { actorOf } from '../../platform/http/authenticate.ts'
import type { CaseAccess } from '../care-circle/access.ts'
import { requireMember } from '../care-circle/access.ts'

const MAX_MEGABYTES = 25
const PICTURES: readonly string[] = ['image/jpeg', 'image/png', 'image/webp']

/**
 * Pictures of a case. The client names the id, so that a repeated upload is the same file; the bytes are in
 * GridFS before the case says that the file is there.
 */
export function fileRoutes(options: {
  connection: Connection
  changes: ChangeLog
  access: CaseAccess
  hasRoom(): Promise<boolean>
}): Router {
  const { connection, changes, access, hasRoom } = options
  const router = Router()
  const bucket = () => {
    if (!connection.db) throw new DomainError('unavailable')
    return new mongo.GridFSBucket(
      connection.db as never,
      { bucketName: 'files', writeConcern: { w: 'majority', j: true } } as never,
    )
  }

  router.put(
    '/cases/:id/files/:fileId',
    express.raw({ type: () => true, limit: `${MAX_MEGABYTES}mb` }),
    async (request, response) => {
      const actor = actorOf(request)
      const caseId = parse(IdSchema, request.params.id)
      const fileId = parse(IdSchema, request.params.fileId)
      const name = parse(line(200), request.query['name'] ?? 'photo')
      const fold = await access.accessPatientCase(actor, caseId, 'message.post')
      if (!(await hasRoom())) throw new DomainError('storage_full')
      const bytes: unknown = request.body
      if (!Buffer.isBuffer(bytes) || bytes.length === 0)
        throw new DomainError('invalid', { field: 'file', why: 'empty' })
      // By what the bytes are, never by what the name or the browser says.
      const contentType = (await fileTypeFromBuffer(bytes))?.mime ?? ''
      if (!PICTURES.includes(contentType))
        throw new DomainError('invalid', { field: 'file', why: 'not_a_picture' })
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const held = fold.get<CaseFile>('file', fileId)
      if (held && held.after?.sha256 !== sha256) throw new DomainError('command_id_reused')

      const stored = `${caseId}/${fileId}/${sha256}`
      const present = await bucket().find({ filename: stored }).hasNext()
      if (!present)
        await pipeline(
          Readable.from([bytes]),
          bucket().openUploadStream(stored, { metadata: { caseId, fileId } }),
        )
      const appended = await changes.execute({
        stream: `case:${caseId}`,
        commandId: fileId,
        by: actor.accountId,
        input: { caseId, fileId, sha256 },
        decide: (now_, { now }) => {
          requireMember(now_, actor, 'message.post')
          const after: CaseFile = {
            caseId,
            name,
            contentType: contentType as CaseFile['contentType'],
            size: bytes.length,
            sha256,
            addedBy: actor.accountId,
            addedAt: now,
          }
          return { kind: 'file.added', entities: [entity('file', fileId, after)] }
        },
      })
      response.json({
        ok: true,
        data: { id: fileId, rev: appended.entity.rev, ...(appended.entity.after as object) },
        seq: appended.seq,
      })
    },
  )

  router.get('/cases/:id/files/:fileId', async (request, response) => {
    const caseId = parse(IdSchema, request.params.id)
    const fileId = parse(IdSchema, request.params.fileId)
    const fold = await access.accessPatientCase(actorOf(request), caseId, 'case.read')
    const file = fold.get<CaseFile>('file', fileId)?.after
    if (!file) throw new DomainError('not_found')
    response.setHeader('Content-Type', file.contentType)
    response.setHeader('Content-Length', String(file.size))
    response.setHeader('Cache-Control', 'private, max-age=600, immutable')
    response.setHeader('Content-Disposition', 'inline')
    response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox")
    await pipeline(bucket().openDownloadStreamByName(`${caseId}/${fileId}/${file.sha256}`), response)
  })

  return router
}
