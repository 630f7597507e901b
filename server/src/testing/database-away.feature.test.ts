/** A database that hangs or dies: commands are answered within a time, and their repetition gets the one result. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { until } from './socket.ts'
import { startTestHouse, type TestHouse, type TestPerson } from './test-house.ts'

let house: TestHouse
let nurse: TestPerson
let caseId: string

beforeAll(async () => {
  house = await startTestHouse()
  nurse = await house.person('Ada Nurse', 'nurse')
  caseId = await house.openCase(nurse)
})
afterAll(() => house.stop())

const WORTH_RETRYING = ['unavailable', 'unknown_outcome', 'busy']

it.each(['SIGSTOP', 'SIGKILL'] as const)(
  'after %s of the engine nothing hangs, is lost or is doubled',
  async (signal) => {
    const text = `Pendant ${signal}`
    const commandId = randomUUID()
    const engine = house.enginePid()
    if (!engine) throw new Error('no engine')
    process.kill(engine, signal)
    const started = Date.now()
    const reply = await nurse.send('message.post', { caseId, text, commandId })
    expect(Date.now() - started).toBeLessThan(25_000)
    if (!reply.ok) expect(WORTH_RETRYING).toContain(reply.error.code)
    if (signal === 'SIGSTOP') {
      const read = await nurse.get(`/cases/${caseId}`)
      expect(read.body.ok === false ? read.body.error.code : 'unavailable').toBe('unavailable')
      process.kill(engine, 'SIGCONT')
    }
    // A connection whose other end hangs is noticed after ten seconds: only then is another one taken.
    const again = async () => (await nurse.send('message.post', { caseId, text, commandId })).ok
    await until(again, 'the command', 25_000)
    const { body } = await nurse.get(`/cases/${caseId}/messages?limit=200`)
    expect(body.items.filter((message: { text: string }) => message.text === text)).toHaveLength(1)
  },
)
