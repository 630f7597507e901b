import { readCardOf } from '@colloque/board'
import * as encoding from 'lib0/encoding'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { BOARD, contentOf, until } from '../../platform/boards/board-test-server.ts'
import { frame, syncFrame } from '../../platform/boards/raw-client.ts'
import { addTo, gc, handmade, useBoards } from './boards-under-attack.ts'

const boards = useBoards()

/** An item of string content under a root. */
const inRoot = (root: string, text: string) => (encoder: encoding.Encoder) => {
  encoding.writeUint8(encoder, 4)
  encoding.writeVarUint(encoder, 1)
  encoding.writeVarString(encoder, root)
  encoding.writeVarString(encoder, text)
}

describe('abuse 7: updates that are small to send and dear to decode', () => {
  const nested = (depth: number) =>
    frame((encoder) => {
      encoding.writeVarUint(encoder, 1)
      encoding.writeVarUint(encoder, depth)
      encoding.writeVarUint(encoder, 77)
      encoding.writeVarUint(encoder, 0)
      for (let clock = 0; clock < depth; clock += 1) {
        encoding.writeUint8(encoder, 7)
        encoding.writeVarUint(encoder, clock === 0 ? 1 : 0)
        if (clock === 0) encoding.writeVarString(encoder, 'cards')
        else {
          encoding.writeVarUint(encoder, 77)
          encoding.writeVarUint(encoder, clock - 1)
        }
        encoding.writeVarUint(encoder, 0)
      }
      encoding.writeVarUint(encoder, 0)
    })
  const deepAny = frame((encoder) => {
    for (const value of [1, 1, 77, 0]) encoding.writeVarUint(encoder, value)
    encoding.writeUint8(encoder, 8 | 32)
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarString(encoder, 'cards')
    encoding.writeVarString(encoder, 'key')
    encoding.writeVarUint(encoder, 1)
    for (let depth = 0; depth < 200_000; depth += 1) {
      encoding.writeUint8(encoder, 117)
      encoding.writeVarUint(encoder, 1)
    }
  })
  const roots = frame((encoder) => {
    for (const value of [1, 40_000, 77, 0]) encoding.writeVarUint(encoder, value)
    for (let index = 0; index < 40_000; index += 1) inRoot(`r${index}`, 'x')(encoder)
    encoding.writeVarUint(encoder, 0)
  })
  const sameOrigin = frame((encoder) => {
    for (const value of [1, 20_000, 77, 0]) encoding.writeVarUint(encoder, value)
    for (let index = 0; index < 20_000; index += 1) inRoot('cards', 'x')(encoder)
    encoding.writeVarUint(encoder, 0)
  })

  test.each<[string, Uint8Array]>([
    ['a declared count of 2^32-1 structs', handmade(2 ** 32 - 1, 77, 0, gc(1))],
    ['a declared count of 2^25 structs', handmade(2 ** 25, 77, 0, gc(1))],
    ['a declared count of 2^53-1 clients', frame((encoder) => encoding.writeVarUint(encoder, 2 ** 53 - 1))],
    ['a length of 2^40', handmade(1, 77, 0, gc(2 ** 40))],
    ['a length of 0', handmade(1, 77, 0, gc(0))],
    ['a clock far ahead', handmade(1, 77, 2 ** 40, gc(1))],
    ['a client id beyond 32 bits', handmade(1, 2 ** 40, 0, gc(1))],
    ['a gap', handmade(1, 77, 5, gc(1))],
    [
      'a delete of what is not there',
      frame((encoder) => [0, 1, 77, 1, 0, 2 ** 40].forEach((value) => encoding.writeVarUint(encoder, value))),
    ],
    ['40,000 roots', roots],
    ['types nested 10,000 deep', nested(10_000)],
    ['values nested 200,000 deep', deepAny],
    ['20,000 structs at one spot', sameOrigin],
    [
      '500,000 structs',
      frame((encoder) => {
        for (const value of [1, 500_000, 77, 0]) encoding.writeVarUint(encoder, value)
        for (let index = 0; index < 500_000; index += 1) gc(1)(encoder)
        encoding.writeVarUint(encoder, 0)
      }),
    ],
    ['version 2 of the format', Y.encodeStateAsUpdateV2(buildDoc())],
    ['a truncated update', Y.encodeStateAsUpdate(buildDoc()).slice(0, -5)],
  ])('%s: refused quickly, with little memory, nothing changed', async (_what, bomb) => {
    const anna = await boards.victim()
    const mallory = await boards.attacker()
    const before = contentOf(await boards.node.boards.read(BOARD))
    const heap = process.memoryUsage().rss
    const begun = process.threadCpuUsage()
    mallory.send(syncFrame(2, bomb))
    expect(await mallory.closed()).toBe(4409)
    // Of this thread's own work, which is the server's and the test's: however busy the machine.
    expect(process.threadCpuUsage(begun).user / 1e3).toBeLessThan(250)
    expect(process.memoryUsage().rss - heap).toBeLessThan(80 << 20)
    expect(contentOf(await boards.node.boards.read(BOARD))).toEqual(before)
    addTo(anna, 'one')
    await until(async () => readCardOf(await boards.node.boards.read(BOARD), 'one') !== undefined)
    expect(anna.closes).toEqual([])
  })

  test('a frame beyond the limit ends the connection', async () => {
    const mallory = await boards.attacker()
    mallory.send(syncFrame(2, new Uint8Array((1 << 20) + 1)))
    expect(await mallory.closed()).toBe(1009)
  })
})

function buildDoc(): Y.Doc {
  const doc = new Y.Doc()
  doc.getMap('cards').set('one', new Y.Map([['title', new Y.Text('Title')]]))
  return doc
}
