import { addCard, editTitle, readCardOf } from '@colloque/board'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { BOARD, contentOf, until } from '../../platform/boards/board-test-server.ts'
import { syncFrame } from '../../platform/boards/raw-client.ts'
import { addTo, gc, handmade, updateOf, useBoards } from './boards-under-attack.ts'

const boards = useBoards()

const forged = (client: number) =>
  updateOf(
    boards.node,
    (doc) => (doc.getMap('cards').get('one') as Y.Map<unknown>).set('due', '2026-12-01'),
    client,
  )

describe("abuse 6: a struct under a victim's client id, and garbage as long as 2^40", () => {
  test("a forged struct is refused, and the victim's next edit converges", async () => {
    const anna = await boards.victim()
    addTo(anna, 'one')
    await until(() => anna.saved >= 3)
    const mallory = await boards.attacker()
    mallory.send(syncFrame(2, await forged(anna.doc.clientID)))
    expect(await mallory.closed()).toBe(4409)
    expect(boards.node.refusals).toMatchObject([{ accountId: 'mallory', reason: 'foreign_client' }])
    editTitle(anna.doc, 'one', 'Still mine')
    const ben = await boards.victim('ben')
    await until(() => readCardOf(ben.doc, 'one')?.title === 'Still mine')
    expect(contentOf(ben.doc)).toEqual(contentOf(await boards.node.boards.read(BOARD)))
  })

  test('it is refused though the victim has only shown presence so far', async () => {
    const seed = await boards.victim('ben')
    addCard(seed.doc, { id: 'one', column: 'needs', title: 'x', by: 'ben', at: new Date() })
    await until(() => seed.saved >= 3)
    const anna = await boards.victim()
    const mallory = await boards.attacker()
    mallory.send(syncFrame(2, await forged(anna.doc.clientID)))
    expect(await mallory.closed()).toBe(4409)
  })

  test('it is refused after a restart too: ownership is stored', async () => {
    const anna = await boards.victim()
    addTo(anna, 'one')
    await until(() => anna.saved >= 3)
    const { clientID } = anna.doc
    anna.destroy()
    await boards.restart()
    const mallory = await boards.attacker()
    mallory.send(syncFrame(2, await forged(clientID)))
    expect(await mallory.closed()).toBe(4409)
  })

  test('the id of the template is nobody’s', async () => {
    const anna = await boards.victim()
    addTo(anna, 'one')
    await until(() => anna.saved >= 3)
    const mallory = await boards.attacker()
    mallory.send(syncFrame(2, await forged(1)))
    expect(await mallory.closed()).toBe(4409)
  })

  test("garbage of length 2^40 at the end of a victim's own id leaves the victim's clock where it was", async () => {
    const anna = await boards.victim()
    addTo(anna, 'one')
    await until(() => anna.saved >= 3)
    const clock = Y.getState(anna.doc.store, anna.doc.clientID)
    const mallory = await boards.attacker()
    mallory.send(syncFrame(2, handmade(1, anna.doc.clientID, clock, gc(2 ** 40))))
    expect(await mallory.closed()).toBe(4409)
    editTitle(anna.doc, 'one', 'Still mine')
    await until(async () => readCardOf(await boards.node.boards.read(BOARD), 'one')?.title === 'Still mine')
    expect(Y.getState((await boards.node.boards.read(BOARD)).store, anna.doc.clientID)).toBe(
      Y.getState(anna.doc.store, anna.doc.clientID),
    )
    expect(anna.closes).toEqual([])
  })
})
