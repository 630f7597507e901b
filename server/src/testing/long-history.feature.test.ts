/** A conversation longer than what a client is given at first, over real HTTP on the real engine. */
import { MESSAGE_WINDOW } from '@colloque/contract'
import type { Change, EntityState, Message } from '@colloque/domain'
import { createStreamFold } from '@colloque/sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestHouse, type TestHouse, type TestPerson } from './test-house.ts'

const COUNT = MESSAGE_WINDOW + 150

let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson
let caseId: string
/** In the order in which they came. */
const ids: string[] = []

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  caseId = await house.openCase(doctor, [nurse])
  const post = (text: string, more: object = {}) => nurse.done('message.post', { caseId, text, ...more })
  ids.push((await post('Épinglé')).id, (await post('Important', { urgency: 'important' })).id)
  ids.push((await post('Ouvre un fil')).id, (await post('Vu', { urgency: 'important' })).id)
  await doctor.done('message.pin', { messageId: ids[0]! })
  await doctor.done('message.acknowledge', { messageId: ids[3]! })
  for (let n = ids.length; n < COUNT; n += 50) {
    const made = Array.from({ length: Math.min(50, COUNT - n) }, (_, i) => post(`Message ${n + i}`))
    const posted = await Promise.all(made)
    ids.push(...posted.map(({ id }) => id))
  }
  await doctor.done('message.post', { caseId, threadId: ids[2]!, text: 'Répond tard' })
}, 60_000)
afterAll(() => house.stop())

interface Snapshot {
  entities: EntityState[]
  seq: number
  messagesFrom: number
  messageCount: number
}
interface Page {
  items: EntityState<Message>[]
  seq: number
  before: number | null
  after: number | null
  total: number
}
const stream = () => `/streams/case:${caseId}`
const snapshot = async () => (await doctor.get(`${stream()}/snapshot`)).body as Snapshot
const page = async (search: string) => (await doctor.get(`${stream()}/messages?${search}`)).body as Page
const messagesOf = ({ entities }: { entities: Iterable<EntityState> }) =>
  [...entities].filter(({ type }) => type === 'message') as EntityState<Message>[]

