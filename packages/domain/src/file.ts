import { z } from 'zod'
import { IdSchema, InstantSchema, line } from './values.ts'

export const FILE_MAX_MEGABYTES = 25
/** Of one file. */
export const FILE_MAX_BYTES = FILE_MAX_MEGABYTES * 1024 * 1024

export const FILE_KINDS = ['picture', 'pdf', 'document', 'spreadsheet', 'presentation', 'text'] as const
export type FileKind = (typeof FILE_KINDS)[number]

/** Every type of file that is taken, as its content shows it, whatever its name says. */
export const FILE_TYPES = {
  'image/jpeg': 'picture',
  'image/png': 'picture',
  'image/webp': 'picture',
  'image/gif': 'picture',
  'image/heic': 'picture',
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'spreadsheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'presentation',
  'application/vnd.oasis.opendocument.text': 'document',
  'application/vnd.oasis.opendocument.spreadsheet': 'spreadsheet',
  'application/vnd.oasis.opendocument.presentation': 'presentation',
  'application/msword': 'document',
  'application/vnd.ms-excel': 'spreadsheet',
  'application/vnd.ms-powerpoint': 'presentation',
  'application/rtf': 'document',
  'text/plain': 'text',
} as const satisfies Record<string, FileKind>
export type FileType = keyof typeof FILE_TYPES

export const isFileType = (type: string): type is FileType => Object.hasOwn(FILE_TYPES, type)

/** A file's own name, as the person had it: no path, and nothing that turns its ending around on the screen. */
export const FileNameSchema = line(200).regex(/^[^/\\\u202a-\u202e\u2066-\u2069]*$/u, 'path or direction')

/** A file that somebody sent; its bytes are in the file store under the same id. */
export const FileSchema = z
  .object({
    /** Where it was sent: the case, or the conversation outside a case. Exactly one of them. */
    caseId: IdSchema.nullable(),
    conversationId: IdSchema.nullable(),
    name: line(200),
    contentType: z.enum(Object.keys(FILE_TYPES) as [FileType, ...FileType[]]),
    /** In bytes. */
    size: z.number().int().positive(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    addedBy: IdSchema,
    addedAt: InstantSchema,
  })
  .refine(({ caseId, conversationId }) => (caseId === null) !== (conversationId === null), 'one place')
export type StoredFile = z.infer<typeof FileSchema>

export const fileKindOf = (contentType: FileType): FileKind => FILE_TYPES[contentType]

/** Pictures that every browser draws and that hold nothing to run; all else is saved before it is opened. */
export function isShownInline(contentType: string): boolean {
  return isFileType(contentType) && fileKindOf(contentType) === 'picture' && contentType !== 'image/heic'
}
