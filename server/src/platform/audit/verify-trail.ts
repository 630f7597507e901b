import type { mongo } from 'mongoose'
import { AUDIT_COLLECTION } from './audit-store.ts'
import { EMPTY_TRAIL, recordHash, type AuditRecord, type TrailHead } from './record.ts'

/**
 * Why a record is the first bad one: the one that should stand there is missing, there are two in its place, it does
 * not chain on the one before, it chains but is another one than an archive or somebody outside has kept, or all ends
 * before what they have kept.
 */
export type BadRecord = 'gap' | 'fork' | 'hash' | 'another' | 'cut'
export type TrailReport =
  | { readonly ok: true; readonly head: TrailHead; readonly count: number }
  | { readonly ok: false; readonly badSeq: number; readonly reason: BadRecord }

/**
 * Verifies records of one trail, in order, from what comes before them.
 * @param begin where what came before ends; `hash` undefined where only its number is known
 * @param expected hashes by seq, as they are known from elsewhere
 */
export async function verifyRecords(
  records: AsyncIterable<AuditRecord> | Iterable<AuditRecord>,
  begin: { readonly seq: number; readonly hash: string | undefined } = EMPTY_TRAIL,
  expected: ReadonlyMap<number, string> = new Map(),
): Promise<TrailReport> {
  let { seq, hash } = begin
  let count = 0
  for await (const record of records) {
    const bad = (reason: BadRecord): TrailReport => ({ ok: false, badSeq: seq + 1, reason })
    if (record.seq === seq && count > 0) return { ok: false, badSeq: seq, reason: 'fork' }
    if (record.seq !== seq + 1) return bad('gap')
    if (hash !== undefined && !chainsOn(hash, record)) return bad('hash')
    const known = expected.get(record.seq)
    if (known !== undefined && known !== record.hash) return bad('another')
    seq = record.seq
    hash = record.hash
    count += 1
  }
  if ([...expected.keys()].some((kept) => kept > seq)) return { ok: false, badSeq: seq + 1, reason: 'cut' }
  return { ok: true, head: { seq, hash: hash ?? '' }, count }
}

function chainsOn(previous: string, record: AuditRecord): boolean {
  try {
    return recordHash(previous, record) === record.hash
  } catch {
    // Something that we never store was put into it.
    return false
  }
}

/**
 * Verifies what is at hand of a trail. Where its beginning is archived, a later record of the trail itself says where
 * that ends, and by which hash.
 * @param anchored hashes by seq that were kept outside the database
 */
export async function verifyTrail(
  db: mongo.Db,
  trail: string,
  anchored: ReadonlyMap<number, string> = new Map(),
): Promise<TrailReport> {
  const audit = db.collection<AuditRecord>(AUDIT_COLLECTION, { readConcern: { level: 'majority' } })
  const archived = new Map<number, string>()
  for await (const { detail } of audit.find({ trail, kind: 'trail.archived' } as never))
    archived.set(Number(detail['to']), String(detail['hash']))
  const [first] = await audit
    .find({ trail } as never, { projection: { _id: 0, seq: 1 } })
    .sort({ trail: 1, seq: 1 })
    .limit(1)
    .toArray()
  const before = (first?.seq ?? 1) - 1
  // An archive whose records are not all taken away yet ends further on: its hash is met there.
  const begin = [...archived.keys()].some((to) => to >= before)
    ? { seq: before, hash: before === 0 ? '' : archived.get(before) }
    : EMPTY_TRAIL
  const expected = new Map([...archived, ...anchored].filter(([seq]) => seq > begin.seq))
  const known = begin.seq > 0 ? anchored.get(begin.seq) : undefined
  if (known !== undefined && begin.hash !== undefined && known !== begin.hash)
    return { ok: false, badSeq: begin.seq, reason: 'another' }
  return verifyRecords(audit.find({ trail } as never).sort({ trail: 1, seq: 1 }), begin, expected)
}
