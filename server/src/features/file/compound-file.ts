/**
 * What an office document of before 2007 is, by the directory of the compound file that it is.
 * Source: [MS-CFB] 2.2 (header), 2.6 (directory).
 */
import type { FileType } from '@colloque/domain'
import type { StoredBytes } from './stored-bytes.ts'

const HEADER = 512
const ENTRY = 128
const END_OF_CHAIN = 0xffff_fffa
/** A directory of 4 MB: far more than any document has. */
const SECTORS_MOST = 8_192

const STREAMS: Readonly<Record<string, FileType>> = {
  WordDocument: 'application/msword',
  Workbook: 'application/vnd.ms-excel',
  Book: 'application/vnd.ms-excel',
  'PowerPoint Document': 'application/vnd.ms-powerpoint',
}
const MACROS: readonly string[] = ['_VBA_PROJECT', '_VBA_PROJECT_CUR', 'VBA', 'Macros']

/** @returns undefined for any other compound file (an installer, a mail, an encrypted document), or one with macros */
export async function compoundTypeOf(bytes: StoredBytes): Promise<FileType | undefined> {
  const names = await directoryOf(bytes)
  if (!names || names.some((name) => MACROS.includes(name))) return undefined
  const types = new Set(names.flatMap((name) => (Object.hasOwn(STREAMS, name) ? [STREAMS[name]] : [])))
  return types.size === 1 ? [...types][0] : undefined
}

async function directoryOf(bytes: StoredBytes): Promise<string[] | undefined> {
  const header = await bytes.read(0, HEADER)
  if (header.length < HEADER) return undefined
  const shift = header.readUInt16LE(30)
  if (shift !== 9 && shift !== 12) return undefined
  const sectorSize = 1 << shift
  const sector = (n: number) => bytes.read((n + 1) * sectorSize, (n + 2) * sectorSize)
  const perSector = sectorSize / 4

  /** The sector that follows in a chain, as the allocation table says. The first 109 tables stand in the header. */
  const next = async (n: number): Promise<number> => {
    const table = Math.floor(n / perSector)
    if (table >= 109) return END_OF_CHAIN
    const at = header.readUInt32LE(76 + table * 4)
    if (at >= END_OF_CHAIN) return END_OF_CHAIN
    const page = await sector(at)
    const offset = (n % perSector) * 4
    return page.length >= offset + 4 ? page.readUInt32LE(offset) : END_OF_CHAIN
  }

  const names: string[] = []
  const seen = new Set<number>()
  for (let at = header.readUInt32LE(48); at < END_OF_CHAIN; at = await next(at)) {
    // A chain that bites its tail.
    if (seen.has(at) || seen.size > SECTORS_MOST) return undefined
    seen.add(at)
    const page = await sector(at)
    for (let entry = 0; entry + ENTRY <= page.length; entry += ENTRY) {
      const length = page.readUInt16LE(entry + 64)
      if (length >= 2 && length <= 64)
        names.push(page.subarray(entry, entry + length - 2).toString('utf16le'))
    }
  }
  return names
}
