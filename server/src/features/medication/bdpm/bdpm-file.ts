/**
 * The files of the public database of medicines: no header, no quotes, one record a line, TAB between fields, CRLF or
 * LF, UTF-8 or Windows-1252 by file (format of 27/08/2025).
 */
import { createReadStream } from 'node:fs'

export type BdpmFileName = 'CIS_bdpm.txt' | 'CIS_COMPO_bdpm.txt' | 'CIS_MITM.txt' | 'CIS_CIP_bdpm.txt'

/** A file that is none of this database, in a sentence for the person who imports. */
export class BdpmError extends Error {}

export interface Line {
  /** From 1. */
  readonly number: number
  readonly fields: readonly string[]
}

/** The longest line of the real files, conditions of reimbursement, has some 9,000 characters. */
const LINE_MAX = 200_000

/** The lines of a file that say anything, as a stream: no more than a chunk and a line is in memory. */
export async function* readLines(path: string, signal?: AbortSignal): AsyncGenerator<Line> {
  let rest = ''
  let number = 0
  for await (const text of readText(path, await encodingOf(path), signal)) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > LINE_MAX) throw new BdpmError(`${path} is no file of lines.`)
    for (const line of lines) {
      number += 1
      if (line.trim() !== '') yield { number, fields: fieldsOf(line) }
    }
  }
  if (rest.trim() !== '') yield { number: number + 1, fields: fieldsOf(rest) }
}

const fieldsOf = (line: string) => line.split('\t').map((field) => field.trim())

/** A file is UTF-8 where all of it can be; otherwise it is as these files were before, Windows-1252. */
async function encodingOf(path: string): Promise<'utf-8' | 'windows-1252'> {
  try {
    for await (const text of readText(path, 'utf-8')) void text
    return 'utf-8'
  } catch (error) {
    if (error instanceof TypeError) return 'windows-1252'
    throw error
  }
}

/** @throws TypeError where a byte cannot be in that encoding */
async function* readText(path: string, encoding: string, signal?: AbortSignal): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  for await (const chunk of createReadStream(path, { signal })) {
    yield decoder.decode(chunk as Buffer, { stream: true })
  }
  yield decoder.decode()
}
