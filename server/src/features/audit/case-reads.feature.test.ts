import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestHouse, type TestHouse } from '../../testing/test-house.ts'

let house: TestHouse
beforeAll(async () => (house = await startTestHouse()))
afterAll(() => house.stop())

it('reads that were recorded before there was a trail are in it, each once, and nowhere else', async () => {
  const [caseId, accountId] = [randomUUID(), randomUUID()]
  const former = Array.from({ length: 300 }, (_, i) => {
    const at = new Date(Date.parse('2026-01-05T08:00:00Z') + i * 900_000)
    return { _id: `${accountId} ${caseId} ${at.getTime() / 900_000}`, accountId, caseId, at }
  })
  const reads = house.connection.collection<{ _id: string }>('caseReads')
  await reads.insertMany(former)
  await Promise.all([house.secondNode(), house.secondNode()])
  // As a start that was killed before it took away what it had moved.
  await reads.insertMany(former.slice(0, 10))
  await house.secondNode()

  expect(await reads.countDocuments()).toBe(0)
  const records = await house.connection
    .collection('audit')
    .find({ trail: `case:${caseId}` })
    .sort({ seq: 1 })
    .toArray()
  expect(records.map(({ at, seq }) => [at, seq])).toEqual(
    former.map(({ at }, i) => [at.toISOString(), i + 1]),
  )
  expect(records[0]).toMatchObject({ kind: 'case.read', accountId, detail: { from: 'caseReads' } })
})
