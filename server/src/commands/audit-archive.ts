import { basename } from 'node:path'
import type { mongo } from 'mongoose'
import { AUDIT_COLLECTION, verifyArchive, type AuditRecord } from '../platform/audit/index.ts'
import { CommandError } from './terminal/command-error.ts'

/**
 * Verifies a file of archived records: in itself, and against what the trails say of it, as far as they are at hand.
 * @returns the exit code
 * @throws CommandError when it cannot be opened
 */
export async function verifyArchiveFile(
  path: string,
  db: mongo.Db,
  say: (text: string) => void,
): Promise<number> {
  const archive = await verifyArchive(path).catch(() => {
    throw new CommandError(`${path} cannot be read.`)
  })
  if (!archive.ok) {
    if (archive.finding === 'damaged') say(`${path}: cut short or altered`)
    else say(`trail ${archive.trail}: bad from record ${archive.badSeq} on (${archive.finding})`)
    return 1
  }
  let bad = 0
  let known = 0
  for (const { trail, to, hash } of archive.runs) {
    const said = await db
      .collection<AuditRecord>(AUDIT_COLLECTION)
      .findOne({ trail, kind: 'trail.archived', 'detail.to': to, 'detail.file': basename(path) } as never)
    if (!said) continue
    known += 1
    if (said.detail['hash'] === hash && said.detail['sha256'] === archive.sha256) continue
    bad += 1
    say(`trail ${trail}: record ${to} is another one than was archived`)
  }
  const records = archive.runs.reduce((sum, { from, to }) => sum + to - from + 1, 0)
  say(
    `${archive.runs.length} trails with ${records} records verified, ${known} of them against their trail${bad > 0 ? `, ${bad} bad` : ''}.`,
  )
  return bad > 0 ? 1 : 0
}
