import { addCard, ensureBoard, titleOf } from '@colloque/board'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { readRefusal } from './board-salvage.ts'
import { createMemoryDocumentStore } from './document-store.ts'
import { forgetErased } from './forget-erased.ts'

const CASE = '00000000-0000-4000-8000-000000000001'
const NAME = `case/${CASE}/board`
const erasure = {
  caseId: CASE,
  document: { kind: 'board' as const, path: 'cards/one' },
  at: '2026-11-22T08:00:00.000Z',
}
const before = Date.parse('2026-11-20T08:00:00.000Z')

/** A board on the device, with words that were never sent where `own` writes any. */
async function kept(own?: (doc: Y.Doc) => void, at = before) {
  const store = createMemoryDocumentStore()
  const doc = new Y.Doc()
  ensureBoard(doc)
  addCard(doc, { id: 'one', column: 'needs', title: 'Voir Zéphyrin', by: CASE, at: new Date(before) })
  const server = Y.encodeStateAsUpdate(doc)
  const vector = Y.encodeStateVector(doc)
  own?.(doc)
  const add = [{ kind: 'server' as const, at, bytes: server }]
  await store.write(NAME, {
    add: own ? [...add, { kind: 'own', at, bytes: Y.encodeStateAsUpdate(doc, vector) }] : add,
  })
  return store
}

describe('a document on the device of which something was erased', () => {
  it('is removed', async () => {
    const store = await kept()
    await forgetErased(store, erasure)
    expect(await store.load(NAME)).toEqual([])
  })

  it('leaves its person the words that they wrote and never sent, and none of those around them', async () => {
    const store = await kept((doc) => titleOf(doc, 'one').insert(13, ' lundi'))
    await forgetErased(store, erasure)
    const records = await store.load(NAME)
    expect(records.map(({ kind }) => kind)).toEqual(['refused'])
    expect(new TextDecoder().decode(records[0]?.bytes)).not.toContain('Zéphyrin')
    expect(readRefusal(records[0]!.bytes).changes).toMatchObject([{ text: 'lundi' }])
    expect(await store.unsent()).toEqual([NAME])
  })

  it('stays where it was fetched since', async () => {
    const store = await kept(undefined, Date.parse('2026-12-01T08:00:00.000Z'))
    await forgetErased(store, erasure)
    expect(await store.load(NAME)).toHaveLength(1)
  })
})
