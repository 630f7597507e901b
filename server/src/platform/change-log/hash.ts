import { hash } from 'node:crypto'
import { drawBytes } from './random-bytes.ts'

const digest = (text: string): string => hash('sha256', text, 'base64url')

/**
 * JSON with sorted keys and no blanks (RFC 8785). Keys whose value is undefined are left out, as JSON does.
 * @throws TypeError for what JSON would not give back as it was: dates, maps, NaN, functions
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`not JSON: ${value}`)
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object') throw new TypeError(`not JSON: ${typeof value}`)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null)
    throw new TypeError('not JSON: an instance of a class')
  let members = ''
  for (const key of Object.keys(value).sort()) {
    // The driver reads an object with this key as one of its own types.
    if (key === '_bsontype') throw new TypeError('not storable: _bsontype')
    const member = (value as Record<string, unknown>)[key]
    if (member === undefined) continue
    const quoted = PLAIN.test(key) ? `"${key}"` : JSON.stringify(key)
    members += `${members === '' ? '' : ','}${quoted}:${canonicalJson(member)}`
  }
  return `{${members}}`
}

/** Needs no escape in JSON. */
const PLAIN = /^\w+$/

/**
 * A salted hash says nothing about a short text once its salt is blanked.
 * @param json canonical, so that the same value gives the same hash
 */
export function saltedHash(salt: string, json: string): string {
  return digest(`${salt} ${json}`)
}

/** 128 bits of randomness each. */
export function makeSalts(count: number): string[] {
  return Array.from({ length: count }, () => drawBytes(16).toString('base64url'))
}

/** What the chain covers of a change: everything but the words, which are covered by their salted hash. */
export interface ChainedEnvelope {
  readonly _id: string
  readonly v: number
  readonly stream: string
  readonly seq: number
  readonly commandId: string
  readonly kind: string
  readonly by: string
  readonly at: string
  readonly input: string
  readonly entities: readonly {
    readonly type: string
    readonly id: string
    readonly rev: number
    readonly content: string
  }[]
}

/** The hash of a change: of the one before it in the stream (empty for the first) and of its own envelope. */
export function chainHash(previous: string, change: ChainedEnvelope): string {
  const { _id, v, stream, seq, commandId, kind, by, at, input, entities } = change
  const contents = entities.map(({ type, id, rev, content }) => [type, id, rev, content])
  return digest(previous + JSON.stringify([_id, v, stream, seq, commandId, kind, by, at, input, contents]))
}
