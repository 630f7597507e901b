/**
 * C4 under load: somebody is taken out of a circle while messages and board edits stream in over two nodes. What is
 * invoked after the removal was answered reaches none of their devices, and nothing of theirs is taken any more: at
 * once on the node that answered, within a second on the other.
 *
 * The removed listen with bare sockets and the stock board client: our own would hide what comes too late.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { caseBoardDocName } from '@colloque/board'
import type { StreamName } from '@colloque/domain'
import { checkAccess, createRecorder, type Delivery, type Operation } from '@colloque/history'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { caseOf, openDocument } from '../sdk/test-clients.ts'
import { createBoardWriter } from './board-writer.ts'
import { toldOf } from './evidence.ts'
import { startHouse, type Device, type House, type NodeIndex } from './house.ts'
import { earOf, listen, subscribe, watchBoard } from './removed.ts'

const MESSAGES = 200
/** Said when even the other node must know. */
const LATE_MESSAGES = 50
/** How long another node may take to follow a removal. */
const OTHER_NODE_MS = 1_000

let house: House
/** Of the one who removes, of one who writes on each node, and of the one who is removed. */
let remover: Device
let writers: Device[]
let leaving: Device[]
const closing: (() => void)[] = []

beforeAll(async () => {
  house = await startHouse()
  const [first, second, third] = await house.accounts()
  remover = await house.device(first!, 0)
  writers = [await house.device(second!, 0), await house.device(second!, 1)]
  leaving = [await house.device(third!, 0, 'itself'), await house.device(third!, 1, 'itself')]
}, 240_000)
afterEach(() => closing.splice(0).forEach((close) => close()))
afterAll(() => house?.stop())

it('nothing said after a removal reaches the removed, on any socket or board of either node', async () => {
  const recorder = createRecorder(() => performance.now())
  const deliveries: Delivery[] = []
  const removed = leaving[0]!.client.account!.id
  const caseId = await caseOf(remover.client, [writers[0]!.client, leaving[0]!.client])
  const stream: StreamName = `case:${caseId}`

  const ear = (to: string, node: NodeIndex) => earOf(to, deliveries, node === 0 ? 0 : OTHER_NODE_MS)
  const listening = [
    await listen(leaving[0]!, stream, ear('a socket on the same node', 0)),
    await listen(leaving[0]!, stream, ear('a second socket on the same node', 0)),
    await listen(leaving[1]!, stream, ear('a socket on the other node', 1)),
  ]
  const boards = [
    await watchBoard(leaving[0]!, caseId, ear('a board on the same node', 0)),
    await watchBoard(leaving[1]!, caseId, ear('a board on the other node', 1)),
  ]
  for (const one of [...listening, ...boards]) closing.push(() => one.close())
  await vi.waitFor(() => expect(boards.every(({ synced }) => synced)).toBe(true), 10_000)
  const boardWriters = writers.map((device, index) => {
    const board = openDocument(device.client, house.nodes[device.node].url, caseBoardDocName(caseId))
    closing.push(() => void board.destroy())
    return createBoardWriter({ board, recorder, accountId: device.client.account!.id, index, draw: () => 0 })
  })
  await vi.waitFor(
    () => expect(boardWriters.every(({ board }) => board.state.connection === 'online')).toBe(true),
    10_000,
  )

  const post = ({ client, node }: Device, text: string) => {
    const commandId = randomUUID()
    const input = { commandId, caseId, text }
    const what = {
      client: client.account!.id,
      name: 'message.post',
      key: `node ${node}`,
      commandId,
      value: input,
    }
    return recorder.run(what, async () => toldOf(await client.api.command('message.post', input)))
  }
  const working: Promise<unknown>[] = []
  let removedAt = Infinity
  let late = 0
  const goOn = (async () => {
    for (let count = 0; count < MESSAGES || late < LATE_MESSAGES; count++) {
      if (performance.now() > removedAt + OTHER_NODE_MS) late += 1
      working.push(post(writers[count % 2]!, `Message ${count}`))
      if (count % 5 === 0) boardWriters[(count / 5) % 2]!.edit()
      if (count % 10 === 0) working.push(...leaving.map((device) => post(device, `De qui part ${count}`)))
      await wait(10)
    }
  })()
  const devices = [...listening, ...boards].map(({ to }) => to)
  const heardBy = (to: string) => deliveries.filter((delivery) => delivery.to === to).length
  await vi.waitFor(() => expect(devices.map(heardBy).filter((count) => count < 3)).toEqual([]), 20_000)
  const input = { commandId: randomUUID(), caseId, accountId: removed, reason: 'Fin de suivi' }
  await remover.client.api.command('circle.remove', input)
  removedAt = performance.now()
  await goOn
  await Promise.all(working)
  // What is late would still come.
  await wait(OTHER_NODE_MS)

  const operations = recorder.operations()
  const graceOf = ({ key }: Operation) => (key === 'node 0' ? 0 : OTHER_NODE_MS)
  expect(checkAccess({ removed, removedAt, operations, deliveries, graceOf })).toEqual([])

  // Much was said when it was over, and they went on trying.
  const after = operations.filter(({ invokedAt }) => invokedAt > removedAt + OTHER_NODE_MS)
  const said = after.filter(({ name, outcome }) => name === 'message.post' && outcome === 'ok')
  expect(said.length).toBeGreaterThanOrEqual(LATE_MESSAGES)
  expect(after.filter(({ client, outcome }) => client === removed && outcome === 'fail')).not.toEqual([])
  expect(listening.map(({ unsubscribed }) => unsubscribed)).toEqual([[stream], [stream], [stream]])
  expect(boards.map(({ closes }) => closes.at(-1))).toEqual([4403, 4403])
  for (const socket of listening) expect((await subscribe(socket.socket, stream)).ok).toBe(false)
}, 120_000)
