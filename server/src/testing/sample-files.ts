/** The smallest files of each type that are what they say: built here, so that every byte of them is known. */
import { crc32, deflateRawSync } from 'node:zlib'
import type { FileType } from '@colloque/domain'

export interface ArchiveEntry {
  readonly name: string
  readonly content: string | Buffer
  /** Size as declared; the real one by default. */
  readonly declared?: number
  readonly deflated?: boolean
}

/** A ZIP archive, its entries stored as they are unless deflated. */
function buildArchive(entries: readonly ArchiveEntry[], comment = ''): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, declared, deflated = false } of entries) {
    const bytes = Buffer.from(content as string)
    const packed = deflated ? deflateRawSync(bytes) : bytes
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(deflated ? 8 : 0, 4)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(declared ?? bytes.length, 18)
    common.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, Buffer.from(name), packed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    directory.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), common, rest, Buffer.from(name)]),
    )
    locals.push(local)
    offset += local.length
  }
  const entriesInOne = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 0, 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(entriesInOne.length, 12)
  end.writeUInt32LE(offset, 16)
  end.writeUInt16LE(Buffer.byteLength(comment), 20)
  return Buffer.concat([...locals, entriesInOne, end, Buffer.from(comment)])
}

const openXml = (part: string, type: string, more: readonly ArchiveEntry[] = []) =>
  buildArchive([
    { name: part, content: '<document/>', deflated: true },
    {
      name: '[Content_Types].xml',
      content: `<Types><Override PartName="/${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`,
      deflated: true,
    },
    ...more,
  ])

const openDocument = (type: string) =>
  buildArchive([
    { name: 'mimetype', content: `application/vnd.oasis.opendocument.${type}` },
    { name: 'content.xml', content: '<office:document/>', deflated: true },
  ])

/** A compound file of one directory sector with these streams and storages. */
function buildCompoundFile(names: readonly string[]): Buffer {
  const header = Buffer.alloc(512)
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header)
  header.writeUInt16LE(0x3e, 24)
  header.writeUInt16LE(3, 26)
  header.writeUInt16LE(0xfffe, 28)
  header.writeUInt16LE(9, 30)
  header.writeUInt16LE(6, 32)
  header.writeUInt32LE(1, 44)
  header.writeUInt32LE(1, 48)
  header.fill(0xff, 76)
  header.writeUInt32LE(0, 76)
  const table = Buffer.alloc(512, 0xff)
  table.writeUInt32LE(0xfffffffd, 0)
  table.writeUInt32LE(0xfffffffe, 4)
  const directory = Buffer.alloc(512)
  ;['Root Entry', ...names].forEach((name, n) => {
    directory.write(name, n * 128, 'utf16le')
    directory.writeUInt16LE((name.length + 1) * 2, n * 128 + 64)
    directory.writeUInt8(n === 0 ? 5 : 2, n * 128 + 66)
  })
  return Buffer.concat([header, table, directory])
}

const pixel = (base64: string) => Buffer.from(base64, 'base64')

export const SAMPLES: Record<FileType, Buffer> = {
  'image/jpeg': Buffer.concat([
    Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
    Buffer.alloc(64, 0x20),
    Buffer.from('ffd9', 'hex'),
  ]),
  'image/png': pixel(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  ),
  'image/webp': pixel('UklGRh4AAABXRUJQVlA4TBEAAAAvAAAAAAfQ//73v/+BiOh/AAA='),
  'image/gif': pixel('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'),
  'image/heic': Buffer.concat([
    Buffer.from([0, 0, 0, 24]),
    Buffer.from('ftypheic\0\0\0\0mif1heic'),
    Buffer.alloc(64),
  ]),
  'application/pdf': Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': openXml(
    'word/document.xml',
    'wordprocessingml.document',
  ),
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': openXml(
    'xl/workbook.xml',
    'spreadsheetml.sheet',
  ),
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': openXml(
    'ppt/presentation.xml',
    'presentationml.presentation',
  ),
  'application/vnd.oasis.opendocument.text': openDocument('text'),
  'application/vnd.oasis.opendocument.spreadsheet': openDocument('spreadsheet'),
  'application/vnd.oasis.opendocument.presentation': openDocument('presentation'),
  'application/msword': buildCompoundFile(['WordDocument']),
  'application/vnd.ms-excel': buildCompoundFile(['Workbook']),
  'application/vnd.ms-powerpoint': buildCompoundFile(['PowerPoint Document']),
  'application/rtf': Buffer.from('{\\rtf1\\ansi Ordonnance}'),
  'text/plain': Buffer.from('date;poids\r\n2026-11-22;71,4\r\nœdème,\tsuivi < 2 kg\r\n'),
}

/** What is refused, by what it is. */
export const REFUSED: Record<string, Buffer> = {
  'an SVG': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
  'an SVG with a declaration': Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
  'a page': Buffer.from('<!DOCTYPE html><html><script>alert(1)</script></html>'),
  'a page behind blanks': Buffer.from(`${' \n'.repeat(400)}<html></html>`),
  'a script for a shell': Buffer.from('#!/bin/sh\nrm -rf /\n'),
  'a program for Windows': Buffer.concat([Buffer.from('MZ'), Buffer.alloc(512)]),
  'a program for Linux': Buffer.concat([Buffer.from('7f454c46020101', 'hex'), Buffer.alloc(512)]),
  'bytes that are nothing': Buffer.from([1, 2, 3, 4, 5, 250, 251, 0, 9]),
  'text in another encoding': Buffer.from('Œdème', 'latin1'),
  'text with a NUL': Buffer.from('un\0deux'),
  'a plain archive': buildArchive([{ name: 'a.txt', content: 'a' }]),
  'a Java archive': buildArchive([{ name: 'META-INF/MANIFEST.MF', content: 'Main-Class: A' }]),
  'a document with macros': openXml('word/document.xml', 'wordprocessingml.document', [
    { name: 'word/vbaProject.bin', content: 'x' },
  ]),
  'an old document with macros': buildCompoundFile(['WordDocument', 'Macros']),
  'an installer': buildCompoundFile(['!_StringData']),
  'a bomb': openXml('word/document.xml', 'wordprocessingml.document', [
    { name: 'word/bomb.xml', content: Buffer.alloc(40 * 1024 * 1024), deflated: true },
  ]),
  'a bomb that lies of its size': buildArchive([
    { name: 'word/document.xml', content: '<document/>' },
    { name: '[Content_Types].xml', content: Buffer.alloc(20 * 1024 * 1024), declared: 100, deflated: true },
  ]),
  'an archive with a path': openXml('word/document.xml', 'wordprocessingml.document', [
    { name: '../../etc/passwd', content: 'x' },
  ]),
  'a document cut off': SAMPLES[
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
  ].subarray(0, 120),
  'a picture that is an archive too': Buffer.concat([
    SAMPLES['image/gif'],
    buildArchive([{ name: 'A.class', content: 'x' }]),
  ]),
  'a PDF that is an archive too': Buffer.concat([
    SAMPLES['application/pdf'],
    buildArchive([{ name: 'A.class', content: 'x' }], 'comment'),
  ]),
  'a picture that is a PDF too': Buffer.concat([SAMPLES['image/png'], SAMPLES['application/pdf']]),
  'a picture that is a page too': Buffer.concat([
    Buffer.from('GIF89a/*\0\0\0\0'),
    Buffer.from('*/=1;<script>alert(1)</script>'),
  ]),
}