describe('a long conversation', () => {
  it('begins with its newest messages, and those of the older ones that stand', async () => {
    const taken = await snapshot()
    const old = messagesOf(taken).filter(({ createdSeq }) => createdSeq < taken.messagesFrom)
    expect(old.map(({ id }) => id)).toEqual(ids.slice(0, 3))
    expect(messagesOf(taken)).toHaveLength(MESSAGE_WINDOW + 3)
    expect(taken.messageCount).toBe(COUNT + 1)
  })

  it('is read back to its first message, and forward to its last', async () => {
    const { messagesFrom, entities } = await snapshot()
    const read: EntityState<Message>[] = []
    for (let before: number | null = messagesFrom; before !== null;) {
      const { items, before: earlier, total } = await page(`before=${before}&limit=60`)
      expect(total).toBe(COUNT + 1)
      read.unshift(...items)
      before = earlier
    }
    read.push(...messagesOf({ entities }).filter(({ createdSeq }) => createdSeq >= messagesFrom))
    const forward: EntityState<Message>[] = []
    for (let after: number | null = 0; after !== null;) {
      const { items, after: later } = await page(`after=${after}&limit=200`)
      forward.push(...items)
      after = later
    }
    expect(forward).toEqual(read)
    const listed: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await doctor.get(
        `/cases/${caseId}/messages?limit=200${cursor ? `&cursor=${cursor}` : ''}`,
      )
      listed.push(...body.items.map(({ id }: { id: string }) => id))
      cursor = body.next
    }
    expect(read.map(({ id }) => id)).toEqual(listed)
  })

  it('opens at any message, at any moment, and in one thread', async () => {
    const around = await page(`around=${ids[100]}&limit=10`)
    expect(around.items).toHaveLength(10)
    const [found] = around.items.filter(({ id }) => id === ids[100])
    expect(found?.after?.text).toMatch(/^Message/)
    const at = await page(`at=${found?.createdAt}&limit=10`)
    // Those of one batch came at the same moment.
    expect(at.items.map(({ createdAt }) => createdAt)).toContain(found?.createdAt)
    expect(at.items[0]!.createdAt < found!.createdAt).toBe(true)
    const thread = await page(`thread=${ids[2]}`)
    expect(thread.items.map(({ after }) => after?.text)).toEqual(['Ouvre un fil', 'Répond tard'])
    expect([thread.before, thread.after, thread.total]).toEqual([null, null, 2])
    expect((await page('limit=5')).items.at(-1)?.after?.text).toBe('Répond tard')
  })

  it.each([
    ['two places', () => 'before=5&after=3', 400, 'invalid'],
    ['more than a page', () => 'limit=201', 400, 'invalid'],
    ['what is no moment', () => 'at=yesterday', 400, 'invalid'],
    ['a message that is not there', () => `around=${caseId}`, 404, 'not_found'],
  ])('refuses %s', async (_what, search, status, code) => {
    const answer = await doctor.get(`${stream()}/messages?${search()}`)
    expect([answer.status, answer.body.error.code]).toEqual([status, code])
  })

  it('is read on the record', async () => {
    const reader = await house.person('Rita Reader', 'nurse')
    const reads = () =>
      house.connection
        .collection('audit')
        .countDocuments({ trail: `case:${caseId}`, kind: 'case.read', accountId: reader.id })
    expect((await reader.get(`${stream()}/messages`)).status).toBe(404)
    expect(await reads()).toBe(0)
    await doctor.done('circle.add', { caseId, accountId: reader.id })
    expect((await reader.get(`${stream()}/messages`)).status).toBe(200)
    expect(await reads()).toBe(1)
  })

  it('held stale, with what has changed and the old messages that stand again, equals a refetch', async () => {
    const fold = createStreamFold()
    fold.reset(await snapshot())
    await nurse.done('message.edit', { messageId: ids[50]!, text: 'Corrigé' })
    await doctor.done('message.pin', { messageId: ids[60]! })
    await doctor.done('message.unpin', { messageId: ids[0]! })
    await doctor.done('message.acknowledge', { messageId: ids[1]! })
    await nurse.done('message.delete', { messageId: ids[70]! })
    await doctor.done('message.post', { caseId, threadId: ids[80]!, text: 'Répond encore plus tard' })
    const elsewhere = await house.openCase(doctor, [nurse])
    await nurse.done('message.move', { messageId: ids[90]!, toCaseId: elsewhere })

    const { changes } = (await doctor.get(`${stream()}/changes?since=${fold.seq}&limit=200`)).body as {
      changes: Change[]
    }
    const received = fold.receive(changes)
    expect(received.older.map(({ id }) => id)).toEqual([50, 60, 70, 90].map((n) => ids[n]))
    const missing = fold.missing(received)
    expect(missing.sort()).toEqual([ids[60], ids[80]].sort())
    for (const id of missing) {
      const { items } = await page(`around=${id}&limit=1`)
      fold.put(items.find((item) => item.id === id)!)
    }
    fold.trim()
    const fresh = await snapshot()
    expect([fold.seq, fold.messagesFrom]).toEqual([fresh.seq, fresh.messagesFrom])
    expect(fold.entities).toEqual(new Map(fresh.entities.map((entity) => [entity.id, entity])))

    const { items } = await page(`around=${ids[90]}&limit=4`)
    expect(items.map(({ id }) => id)).toEqual([88, 89, 91, 92].map((n) => ids[n]))
    const deleted = (await page(`around=${ids[70]}&limit=1`)).items[0]
    expect(deleted?.after).toMatchObject({ text: '', deleted: { by: nurse.id } })
  })
})
