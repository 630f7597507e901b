/**
 * The driver's look after the database has no end where it writes to a socket that is destroyed and has not told so yet
 * (infra/patches): a server whose connections all broke at once never came back.
 */
import type { Connection } from 'mongoose'
import type { Socket } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { until } from './socket.ts'
import { startTestHouse, type TestHouse } from './test-house.ts'

/** What of the driver's insides is needed to meet the moment. */
interface Monitor {
  readonly connection: { readonly socket: Socket } | null
  readonly monitorId: { readonly isExecutionInProgress: boolean }
  requestCheck(): void
}

let house: TestHouse
beforeAll(async () => {
  house = await startTestHouse()
})
afterAll(() => house.stop())

const monitorOf = (connection: Connection): Monitor => {
  const { topology } = connection.getClient() as unknown as {
    topology: { s: { servers: Map<string, { monitor: Monitor }> } }
  }
  return [...topology.s.servers.values()][0]!.monitor
}

it('a server whose connections all broke at once has its database back', async () => {
  const { connection } = house
  const monitor = monitorOf(connection)
  // A look may be asked for half a second after the last one.
  await until(() => !monitor.monitorId.isExecutionInProgress && monitor.connection !== null)
  await new Promise((later) => setTimeout(later, 600))
  await until(() => !monitor.monitorId.isExecutionInProgress)
  monitor.connection!.socket.destroy()
  monitor.requestCheck()
  process.kill(house.enginePid()!, 'SIGKILL')
  const answers = () =>
    connection.db!.command({ ping: 1 }).then(
      () => true,
      () => false,
    )
  await until(async () => !(await answers()), 'the database to be away')
  await until(answers, 'the database to be back', 40_000)
})

it('a write that waits for room ends with its connection', async () => {
  const { connection } = house
  process.kill(house.enginePid()!, 'SIGSTOP')
  try {
    const large = connection.db!.collection('large').insertOne({ text: 'x'.repeat(15_000_000) })
    await expect(large).rejects.toMatchObject({ name: expect.stringMatching(/Network/) as string })
  } finally {
    process.kill(house.enginePid()!, 'SIGCONT')
  }
})
