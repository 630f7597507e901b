/**
 * An archive of trails: gzip over lines. The first says what it is; then, for each trail, a line with where it begins
 * and the records themselves; the last holds the SHA-256 of all bytes before it.
 */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { syncFolder } from '@colloque/embedded-mongo'
import { z } from 'zod'
import type { AuditRecord, TrailHead } from './record.ts'
import { verifyRecords, type BadRecord } from './verify-trail.ts'

const HEADER = '{"format":"colloque-audit","version":1}'
const BeginSchema = z.strictObject({
  trail: z.string(),
  after: z.number().int().min(0),
  previous: z.string(),
})
const EndSchema = z.strictObject({ end: z.string() })

/** A run of records of one trail, with where what came before it ends. */
export interface ArchivedRun {
  readonly trail: string
  readonly before: TrailHead
  readonly records: AsyncIterable<AuditRecord>
}

export type ArchiveReport =
  | { readonly ok: true; readonly sha256: string; readonly runs: readonly VerifiedRun[] }
  | { readonly ok: false; readonly finding: 'damaged' }
  | { readonly ok: false; readonly finding: BadRecord; readonly trail: string; readonly badSeq: number }

export interface VerifiedRun {
  readonly trail: string
  readonly from: number
  readonly to: number
  /** Of its last record. */
  readonly hash: string
}

/** Writes beside `path` and puts the file in its place when it is whole and on disk. */
export async function writeArchive(path: string, runs: AsyncIterable<ArchivedRun>): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const hash = createHash('sha256')
  const counted = (line: string) => {
    hash.update(line)
    return line
  }
  async function* lines(): AsyncGenerator<string> {
    yield counted(`${HEADER}\n`)
    for await (const { trail, before, records } of runs) {
      yield counted(`${JSON.stringify({ trail, after: before.seq, previous: before.hash })}\n`)
      for await (const record of records) yield counted(`${JSON.stringify(record)}\n`)
    }
    yield `${JSON.stringify({ end: hash.digest('hex') })}\n`
  }
  const part = `${path}.part`
  try {
    const file = createWriteStream(part, { flags: 'w', mode: 0o600, flush: true })
    await pipeline(Readable.from(lines()), createGzip(), file)
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
  await syncFolder(dirname(path))
}

/** Reads an archive back, in constant memory, and verifies each chain in it. @throws when it cannot be opened */
export async function verifyArchive(path: string): Promise<ArchiveReport> {
  const sha256 = createHash('sha256')
  const runs: VerifiedRun[] = []
  let at: { trail: string; from: number; head: TrailHead } | undefined
  let ended: string | undefined
  let first = true
  const close = () => {
    if (at && at.head.seq >= at.from)
      runs.push({ trail: at.trail, from: at.from, to: at.head.seq, hash: at.head.hash })
  }
  try {
    for await (const row of rowsOf(path)) {
      if (ended !== undefined || (first && row !== HEADER)) return { ok: false, finding: 'damaged' }
      const line: unknown = first ? {} : JSON.parse(row)
      const end = EndSchema.safeParse(line).data
      if (end) {
        ended = end.end
        continue
      }
      sha256.update(`${row}\n`)
      if (first) {
        first = false
        continue
      }
      const begin = BeginSchema.safeParse(line).data
      if (begin) {
        close()
        at = { trail: begin.trail, from: begin.after + 1, head: { seq: begin.after, hash: begin.previous } }
        continue
      }
      const record = line as AuditRecord
      if (!at || record.trail !== at.trail) return { ok: false, finding: 'damaged' }
      const report = await verifyRecords([record], at.head)
      if (!report.ok) return { ok: false, finding: report.reason, trail: at.trail, badSeq: report.badSeq }
      at.head = report.head
    }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (error instanceof SyntaxError || code.startsWith('Z_')) return { ok: false, finding: 'damaged' }
    throw error
  }
  close()
  const sum = sha256.digest('hex')
  return ended === sum ? { ok: true, sha256: sum, runs } : { ok: false, finding: 'damaged' }
}

async function* rowsOf(path: string): AsyncGenerator<string> {
  const file = createReadStream(path)
  const unzipped = createGunzip()
  // An error of the file must reach whoever reads the lines.
  file.on('error', (error) => unzipped.destroy(error))
  const failed = new Promise<never>((_resolve, reject) => unzipped.on('error', reject))
  failed.catch(() => undefined)
  const rows = createInterface({ input: file.pipe(unzipped), crlfDelay: Infinity })[Symbol.asyncIterator]()
  for (;;) {
    const next = await Promise.race([rows.next(), failed])
    if (next.done) break
    yield next.value
  }
  if (unzipped.errored) throw unzipped.errored
}
