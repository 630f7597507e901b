/** What an office document of today is, by the directory of the archive that it is. */
import { Readable } from 'node:stream'
import type { FileType } from '@colloque/domain'
import { fromRandomAccessReaderPromise, RandomAccessReader, type Entry, type ZipFile } from 'yauzl'
import type { StoredBytes } from './stored-bytes.ts'

const ENTRIES_MOST = 10_000
/** Of all entries together, as the archive declares them: more is a bomb for whoever opens it. */
const UNPACKED_MOST = 1024 * 1024 * 1024
/** Packed a thousand times: plain repetition, which no document is. */
const RATIO_MOST = 300
/** Of the one entry that is unpacked here. */
const DESCRIPTION_MOST = 1024 * 1024

const OPEN_DOCUMENTS: readonly FileType[] = [
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
]
/** With the entry that is the document itself. */
const OPEN_XML = {
  'word/document.xml': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'xl/workbook.xml': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'ppt/presentation.xml': 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
} as const satisfies Record<string, FileType>
const MACROS = /(?:^|\/)vbaProject[^/]*\.bin$|^(?:Basic|Scripts)\//i

/**
 * The type of an office document, with nothing unpacked but its own description.
 * @returns undefined for any other archive, one that holds macros, a bomb, or one that is damaged
 */
export async function officeTypeOf(bytes: StoredBytes): Promise<FileType | undefined> {
  let archive: ZipFile | undefined
  try {
    archive = await fromRandomAccessReaderPromise(new Reader(bytes), bytes.size, {
      autoClose: false,
      lazyEntries: true,
      strictFileNames: true,
      validateEntrySizes: true,
    })
    const entries = await directoryOf(archive)
    return entries && (await typeOf(archive, entries))
  } catch (error) {
    if (error instanceof ReadingFailed) throw error.cause
    // Whatever yauzl does not like is not a document that could be opened.
    return undefined
  } finally {
    archive?.close()
  }
}

async function directoryOf(archive: ZipFile): Promise<Map<string, Entry> | undefined> {
  if (archive.entryCount > ENTRIES_MOST) return undefined
  const entries = new Map<string, Entry>()
  let unpacked = 0
  for await (const entry of archive.eachEntry()) {
    unpacked += entry.uncompressedSize
    const isBomb = unpacked > UNPACKED_MOST || unpacked > RATIO_MOST * Math.max(archive.fileSize, 64 * 1024)
    // Two entries of one name: which one is opened depends on the program.
    if (isBomb || entry.isEncrypted() || MACROS.test(entry.fileName) || entries.has(entry.fileName))
      return undefined
    entries.set(entry.fileName, entry)
  }
  return entries
}

async function typeOf(archive: ZipFile, entries: Map<string, Entry>): Promise<FileType | undefined> {
  const mimetype = entries.get('mimetype')
  if (mimetype) {
    const named = (await contentOf(archive, mimetype))?.trim()
    return entries.has('content.xml') ? OPEN_DOCUMENTS.find((type) => type === named) : undefined
  }
  const described = entries.get('[Content_Types].xml')
  if (!described) return undefined
  const description = await contentOf(archive, described)
  const [part] = Object.keys(OPEN_XML).filter((name) => entries.has(name)) as (keyof typeof OPEN_XML)[]
  return part && description?.includes(`"${OPEN_XML[part]}.main+xml"`) ? OPEN_XML[part] : undefined
}

async function contentOf(archive: ZipFile, entry: Entry): Promise<string | undefined> {
  if (entry.uncompressedSize > DESCRIPTION_MOST || entry.compressedSize > DESCRIPTION_MOST) return undefined
  const parts: Buffer[] = []
  // yauzl ends the stream where there is more than was declared.
  for await (const part of await archive.openReadStreamPromise(entry)) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

/** The store failed, which says nothing of the archive. */
class ReadingFailed extends Error {}

class Reader extends RandomAccessReader {
  readonly #bytes: StoredBytes

  constructor(bytes: StoredBytes) {
    super()
    this.#bytes = bytes
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    done: (error: Error | null) => void,
  ): void {
    this.#bytes.read(position, position + length).then(
      (read) => {
        if (read.length < length) return done(new Error('beyond the end'))
        read.copy(buffer, offset)
        done(null)
      },
      (error: unknown) => done(new ReadingFailed('not read', { cause: error })),
    )
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const read = () => this.#bytes.read(start, end)
    return Readable.from(
      (async function* () {
        yield await read()
      })(),
    )
  }
}
