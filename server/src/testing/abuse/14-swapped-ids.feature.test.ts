/**
 * Ids of another case, wherever an id is taken, from somebody who has a case of their own to put them in: answered as
 * ids that name nothing.
 */
import { randomUUID } from 'node:crypto'
import { addCard } from '@colloque/board'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SAMPLES } from '../sample-files.ts'
import { signAPlan } from '../plans.ts'
import { startTestHouse, type TestHouse, type TestPerson } from '../test-house.ts'
import { each, readWireInputs, sendRaw, valueAt, withValue, type WireInput } from './wire-inputs.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

let house: TestHouse
let doctor: TestPerson
let mallory: TestPerson
/** Mallory's, with the doctor. */
let own: string
/** The doctor's alone. */
let theirs: string
/** One id of each sort in the doctor's case, by the name under which inputs take it. */
let foreign: Record<string, string>
let inputs: readonly WireInput[]

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  mallory = await house.person('Mallory', 'physician')
  own = await house.openCase(mallory, [doctor])
  theirs = await house.openCase(doctor)
  const caseId = theirs
  const messageId = (await doctor.done('message.post', { caseId, text: 'Un secret' })).id
  const medicationId = (await doctor.done('medication.add', { caseId, name: 'Warfarine', atc: 'B01AA03' })).id
  await house.application.boards.edit(`case/${caseId}/board`, doctor.id, (doc) =>
    addCard(doc, { id: 'secret', column: 'needs', title: 'Un secret', by: doctor.id, at: new Date() }),
  )
  foreign = {
    ...{ caseId, otherCaseId: caseId, toCaseId: caseId, id: caseId },
    ...{ messageId, threadId: messageId, thread: messageId },
    taskId: (await doctor.done('task.create', { caseId, title: 'Un secret' })).id,
    ...{ medicationId, medicationIds: medicationId },
    flagId: (await doctor.done('flag.raise', { caseId, title: 'x', severity: 'PE', detail: 'x' })).id,
    agendaItemId: (await doctor.done('agenda.propose', { caseId, question: 'x' })).id,
    seriesId: (
      await doctor.done('series.create', { caseId, title: 'x', rule: 'FREQ=DAILY', startsOn: '2100-01-04' })
    ).id,
    referralId: (await doctor.done('referral.create', { caseId, to: 'x', reason: 'x' })).id,
    reportId: (await doctor.done('report.make', { caseId, kind: 'adherence', words: 'x' })).id,
    wishId: (
      await doctor.done('wish.record', { caseId, aspect: 'project', text: 'x', heardOn: '2026-01-05' })
    ).id,
    versionId: await signAPlan(house, caseId, doctor),
    fileIds: await upload(doctor, caseId),
  }
  inputs = await readWireInputs(house.url)
})
afterAll(() => house.stop())

