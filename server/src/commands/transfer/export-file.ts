/**
 * The file of an export: gzip over lines. The first says what it is, each further one is a record
 * `{"in":<collection>,"doc":<canonical EJSON>}`, the last one `{"end":{counts,sha256}}`, with the SHA-256 of all
 * bytes before it: a file that was cut short or altered is known before anything of it is used.
 */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { access, rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { mongo } from 'mongoose'
import { z } from 'zod'
import { CommandError } from '../terminal/command-error.ts'
import type { StoredRecord } from './read-records.ts'

const { EJSON } = mongo.BSON

const VERSION = 1
const HeaderSchema = z.object({
  format: z.literal('colloque-export'),
  version: z.number().int().positive(),
  at: z.iso.datetime(),
  engine: z.enum(['embedded', 'mongodb']),
})
const EndSchema = z.object({
  end: z.object({ counts: z.record(z.string(), z.number().int()), sha256: z.string() }),
})
export type ExportHeader = Pick<z.infer<typeof HeaderSchema>, 'at' | 'engine'>
export type ExportSummary = z.infer<typeof EndSchema>['end']

const RECORD = /^\{"in":"([\w.]+)","doc":/
/** MongoDB's largest document is 16 MB; in text it takes less than three times as much. */
const LONGEST_LINE = 64 * 1024 * 1024
const WRITE_AT_ONCE = 64 * 1024

/**
 * Writes beside `path` and puts the file in its place when it is whole and on disk, readable by its owner only.
 * @throws CommandError when there is such a file already
 */
export async function writeExport(
  path: string,
  header: ExportHeader,
  records: AsyncIterable<StoredRecord>,
  { signal, onRecord }: { signal: AbortSignal; onRecord(collection: string): void },
): Promise<ExportSummary> {
  if (await exists(path)) throw new CommandError(`${path} is there already: nothing was written.`)
  const part = `${path}.part`
  await rm(part, { force: true })
  const hash = createHash('sha256')
  const counts: Record<string, number> = {}
  let summary: ExportSummary | undefined

  async function* lines(): AsyncGenerator<string> {
    let waiting = `${JSON.stringify({ format: 'colloque-export', version: VERSION, ...header })}\n`
    for await (const { collection, document } of records) {
      waiting += `{"in":"${collection}","doc":${EJSON.stringify(document, { relaxed: false })}}\n`
      counts[collection] = (counts[collection] ?? 0) + 1
      onRecord(collection)
      if (waiting.length < WRITE_AT_ONCE) continue
      hash.update(waiting)
      yield waiting
      waiting = ''
    }
    summary = { counts, sha256: hash.update(waiting).digest('hex') }
    yield `${waiting}${JSON.stringify({ end: summary })}\n`
  }

  try {
    // On disk when it is closed: a rename must not survive what it names.
    const file = createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true })
    await pipeline(Readable.from(lines()), createGzip(), file, { signal })
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw fileError(error, path)
  }
  if (!summary) throw new Error('an export without its end')
  return summary
}

/**
 * Reads a whole export, in constant memory, and waits for `onRecord` after each record.
 * @throws CommandError when the file is none, is of a newer release, or was cut short or altered; what `onRecord`
 *   was given until then is of no use
 */
export async function readExport(
  path: string,
  {
    signal,
    onRecord,
  }: { signal: AbortSignal; onRecord(collection: string, line: string): void | Promise<void> },
): Promise<ExportSummary> {
  const damaged = () => new CommandError(`${path} was cut short or altered: nothing of it can be used.`)
  const hash = createHash('sha256')
  const counts: Record<string, number> = {}
  let headed = false
  let summary: ExportSummary | undefined

  const take = async (line: Buffer): Promise<void> => {
    if (summary) throw damaged()
    const text = line.toString()
    if (!headed) {
      readHeader(text, path)
      headed = true
    } else if (text.startsWith('{"end":')) {
      summary = parseJson(EndSchema, text)?.end
      if (!summary || summary.sha256 !== hash.digest('hex') || !sameCounts(summary.counts, counts))
        throw damaged()
      return
    } else {
      const collection = RECORD.exec(text)?.[1]
      if (collection === undefined) throw damaged()
      counts[collection] = (counts[collection] ?? 0) + 1
      await onRecord(collection, text)
    }
    hash.update(line).update('\n')
  }

  try {
    await pipeline(
      createReadStream(path),
      createGunzip(),
      async (bytes: AsyncIterable<Buffer>) => {
        for await (const line of linesOf(bytes, damaged)) await take(line)
      },
      { signal },
    )
  } catch (error) {
    throw fileError(error, path)
  }
  if (!summary) throw damaged()
  return summary
}

/** The document of a line that `readExport` gave, with the types that it was stored with. */
export function documentOf(line: string): mongo.BSON.Document {
  return (EJSON.parse(line, { relaxed: false }) as { doc: mongo.BSON.Document }).doc
}

async function* linesOf(chunks: AsyncIterable<Buffer>, damaged: () => CommandError): AsyncGenerator<Buffer> {
  let begun: Buffer[] = []
  let length = 0
  for await (const chunk of chunks) {
    let from = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      yield Buffer.concat([...begun, chunk.subarray(from, end)])
      begun = []
      length = 0
      from = end + 1
    }
    begun.push(chunk.subarray(from))
    length += chunk.length - from
    if (length > LONGEST_LINE) throw damaged()
  }
  if (length > 0) throw damaged()
}

function readHeader(text: string, path: string): void {
  const header = parseJson(HeaderSchema, text)
  if (!header) throw new CommandError(`${path} is no export of Colloque.`)
  if (header.version > VERSION)
    throw new CommandError(`${path} was exported by a newer release: import it with that one.`)
}

function parseJson<Schema extends z.ZodType>(schema: Schema, text: string): z.infer<Schema> | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

function sameCounts(one: Record<string, number>, other: Record<string, number>): boolean {
  const names = Object.keys(one)
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
}

function fileError(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  if (code === 'Z_DATA_ERROR' || code === 'Z_BUF_ERROR')
    return new CommandError(
      `${path} was cut short or altered, or is no export of Colloque: nothing of it can be used.`,
    )
  if (['ENOENT', 'EACCES', 'EISDIR', 'EPERM'].includes(code))
    return new CommandError(`${path} cannot be opened (${code}).`)
  if (code === 'ENOSPC') return new CommandError(`There is no room for ${path}: nothing was written.`)
  return error
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
