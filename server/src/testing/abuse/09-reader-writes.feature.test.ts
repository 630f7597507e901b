import { addCard, editTitle, readCardOf } from '@colloque/board'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { BOARD, contentOf, until } from '../../platform/boards/board-test-server.ts'
import { RawClient, syncFrame } from '../../platform/boards/raw-client.ts'
import { addTo, updateOf, useBoards } from './boards-under-attack.ts'

const boards = useBoards()

const refusal = {
  closeCode: 4409,
  reason: 'read_only',
  document: BOARD,
  accountId: 'reader',
  sessionId: 'session-reader',
}
const stored = async () => contentOf(await boards.node.boards.read(BOARD))

describe('abuse 9: a reader sends an update', () => {
  test('by the stock client: refused, unseen by others, and told to the audit', async () => {
    const anna = await boards.victim()
    const reader = await boards.connect('reader').synced()
    addTo(anna, 'one', 'Seen')
    await until(() => readCardOf(reader.doc, 'one')?.title === 'Seen')
    const before = contentOf(anna.doc)
    editTitle(reader.doc, 'one', 'Changed')
    await until(() => reader.closes.includes(4409))
    expect(reader.refused).toEqual([{ code: 'read_only' }])
    expect(contentOf(anna.doc)).toEqual(before)
    expect(await stored()).toEqual(before)
    expect(boards.node.refusals).toEqual([refusal])
  })

  /** Kind 1 is the answer to the server's step 1, kind 2 an update. */
  test.each([1, 2])('by a frame of kind %i made by hand: the same', async (kind) => {
    const anna = await boards.victim()
    addTo(anna, 'one', 'Seen')
    await until(() => anna.saved >= 3)
    const before = await stored()
    const update = await updateOf(boards.node, (doc) =>
      addCard(doc, { id: 'two', column: 'needs', title: 'x', by: 'reader', at: new Date() }),
    )
    const reader = new RawClient(boards.node.url, BOARD, 'reader')
    try {
      await until(() => reader.received.length > 1)
      if (kind === 2) reader.send(syncFrame(1, Y.encodeStateAsUpdate(new Y.Doc())))
      reader.send(syncFrame(kind, update))
      expect(await reader.closed()).toBe(4409)
    } finally {
      reader.destroy()
    }
    expect(await stored()).toEqual(before)
    expect(contentOf(anna.doc)).toEqual(before)
    expect(boards.node.refusals).toEqual([refusal])
  })
})