async function upload(by: TestPerson, caseId: string): Promise<string> {
  const fileId = randomUUID()
  const response = await fetch(`${house.url}/api/v1/cases/${caseId}/files/${fileId}?name=x`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${by.token}` },
    body: new Uint8Array(SAMPLES['image/png']),
  })
  if (!response.ok) throw new Error(await response.text())
  return fileId
}

/** An answer without the ids that were asked with, which it may repeat. */
async function answer(input: WireInput, path: string, body?: unknown): Promise<string> {
  const text = body === undefined ? undefined : JSON.stringify(body)
  const { status, body: answered } = await sendRaw(house.url, mallory, { method: input.method, path }, text)
  return `${status} ${JSON.stringify(answered)}`
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>')
    .replace(/"seq":\d+/, '"seq"')
}

/** What one follows is one's own to say, and looked up nowhere. */
const OF_ONESELF = '/commands/attention.set'
const isCommand = ({ path }: WireInput) => path.startsWith('/commands/')
const nameOf = (path: readonly (string | number)[]) =>
  String([...path].reverse().find((key) => typeof key === 'string'))

describe('abuse 14: ids of another case', () => {
  it('in a field of any command are answered as ids of nothing', async () => {
    const wrong: string[] = []
    let compared = 0
    await each(inputs.filter(isCommand), async (input) => {
      const ids = input.fields.filter((field) => UUID.test(String(valueAt(input.sample, field))))
      const base = ids.reduce(
        (body, field) => withValue(body, field, field[0] === 'caseId' ? own : randomUUID()),
        input.sample,
      )
      for (const field of ids) {
        const id = foreign[nameOf(field)]
        if (id === undefined) continue
        // Optional fields of a full sample contradict one another: alone, and with all of them.
        for (const body of [base, alone(base, field)]) {
          const asked = (value: string) =>
            answer(input, input.path, {
              ...(withValue(body, field, value) as object),
              commandId: randomUUID(),
            })
          const [known, unknown] = [await asked(id), await asked(randomUUID())]
          compared += 1
          if (known !== unknown || (known.startsWith('200') && input.path !== OF_ONESELF))
            wrong.push(`${input.path} ${field.join('.')}: ${known} | ${unknown}`)
        }
      }
    })
    expect(compared).toBeGreaterThan(100)
    expect(wrong).toEqual([])
  })

  it('in what is right otherwise are answered as ids of nothing, and nothing is done', async () => {
    const before = (await house.application.changes.fold(`case:${own}`)).seq
    const task = (id: string) => ({
      type: 'doc',
      content: [
        { type: 'paragraph', content: [{ type: 'mention', attrs: { kind: 'task', id, label: 'x' } }] },
      ],
    })
    const mine = (await mallory.done('message.post', { caseId: own, text: 'À moi' })).id
    const attempts = (id: (name: string) => string): [string, object][] => [
      ['message.post', { caseId: own, text: 'x', threadId: id('threadId') }],
      ['message.post', { caseId: own, text: 'x', fileIds: [id('fileIds')] }],
      ['message.post', { caseId: own, text: '@x', body: task(id('taskId')) }],
      ['note.record', { caseId: own, text: 'x', fileIds: [id('fileIds')] }],
      ['message.move', { messageId: mine, toCaseId: id('toCaseId') }],
      ['agenda.propose', { caseId: own, question: 'x', messageId: id('messageId') }],
      ['case.linkHousehold', { caseId: own, otherCaseId: id('otherCaseId') }],
      ['alert.setAside', { caseId: own, key: 'x', medicationIds: [id('medicationId')], reason: 'x' }],
    ]
    const sent = async (name: string, input: object) => {
      const { seq: _seq, ...reply } = (await mallory.send(name as never, input as never)) as { seq?: number }
      return JSON.stringify(reply).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>')
    }
    const known = attempts((name) => foreign[name] ?? '')
    const unknown = attempts(() => randomUUID())
    for (const [n, [name, input]] of known.entries()) {
      const reply = await sent(name, input)
      expect(reply, `${name} ${JSON.stringify(input)}`).toBe(await sent(name, unknown[n]![1]))
      expect(reply).toContain('"ok":false')
    }
    expect((await house.application.changes.fold(`case:${own}`)).seq).toBe(before + 1)
  })

  it('in an address or a search are answered as ids of nothing', async () => {
    const wrong: string[] = []
    await each(
      inputs.filter(({ method }) => method === 'GET'),
      async (input) => {
        for (const { name, in: place } of input.parameters) {
          const id = foreign[name]
          if (id === undefined) continue
          // The case in the address is one's own, but where it is the id in question.
          const pathWith = (value: string) =>
            input.path.replace(/\{(\w+)\}/g, (_whole, one: string) =>
              one === name
                ? value
                : one === 'id'
                  ? own
                  : one === 'kind'
                    ? 'board'
                    : one === 'seq'
                      ? '1'
                      : value,
            )
          const required = 'q=secret&birthName=x&firstNames=x&birthDate=1941-03-09'
          for (const more of ['', required]) {
            const ask = (value: string) =>
              answer(input, `${pathWith(value)}?${place === 'query' ? `${name}=${value}&` : ''}${more}`)
            const [known, unknown] = [await ask(id), await ask(randomUUID())]
            if (known !== unknown) wrong.push(`${input.path} ${name}: ${known} | ${unknown}`)
            if (known.includes('secret')) wrong.push(`${input.path} ${name} told the secret`)
          }
        }
      },
    )
    expect(wrong).toEqual([])
  })

  it('of a file are no door through another case, nor after leaving its circle', async () => {
    const fileId = foreign['fileIds'] ?? ''
    const read = async (caseId: string, id: string) => {
      const response = await fetch(`${house.url}/api/v1/cases/${caseId}/files/${id}`, {
        headers: { Authorization: `Bearer ${mallory.token}` },
      })
      return { status: response.status, body: await response.text() }
    }
    const nothing = await read(own, randomUUID())
    expect(nothing.status).toBe(404)
    for (const caseId of [own, theirs]) expect(await read(caseId, fileId)).toEqual(nothing)

    const shared = await house.openCase(doctor, [mallory])
    const kept = await upload(doctor, shared)
    expect((await read(shared, kept)).status).toBe(200)
    await doctor.done('circle.remove', { caseId: shared, accountId: mallory.id })
    expect(await read(shared, kept)).toEqual(nothing)
  })

  it.each(['_include=*', '_revinclude=*', 'include=messages', 'fields=*', 'expand=case', '$expand=x'])(
    'asking for more by %s brings nothing more',
    async (more) => {
      const { status } = await mallory.get(`/cases/${own}/messages?${more}`)
      expect(status).toBe(400)
    },
  )
})

/** What a body needs for one field to be looked at, without its other optional ones. */
function alone(body: unknown, field: readonly (string | number)[]): object {
  const [top] = field
  const own = body as Record<string, unknown>
  const kept = ['caseId', 'text', 'title', 'reason', 'key', 'question', String(top)]
  return Object.fromEntries(Object.entries(own).filter(([name]) => kept.includes(name)))
}
