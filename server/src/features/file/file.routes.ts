import { pipeline } from 'node:stream/promises'
import {
  DomainError,
  FILE_MAX_BYTES,
  FileNameSchema,
  IdSchema,
  isShownInline,
  type StoredFile,
  type StreamKind,
} from '@colloque/domain'
import { create as disposition, parse as parseDisposition } from 'content-disposition'
import { Router, type Request, type Response } from 'express'
import type { ChangeLog } from '../../platform/change-log/index.ts'
import { parse } from '../../platform/commands.ts'
import type { Fence } from '../../platform/fence.ts'
import { actorOf } from '../../platform/http/authenticate.ts'
import { behind } from '../../platform/http/fenced.ts'
import type { RateLimit } from '../../platform/http/limits.ts'
import { requireAccess } from '../care-circle/access.ts'
import { downloadName } from './content-type.ts'
import { tooLarge, type FilePlace, type FileService } from './file.service.ts'
import type { FileStore } from './file.store.ts'

/** A line that has gone silent ends; the client sends the file again. */
const SILENT_MS = 60_000
const KIBIBYTE = 1024
/** Bytes of an upload are counted against the account in steps of this many. */
const COUNTED = 1024 * KIBIBYTE

const PLACES = {
  '/cases/:id/files/:fileId': 'case',
  '/conversations/:id/files/:fileId': 'conversation',
} as const satisfies Record<string, StreamKind>

export interface FileRoutes {
  readonly router: Router
  /** Cuts the downloads of somebody who has lost access, in the same turn. */
  closeAccess(filter: { accountId?: string; sessionId?: string; stream?: string }): void
}

/**
 * Files of cases and conversations. `PUT` takes the bytes as they are; their name stands in `Content-Disposition`,
 * since it may be a patient's and an address ends up in logs (`?name=` is taken from simple programs).
 */
export function fileRoutes(options: {
  store: FileStore
  service: FileService
  changes: ChangeLog
  clock: () => Date
  recordRead(accountId: string, caseId: string): Promise<void>
  hasRoom(): Promise<boolean>
  fence: Fence
  /** Of one account. */
  fileLimit: RateLimit
  /** Of one account, in kibibytes. */
  volumeLimit: RateLimit
}): FileRoutes {
  const { store, service, changes, clock, fence, fileLimit, volumeLimit } = options
  const now = () => clock().toISOString()
  const router = Router()
  const downloads = new Set<{ accountId: string; sessionId: string; stream: string; response: Response }>()

  for (const [path, kind] of Object.entries(PLACES)) {
    router.put(path, async (request, response) => {
      const actor = actorOf(request)
      const place = placeOf(kind, parse(IdSchema, request.params['id']))
      const fileId = parse(IdSchema, request.params['fileId'])
      requireAccess(await changes.fold(place.stream), actor, 'message.post', now())
      const name = parse(FileNameSchema, nameIn(request))
      const announced = Number(request.headers['content-length'] ?? 0)
      if (announced > FILE_MAX_BYTES) throw tooLarge(announced)
      await volumeLimit.check(actor.accountId)
      await fileLimit.take(actor.accountId)
      if (!(await options.hasRoom())) throw new DomainError('storage_full')
      const body = counted(bodyOf(request), (kibibytes) => volumeLimit.take(actor.accountId, kibibytes))
      const { entity, seq } = await service.add({ place, fileId, name, body }, actor)
      response.json({ ok: true, data: { id: fileId, rev: entity.rev, ...(entity.after as object) }, seq })
    })

    router.get(path, async (request, response) => {
      const actor = actorOf(request)
      const place = placeOf(kind, parse(IdSchema, request.params['id']))
      const fileId = parse(IdSchema, request.params['fileId'])
      const fold = await changes.fold(place.stream)
      requireAccess(fold, actor, 'case.read', now())
      const file = fold.get<StoredFile>('file', fileId)?.after
      const bytes = file && (await store.open({ stream: place.stream, fileId, sha256: file.sha256 }))
      if (!file || !bytes) throw new DomainError('not_found')
      if (place.caseId !== null) await options.recordRead(actor.accountId, place.caseId)
      // Again after the last wait: from here on `closeAccess` finds the download.
      requireAccess(changes.cachedFold(place.stream) ?? fold, actor, 'case.read', now())
      const download = {
        accountId: actor.accountId,
        sessionId: actor.sessionId,
        stream: place.stream,
        response,
      }
      downloads.add(download)
      response.on('close', () => downloads.delete(download))
      await send(request, response, file, bytes, fence)
    })
  }

  return {
    router,
    closeAccess({ accountId, sessionId, stream }) {
      for (const download of downloads) {
        if (accountId !== undefined && accountId !== download.accountId) continue
        if (sessionId !== undefined && sessionId !== download.sessionId) continue
        if (stream === undefined || stream === download.stream) download.response.destroy()
      }
    },
  }
}

