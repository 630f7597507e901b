/** What a file is, by what its bytes are: never by what its name or the browser says. */
import { fileKindOf, isFileType, type FileKind, type FileType } from '@colloque/domain'
import { fileTypeFromBuffer } from 'file-type'
import { officeTypeOf } from './archive.ts'
import { compoundTypeOf } from './compound-file.ts'
import { inBlocks, type StoredBytes } from './stored-bytes.ts'

/** Enough for every type that is told by its beginning. */
const HEAD = 64 * 1024
/** An archive's end record, with the longest comment. */
const TAIL = 22 + 0xffff
/** How far in readers of PDF look for its beginning. */
const PDF_WITHIN = 1024
const MARKUP_WITHIN = 4 * 1024

/** Other names for what we take. */
const ALIASES: Readonly<Record<string, FileType>> = {
  'image/apng': 'image/png',
  'image/heif': 'image/heic',
}

/** What a name may end in, the first being what a download gets. */
const EXTENSIONS: Record<FileType, readonly [string, ...string[]]> = {
  'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/gif': ['gif'],
  'image/heic': ['heic', 'heif'],
  'application/pdf': ['pdf'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['pptx'],
  'application/vnd.oasis.opendocument.text': ['odt'],
  'application/vnd.oasis.opendocument.spreadsheet': ['ods'],
  'application/vnd.oasis.opendocument.presentation': ['odp'],
  'application/msword': ['doc'],
  'application/vnd.ms-excel': ['xls'],
  'application/vnd.ms-powerpoint': ['ppt', 'pps'],
  'application/rtf': ['rtf'],
  'text/plain': ['txt', 'csv', 'tsv', 'text', 'md', 'log'],
}
const KIND_OF_EXTENSION = new Map<string, FileKind>(
  Object.entries(EXTENSIONS).flatMap(([type, names]) =>
    names.map((name) => [name, fileKindOf(type as FileType)] as const),
  ),
)

/**
 * @param isText whether all of it is plain text
 * @returns undefined for what is not taken: another type, or something that is two types at once
 */
export async function contentTypeOf(stored: StoredBytes, isText: boolean): Promise<FileType | undefined> {
  const bytes = inBlocks(stored)
  const head = await bytes.read(0, HEAD)
  const type = await typeByContent(bytes, head, isText)
  if (type === undefined || type === 'text/plain') return type
  return (await isAlsoSomethingElse(type, bytes, head)) ? undefined : type
}

async function typeByContent(bytes: StoredBytes, head: Buffer, isText: boolean) {
  if (head.subarray(0, 4).equals(ARCHIVE)) return officeTypeOf(bytes)
  const found = (await fileTypeFromBuffer(head))?.mime
  if (found === 'application/x-cfb') return compoundTypeOf(bytes)
  if (found === undefined) return isText ? 'text/plain' : undefined
  const type = ALIASES[found] ?? found
  return isFileType(type) ? type : undefined
}

const ARCHIVE = Buffer.from('PK\u0003\u0004', 'latin1')
const ARCHIVE_END = Buffer.from('PK\u0005\u0006', 'latin1')
const MARKUP = /<(?:!doctype html|html|script|svg|iframe|\?php)\b/i

/** A picture or document that is an archive, a PDF or a page as well, for a program that reads it otherwise. */
async function isAlsoSomethingElse(type: FileType, bytes: StoredBytes, head: Buffer): Promise<boolean> {
  const isArchive = head.subarray(0, 4).equals(ARCHIVE)
  if (!isArchive && endsAsArchive(await bytes.read(Math.max(0, bytes.size - TAIL), bytes.size))) return true
  if (type !== 'application/pdf' && head.subarray(0, PDF_WITHIN).includes('%PDF-')) return true
  if (fileKindOf(type) !== 'picture') return false
  return MARKUP.test(head.subarray(0, MARKUP_WITHIN).toString('latin1'))
}

/** An end record whose comment reaches exactly to the last byte. */
function endsAsArchive(tail: Buffer): boolean {
  for (let at = tail.lastIndexOf(ARCHIVE_END); at >= 0; at = tail.lastIndexOf(ARCHIVE_END, at - 1)) {
    if (at + 22 <= tail.length && at + 22 + tail.readUInt16LE(at + 20) === tail.length) return true
    if (at === 0) break
  }
  return false
}

const extensionOf = (name: string) => /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase()

/**
 * Whether a name promises what the file is. A picture of another sort is an everyday accident; a picture that calls
 * itself a PDF is not. A name that promises nothing known is harmless: see `downloadName`.
 */
export function isNamedAs(name: string, type: FileType): boolean {
  const extension = extensionOf(name)
  if (extension === undefined) return true
  const promised = KIND_OF_EXTENSION.get(extension)
  return promised === undefined || promised === fileKindOf(type)
}

/** The name under which a file is saved: the person's, ending in what the file is. */
export function downloadName(name: string, type: FileType): string {
  const extension = extensionOf(name)
  if (extension !== undefined && EXTENSIONS[type].includes(extension)) return name
  return `${name}.${EXTENSIONS[type][0]}`
}
