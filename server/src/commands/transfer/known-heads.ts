/**
 * Heads of the log kept outside the database. A chain cannot show that its end was cut off, or that the whole of it
 * was written anew; a head that somebody else has kept can.
 */
import { readFile, rename, writeFile } from 'node:fs/promises'
import type { mongo } from 'mongoose'
import { CommandError } from '../terminal/command-error.ts'

export interface KnownHead {
  readonly stream: string
  readonly seq: number
  readonly hash: string
}

const LINE = /^(\S+) ([1-9]\d*) (\S+)$/

/** @returns what an earlier run has kept; nothing when there is no such file yet. @throws CommandError */
export async function readHeads(path: string): Promise<KnownHead[]> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw new CommandError(`${path} cannot be read.`)
  }
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [, stream, seq, hash] = LINE.exec(line) ?? []
      if (!stream || !hash) throw new CommandError(`${path} is no file of heads.`)
      return { stream, seq: Number(seq), hash }
    })
}

export async function writeHeads(path: string, heads: readonly KnownHead[]): Promise<void> {
  const lines = heads.map(({ stream, seq, hash }) => `${stream} ${seq} ${hash}\n`)
  await writeFile(`${path}.part`, lines.join(''), { mode: 0o600, flush: true })
  await rename(`${path}.part`, path)
}

/** @returns what is wrong with each stream whose known head is gone or another, in a log that verifies by itself */
export async function missingSince(
  known: readonly KnownHead[],
  verified: readonly KnownHead[],
  db: mongo.Db,
): Promise<{ stream: string; finding: string }[]> {
  const heads = new Map(verified.map((head) => [head.stream, head]))
  const missing: { stream: string; finding: string }[] = []
  for (const { stream, seq, hash } of known) {
    const head = heads.get(stream)
    if (!head || head.seq < seq) {
      missing.push({ stream, finding: `ends at change ${head?.seq ?? 0}, and had ${seq}` })
      continue
    }
    const change = await db.collection('changes').findOne({ stream, seq }, { projection: { hash: 1 } })
    if (change?.['hash'] !== hash)
      missing.push({ stream, finding: `change ${seq} is another one than before` })
  }
  return missing
}
