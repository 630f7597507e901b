/** Files to go with words: what is taken, and why something is not. */
import {
  FILE_MAX_BYTES,
  FILE_TYPES,
  fileKindOf,
  isFileType,
  type FileKind,
  type FileType,
} from '@colloque/domain'
import { v4 as newId } from 'uuid'
import { scaledDown } from './photo.ts'

/** Of one message. */
export const FILES_MOST = 10

export interface PickedFile {
  readonly fileId: string
  readonly name: string
  readonly blob: Blob
}

export type AttachmentProblem =
  | { readonly why: 'type' | 'empty' | 'unreadable' | 'too_many'; readonly name: string }
  | { readonly why: 'too_large'; readonly name: string; readonly bytes: number; readonly isPicture: boolean }

/** For the file dialog. */
export const ACCEPTED = Object.keys(FILE_TYPES).join(',')

/** Where the system of a device says nothing of the type, the name's ending does; the server looks at the content. */
const BY_ENDING: Record<string, FileType> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  heic: 'image/heic',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odp: 'application/vnd.oasis.opendocument.presentation',
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
  rtf: 'application/rtf',
  txt: 'text/plain',
}

export function fileTypeOf({ name, type }: Pick<File, 'name' | 'type'>): FileType | undefined {
  const plain = type.split(';')[0]?.trim() ?? ''
  if (isFileType(plain)) return plain
  return BY_ENDING[/\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '']
}

export const kindOfBlob = ({ type }: Pick<Blob, 'type'>): FileKind =>
  isFileType(type) ? fileKindOf(type) : 'document'

/** A name that the server takes: no path, no signs that turn its ending around, 200 characters. */
function cleanName(name: string, type: FileType): string {
  // eslint-disable-next-line no-control-regex -- refused by the server
  const clean = name.replace(/[/\\\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '_').trim()
  if (clean.length <= 200) return clean || `${fileKindOf(type)}`
  const ending = /\.[^.]{1,8}$/.exec(clean)?.[0] ?? ''
  return clean.slice(0, 200 - ending.length) + ending
}

/**
 * Makes a chosen file ready to travel. On a phone a photo is made smaller, and what the camera wrote beside it is
 * left behind; documents travel as they are.
 * @param scalesPictures whether photos are made smaller here
 * @returns the file, or why it cannot go
 */
export async function prepareFile(
  file: File,
  scalesPictures: boolean,
): Promise<PickedFile | AttachmentProblem> {
  const type = fileTypeOf(file)
  const { name } = file
  if (!type) return { why: 'type', name }
  if (file.size === 0) return { why: 'empty', name }
  const isPicture = fileKindOf(type) === 'picture'
  let blob: Blob = file.type === type ? file : new Blob([file], { type })
  // What moves would stand still; what this browser cannot draw goes as it is.
  if (isPicture && scalesPictures && type !== 'image/gif') {
    const smaller = await scaledDown(file).catch(() => undefined)
    if (!smaller && type !== 'image/heic') return { why: 'unreadable', name }
    blob = smaller ?? blob
  }
  if (blob.size > FILE_MAX_BYTES) return { why: 'too_large', name, bytes: blob.size, isPicture }
  const ending =
    blob.type === 'image/jpeg' && type !== 'image/jpeg' ? name.replace(/\.[^.]+$/, '') + '.jpg' : name
  return { fileId: newId(), name: cleanName(ending, type), blob }
}
