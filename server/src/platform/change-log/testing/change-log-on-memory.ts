import { randomUUID } from 'node:crypto'
import { DomainError, type StreamName } from '@colloque/domain'
import { createChangeLogOn, type ChangeLogSettings } from '../change-log.ts'
import type { Stores } from '../ports.ts'
import type { ChangeLog, CommandToAppend, Decide } from '../types.ts'
import { createMemoryDatabase, createMemoryStores, type MemoryDatabase } from './memory-stores.ts'

export const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

export const newStream = (): StreamName => `case:${randomUUID()}`

/** A started log in memory; another one on the same database is another node. */
export async function startChangeLog(
  options: Partial<ChangeLogSettings> & {
    database?: MemoryDatabase
    spoil?: (stores: Stores) => Stores
  } = {},
): Promise<{ log: ChangeLog; database: MemoryDatabase; stores: Stores }> {
  const { database = createMemoryDatabase(), spoil = (stores: Stores) => stores, ...settings } = options
  const stores = spoil(createMemoryStores(database))
  const log = createChangeLogOn(stores, {
    ...{ node: randomUUID(), clock: () => new Date(), projections: [], reactors: [], logger: silent },
    ...settings,
  })
  await log.start()
  return { log, database, stores }
}

/** A command on one stream; say what matters in the test. */
export function buildCommand(
  fields: Partial<CommandToAppend> & Pick<CommandToAppend, 'stream'>,
): CommandToAppend {
  return { commandId: randomUUID(), by: 'nurse', input: {}, decide: makeNote('hello'), ...fields }
}

export function makeNote(text: string): Decide {
  return (_, { newId }) => ({
    kind: 'note.made',
    entities: [{ type: 'note', id: newId(0), after: { text } }],
  })
}

/** One winner: who comes later is told who was first. */
export function claimNote(id: string, by: string): Decide {
  return (fold) => {
    const note = fold.get<{ claimedBy?: string }>('note', id)
    if (!note?.after) throw new DomainError('not_found')
    if (note.after.claimedBy === by) return { unchanged: { type: 'note', id } }
    if (note.after.claimedBy) throw new DomainError('already_claimed', { by: note.after.claimedBy })
    return { kind: 'note.claimed', entities: [{ type: 'note', id, after: { ...note.after, claimedBy: by } }] }
  }
}

export function eraseNote(id: string): Decide {
  return () => ({ kind: 'note.erased', entities: [{ type: 'note', id, after: null }] })
}
