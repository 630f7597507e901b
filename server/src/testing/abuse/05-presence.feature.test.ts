import { describe, expect, test } from 'vitest'
import { until } from '../../platform/boards/board-test-server.ts'
import { presenceFrame } from '../../platform/boards/raw-client.ts'
import { useBoards } from './boards-under-attack.ts'

const boards = useBoards()

describe('abuse 5: presence under a foreign id or name, with huge clocks, sizes and numbers', () => {
  test("another's client id, a false name, huge clocks, large and many states are dropped or rewritten", async () => {
    const anna = await boards.victim()
    const ben = await boards.victim('ben')
    anna.provider.awareness.setLocalState({ card: 'one' })
    const seen = () => ben.provider.awareness.getStates()
    await until(() => seen().get(anna.doc.clientID)?.['card'] === 'one')
    const mallory = await boards.attacker()
    const client = 4_000_000_000
    mallory.send(
      presenceFrame([{ client, clock: 1, state: { user: { id: 'anna', name: 'Anna' }, __proto__x: 1 } }]),
    )
    await until(() => seen().has(client))
    expect(seen().get(client)!['user']).toMatchObject({ id: 'mallory', name: 'Name of mallory' })
    const max = Number.MAX_SAFE_INTEGER
    mallory.send(presenceFrame([{ client: anna.doc.clientID, clock: max, state: null }]))
    mallory.send(presenceFrame([{ client: anna.doc.clientID, clock: max, state: { card: 'stolen' } }]))
    mallory.send(presenceFrame([{ client, clock: 2, state: { big: 'x'.repeat(100_000) } }]))
    mallory.send(
      presenceFrame(Array.from({ length: 900 }, (_, index) => ({ client: index + 10, clock: 1, state: {} }))),
    )
    mallory.send(presenceFrame([{ client, clock: max, state: { last: true } }]))
    await until(() => seen().get(client)?.['last'] === true)
    expect(seen().get(anna.doc.clientID)).toMatchObject({ card: 'one', user: { id: 'anna' } })
    expect(seen().size).toBe(3)
    anna.provider.awareness.setLocalState({ card: 'two' })
    await until(() => seen().get(anna.doc.clientID)?.['card'] === 'two')
    mallory.send(
      presenceFrame(Array.from({ length: 10_000 }, (_, index) => ({ client: index, clock: 1, state: {} }))),
    )
    expect(await mallory.closed()).toBe(4400)
    await until(() => seen().size === 2)
  })
})
