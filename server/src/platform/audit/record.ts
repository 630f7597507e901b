import { hash } from 'node:crypto'
import { AUDIT_WINDOW_MS, type AuditKind, type AuditTrailName } from '@colloque/domain'
import { v7 as uuidv7 } from 'uuid'
import { canonicalJson } from '../change-log/hash.ts'

/** Ids, codes and numbers: the trail outlives what it is about, and is read by people outside the circle. */
export type AuditDetail = Readonly<Record<string, string | number | boolean | null>>

export interface AuditEntry {
  readonly trail: AuditTrailName
  readonly kind: AuditKind
  /** Who did it; null where nobody is known. */
  readonly accountId: string | null
  readonly sessionId: string | null
  readonly detail?: AuditDetail
  /** The same again within a quarter of an hour is not recorded again: the same trail, kind, actor and detail. */
  readonly oncePerQuarter?: boolean
}

/** A record as it lies in the store. */
export interface AuditRecord {
  readonly _id: string
  readonly v: 1
  readonly trail: AuditTrailName
  /** From 1, without gaps. */
  readonly seq: number
  readonly kind: AuditKind
  readonly accountId: string | null
  readonly sessionId: string | null
  /** ISO, UTC. */
  readonly at: string
  readonly detail: AuditDetail
  /** Unique within its trail, where a record is made once a quarter. */
  readonly once?: string
  /** Of the record before in its trail (empty for the first) and of all of this one. */
  readonly hash: string
}

export type UnchainedRecord = Omit<AuditRecord, 'seq' | 'hash'>

/** Where a trail ends. */
export interface TrailHead {
  readonly seq: number
  readonly hash: string
}
export const EMPTY_TRAIL: TrailHead = { seq: 0, hash: '' }

const CODE = /^[\w:.-]{1,200}$/

/** @throws TypeError for a detail that is no id, code or number: words and addresses have no place in a trail */
export function toRecord(entry: AuditEntry, at: Date): UnchainedRecord {
  const { trail, kind, accountId, sessionId, detail = {} } = entry
  for (const [name, value] of Object.entries(detail)) {
    if (typeof value === 'string' && !CODE.test(value)) throw new TypeError(`${kind}: ${name} is no code`)
  }
  const quarter = Math.floor(at.getTime() / AUDIT_WINDOW_MS)
  const once = `${kind} ${accountId ?? '-'} ${canonicalJson(detail)} ${quarter}`
  return {
    ...{ _id: uuidv7(), v: 1, trail, kind, accountId, sessionId, at: at.toISOString(), detail },
    ...(entry.oncePerQuarter ? { once } : {}),
  }
}

/** The next record of a trail. */
export function chain(record: UnchainedRecord, head: TrailHead): AuditRecord {
  const numbered = { ...record, seq: head.seq + 1 }
  return { ...numbered, hash: recordHash(head.hash, numbered) }
}

/** @param record with or without its own hash, which does not count */
export function recordHash(previous: string, record: Omit<AuditRecord, 'hash'>): string {
  const { hash: _own, ...envelope } = record as AuditRecord
  return hash('sha256', `${previous}${canonicalJson(envelope)}`, 'base64url')
}
