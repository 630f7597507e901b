import { randomUUID } from 'node:crypto'
import type { StoredChange } from '../ports.ts'

/** A stored change with believable fields; say what matters in the test. */
export function buildStoredChange(fields: Partial<StoredChange> = {}): StoredChange {
  return {
    _id: randomUUID(),
    v: 1,
    stream: `case:${randomUUID()}`,
    seq: 1,
    commandId: randomUUID(),
    kind: 'note.made',
    by: randomUUID(),
    at: '2026-11-22T08:00:00.000Z',
    entities: [buildStoredEntity()],
    salt: 'salt',
    input: 'input',
    hash: 'hash',
    ...fields,
  }
}

export function buildStoredEntity(
  fields: Partial<StoredChange['entities'][number]> = {},
): StoredChange['entities'][number] {
  return {
    type: 'note',
    id: randomUUID(),
    rev: 1,
    after: { text: 'x' },
    salt: 'salt',
    content: 'content',
    ...fields,
  }
}
