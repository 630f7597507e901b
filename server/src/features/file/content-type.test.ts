import type { FileType } from '@colloque/domain'
import { describe, expect, it } from 'vitest'
import { REFUSED, SAMPLES } from '../../testing/sample-files.ts'
import { contentTypeOf, downloadName, isNamedAs } from './content-type.ts'
import { PlainTextCheck } from './plain-text.ts'

const typeOf = (bytes: Buffer, piece = 7) => {
  const text = new PlainTextCheck()
  for (let at = 0; at < bytes.length; at += piece) text.push(bytes.subarray(at, at + piece))
  const read = (start: number, end: number) => Promise.resolve(bytes.subarray(start, end))
  return contentTypeOf({ size: bytes.length, read }, text.end())
}

describe('the type of a file', () => {
  it.each(Object.keys(SAMPLES) as FileType[])('%s is told by its bytes', async (type) => {
    expect(await typeOf(SAMPLES[type])).toBe(type)
  })

  it.each(Object.keys(REFUSED))('is none for %s', async (what) => {
    expect(await typeOf(REFUSED[what] as Buffer, 64 * 1024)).toBeUndefined()
  })

  it('is told of a bomb without unpacking it', async () => {
    const before = process.memoryUsage().arrayBuffers
    await typeOf(REFUSED['a bomb that lies of its size'] as Buffer, 64 * 1024)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * 1024 * 1024)
  })

  it.each([16, 1_000, 70_000])('is told of any %s bytes at all, without failing', async (size) => {
    for (const beginning of ['PK\u0003\u0004', 'd0cf11e0a1b11ae1', '%PDF-', '']) {
      const start = /^d0/.test(beginning) ? Buffer.from(beginning, 'hex') : Buffer.from(beginning)
      const noise = Buffer.from(Array.from({ length: size }, (_, n) => (n * 7919 + size) % 251))
      await typeOf(Buffer.concat([start, noise]), 4_096)
    }
  })
})

describe('the name of a file', () => {
  it.each([
    ['plaie.JPG', 'image/png', true],
    ['plaie', 'image/png', true],
    ['Dr. Martin', 'text/plain', true],
    ['courrier.pdf', 'application/pdf', true],
    ['courrier.pdf', 'image/png', false],
    ['courrier.docx', 'application/pdf', false],
    ['plaie.png', 'text/plain', false],
    ['courrier.doc', 'application/rtf', true],
  ] as const)('%s for %s: %s', (name, type, holds) => {
    expect(isNamedAs(name, type)).toBe(holds)
  })

  it('ends in what the file is when it is saved', () => {
    expect(downloadName('Ordonnance.pdf', 'application/pdf')).toBe('Ordonnance.pdf')
    expect(downloadName('plaie.png', 'image/jpeg')).toBe('plaie.png.jpg')
    expect(downloadName('notes.bat', 'text/plain')).toBe('notes.bat.txt')
  })
})