type OpenedBytes = NonNullable<Awaited<ReturnType<FileStore['open']>>>

async function send(
  request: Request,
  response: Response,
  file: StoredFile,
  bytes: OpenedBytes,
  fence: Fence,
): Promise<void> {
  const { contentType, name, sha256 } = file
  response.setHeader('Content-Type', contentType === 'text/plain' ? 'text/plain; charset=utf-8' : contentType)
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox")
  response.setHeader(
    'Content-Disposition',
    disposition(downloadName(name, contentType), {
      type: isShownInline(contentType) ? 'inline' : 'attachment',
    }),
  )
  // Not compressed on the way: documents are already, and ranges count the bytes as they are.
  // And kept by no browser: on a computer of a ward the next person would find it.
  response.setHeader('Cache-Control', 'no-store, no-transform')
  response.setHeader('ETag', `"${sha256}"`)
  response.setHeader('Accept-Ranges', 'bytes')
  if (request.fresh) {
    response.status(304).end()
    return
  }
  const range = rangeOf(request, bytes.size)
  if (range === 'unsatisfiable') {
    response.setHeader('Content-Range', `bytes */${bytes.size}`)
    response.status(416).end()
    return
  }
  const { start, end } = range ?? { start: 0, end: bytes.size }
  if (range) {
    response.status(206)
    response.setHeader('Content-Range', `bytes ${start}-${end - 1}/${bytes.size}`)
  }
  response.setHeader('Content-Length', String(end - start))
  try {
    await pipeline(bytes.stream(start, end), behind(fence), response)
  } catch (error) {
    // Whoever asked has gone, or may no longer: nobody is left to be told.
    if (!response.destroyed) throw error
  }
}

function nameIn(request: Request): unknown {
  const header = request.headers['content-disposition']
  return header === undefined ? request.query['name'] : parseDisposition(header).parameters['filename']
}

/** One range; several, or one of another version, get the whole file, as RFC 9110 14.2 allows. */
function rangeOf(
  request: Request,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  if (request.headers['if-range']) return undefined
  const ranges = request.range(size)
  if (ranges === -1) return 'unsatisfiable'
  if (ranges === undefined || ranges === -2 || ranges.length !== 1 || ranges.type !== 'bytes')
    return undefined
  const [range] = ranges
  return range && { start: range.start, end: range.end + 1 }
}

function placeOf(kind: 'case' | 'conversation', id: string): FilePlace {
  return kind === 'case'
    ? { stream: `case:${id}`, caseId: id, conversationId: null }
    : { stream: `conversation:${id}`, caseId: null, conversationId: id }
}

/**
 * The bytes as they come. What is refused on the way leaves the line open, so that the refusal can be read.
 * @throws unavailable when the line goes silent
 */
async function* bodyOf(request: Request): AsyncIterable<Uint8Array> {
  const silent = () => request.destroy(new DomainError('unavailable', { reason: 'silent' }))
  request.setTimeout(SILENT_MS, silent)
  try {
    for await (const part of request.iterator({ destroyOnReturn: false })) yield part as Buffer
  } finally {
    request.setTimeout(0)
    request.socket.off('timeout', silent)
  }
}

/** @param count tells how many kibibytes have come since it was told before; may refuse the rest */
async function* counted(
  body: AsyncIterable<Uint8Array>,
  count: (kibibytes: number) => Promise<void>,
): AsyncIterable<Uint8Array> {
  let uncounted = 0
  for await (const part of body) {
    uncounted += part.length
    if (uncounted >= COUNTED) {
      await count(Math.floor(uncounted / KIBIBYTE))
      uncounted %= KIBIBYTE
    }
    yield part
  }
  if (uncounted > 0) await count(Math.ceil(uncounted / KIBIBYTE))
}
