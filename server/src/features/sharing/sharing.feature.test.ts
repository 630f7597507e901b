/** What relatives see, write and tell; what they never see, in raw answers and raw frames. */
import { randomUUID } from 'node:crypto'
import { QUERY_NAMES, queries } from '@colloque/contract'
import type { SharedCase, SharedPart } from '@colloque/domain'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addsAlert, signAPlan, writePlan } from '../../testing/plans.ts'
import { command, connect, subscribe, until } from '../../testing/socket.ts'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson
let pharmacist: TestPerson

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  pharmacist = await house.person('Paul Pharmacist', 'pharmacist')
})
afterAll(() => house.stop())

const NOT_THERE = { status: 404, ok: false, error: { code: 'not_found', data: {} } }
const sharedFold = (caseId: string) => house.application.changes.fold(`shared:${caseId}`)
const viewOf = async (caseId: string) =>
  (await sharedFold(caseId)).all<SharedCase>('sharedCase').findLast(({ after }) => after !== null)?.after
const shares = (caseId: string, holds: (view: SharedCase) => boolean) =>
  until(async () => {
    const view = await viewOf(caseId)
    return view !== undefined && view !== null && holds(view)
  }, 'what is shared')
const choose = async (caseId: string, parts: SharedPart[]) => {
  await doctor.done('sharing.set', { caseId, parts })
  await shares(caseId, (view) => view.parts.length === parts.length)
}
/** All that a relative can ask of a stream, as text. */
const everything = async (person: TestPerson, caseId: string) => {
  const answers = await Promise.all(
    ['snapshot', 'changes?since=0', 'messages'].map((what) =>
      person.get(`/streams/shared:${caseId}/${what}`),
    ),
  )
  return JSON.stringify(answers)
}
const queueOf = async (person: TestPerson) =>
  (
    (await person.get('/me/queue')).body as {
      items: { kind: string; entityId: string; caseId: string | null }[]
    }
  ).items

describe('what a circle shares', () => {
  it('is whom one can call at first, from the moment a relative is there', async () => {
    const caseId = await house.openCase(doctor, [nurse])
    expect((await sharedFold(caseId)).seq).toBe(0)
    const daughter = await house.relative('Rose Relative', caseId, doctor)
    await shares(caseId, ({ circle }) => circle?.length === 2)
    expect(await viewOf(caseId)).toMatchObject({
      parts: ['circle'],
      circle: [{ name: 'Cleo Doctor', profession: 'physician', isReferent: true }, { name: 'Ada Nurse' }],
      ...{ treatment: null, appointments: null, plan: null, wishes: null },
    })
    const { body } = await daughter.get('/me/shared-cases')
    expect(body.items).toEqual([
      expect.objectContaining({ caseId, stream: `shared:${caseId}`, relation: 'fille', until: null }),
    ])
    expect((await daughter.get(`/cases/${caseId}`)).status).toBe(404)
    expect((await doctor.get(`/cases/${caseId}`)).body.streams).toEqual([
      `case:${caseId}`,
      `shared:${caseId}`,
    ])
    const socket = await connect(house.url, daughter.token)
    await subscribe(socket, `member:${daughter.id}`)
    await until(
      async () =>
        (await house.application.changes.fold(`member:${daughter.id}`)).all('sharedLink').length === 1,
    )
    socket.disconnect()
  })

  it('follows what is chosen and what becomes of it, and its past says no more than its present', async () => {
    const caseId = await house.openCase(doctor, [nurse])
    const son = await house.relative('Remi Relative', caseId, doctor, 'fils')
    const { id: medicationId } = await doctor.done('medication.add', {
      caseId,
      name: 'Canarine',
      moments: { evening: '1' },
      indication: 'Insuffisance secrète',
    })
    await doctor.done('task.create', {
      ...{ caseId, title: 'Prise de sang', detail: 'À jeun, secret', forProfession: 'nurse' },
      ...{ dueAt: '2100-01-04T08:00:00.000Z', forPerson: true },
    })
    await doctor.done('task.create', { caseId, title: 'Entre nous', dueAt: '2100-01-04T08:00:00.000Z' })
    await nurse.done('wish.record', {
      ...{ caseId, aspect: 'project', text: 'Rester chez elle', heardOn: '2026-01-05' },
    })
    await writePlan(house, caseId, doctor, addsAlert('Essoufflée la nuit', doctor))
    await signAPlan(house, caseId, doctor)
    expect(await everything(son, caseId)).not.toContain('Canarine')

    await choose(caseId, ['circle', 'treatment', 'appointments', 'plan', 'wishes'])
    const view = await viewOf(caseId)
    expect(view?.treatment).toMatchObject([{ name: 'Canarine', moments: { evening: '1' } }])
    expect(view?.appointments).toMatchObject([{ title: 'Prise de sang', profession: 'nurse', kind: 'task' }])
    expect(view?.wishes).toMatchObject([{ aspect: 'project', text: 'Rester chez elle' }])
    expect(view?.plan).toMatchObject({
      number: 1,
      signedBy: 'Cleo Doctor',
      objectives: [{ text: 'Marcher jusqu’au marché' }],
      alerts: [{ sign: 'Essoufflée la nuit' }],
    })
    const seen = await everything(son, caseId)
    for (const secret of ['secret', 'Entre nous']) expect(seen).not.toContain(secret)

    await doctor.done('medication.stop', { medicationId, reason: 'Raison secrète' })
    await shares(caseId, ({ treatment }) => treatment?.length === 0)
    await choose(caseId, ['circle'])
    const after = await everything(son, caseId)
    for (const gone of ['Canarine', 'Prise de sang', 'Essoufflée', 'Rester chez elle', 'secr'])
      expect(after).not.toContain(gone)
  })

  it('loses what is erased in the case', async () => {
    const caseId = await house.openCase(doctor)
    const son = await house.relative('Remi Relative', caseId, doctor, 'fils')
    await choose(caseId, ['wishes'])
    const { id } = await doctor.done('wish.record', {
      ...{ caseId, aspect: 'expectation', text: 'Un voeu canari', heardOn: '2026-01-05' },
    })
    await shares(caseId, ({ wishes }) => wishes?.length === 1)
    await doctor.done('entry.erase', {
      ...{ caseId, entries: [{ type: 'personWish', id }], basis: 'personsRequest', reason: 'x' },
    })
    await shares(caseId, ({ wishes }) => wishes?.length === 0)
    expect(await everything(son, caseId)).not.toContain('canari')
    await until(async () => {
      const stored = await house.connection
        .collection('changes')
        .find({ stream: `shared:${caseId}` })
        .toArray()
      return !JSON.stringify(stored).includes('canari')
    }, 'the log without it')
  })

  it('is chosen by professionals of the circle alone', async () => {
    const caseId = await house.openCase(doctor)
    const son = await house.relative('Remi Relative', caseId, doctor, 'fils')
    expect(await son.send('sharing.set', { caseId, parts: ['treatment'] })).toEqual(NOT_THERE)
    expect(await nurse.send('sharing.set', { caseId, parts: ['treatment'] })).toEqual(NOT_THERE)
    const { rev } = await doctor.done('sharing.set', { caseId, parts: ['wishes', 'circle'] })
    expect(await doctor.send('sharing.set', { caseId, rev: rev + 1, parts: [] })).toMatchObject({
      error: { code: 'conflict' },
    })
  })
})

describe('what is written to and fro', () => {
  it('waits for the referent until a professional has seen or answered it', async () => {
    const caseId = await house.openCase(doctor, [nurse])
    const daughter = await house.relative('Rose Relative', caseId, doctor)
    const { id: sharedMessageId } = await daughter.done('shared.post', { caseId, text: 'Elle tousse' })
    const waits = async (person: TestPerson, id: string) =>
      (await queueOf(person)).some(({ kind, entityId }) => kind === 'sharedMessage' && entityId === id)
    expect(await waits(doctor, sharedMessageId)).toBe(true)
    expect(await waits(nurse, sharedMessageId)).toBe(false)
    expect(await queueOf(daughter)).toEqual([])
    expect(await daughter.send('shared.acknowledge', { sharedMessageId })).toMatchObject({
      error: { code: 'invalid', data: { why: 'not_yours' } },
    })
    const seen = await nurse.done('shared.acknowledge', { sharedMessageId })
    expect(seen.acknowledgements).toMatchObject([{ by: nurse.id, name: 'Ada Nurse' }])
    expect(await waits(doctor, sharedMessageId)).toBe(false)

    const { id: second } = await daughter.done('shared.post', { caseId, text: 'Encore' })
    const { id: answer } = await nurse.done('shared.post', { caseId, text: 'Je passe ce soir' })
    expect(await waits(doctor, second)).toBe(false)
    expect(await doctor.send('shared.acknowledge', { sharedMessageId: answer })).toMatchObject({
      error: { code: 'invalid', data: { why: 'of_the_circle' } },
    })
    const { id: third } = await daughter.done('shared.post', { caseId, text: 'Merci' })
    expect([await waits(doctor, third), await waits(nurse, third)]).toEqual([true, true])
    await until(async () => {
      const told = await house.connection
        .collection('deliveries')
        .find({ stream: `shared:${caseId}` })
        .toArray()
      const kinds = told.map(({ accountId, kind }) => `${String(accountId)} ${String(kind)}`)
      return kinds.includes(`${daughter.id} sharedReply`) && kinds.includes(`${nurse.id} sharedMessage`)
    }, 'deliveries')
  })

  it('a report reaches the pharmacist once, with who told it; a reading the list of the case', async () => {
    const caseId = await house.openCase(doctor, [pharmacist])
    const daughter = await house.relative('Rose Relative', caseId, doctor)
    const { id: lineId } = await doctor.done('medication.add', { caseId, name: 'Doliprane 1 000 mg' })
    const commandId = randomUUID()
    const report = { caseId, kind: 'sideEffect' as const, words: 'Nausées', medicationName: 'doliprane' }
    const told = await daughter.done('shared.report', { commandId, ...report })
    expect((await daughter.done('shared.report', { commandId, ...report })).id).toBe(told.id)
    await daughter.done('shared.reading', { caseId, kind: 'bloodPressure', value: 140, value2: 80 })
    const listed = async (what: string) => (await doctor.get(`/cases/${caseId}/${what}`)).body.items
    await until(async () => (await listed('measurements')).length === 1)
    expect(await listed('measurements')).toMatchObject([{ value: 140, value2: 80, takenBy: daughter.id }])
    expect(await listed('reports')).toMatchObject([
      {
        ...{ kind: 'sideEffect', words: 'Nausées', noticedBy: 'Rose Relative (fille)' },
        ...{ medicationIds: [lineId], settled: null },
      },
    ])
    expect((await queueOf(pharmacist)).map(({ kind }) => kind)).toContain('report')
    expect(await daughter.send('shared.reading', { caseId, kind: 'pulse', value: 5 })).toMatchObject({
      error: { code: 'invalid' },
    })
    expect(await doctor.send('shared.report', { ...report })).toMatchObject({
      error: { code: 'invalid', data: { why: 'of_the_circle' } },
    })

    const [made] = (await listed('reports')) as { id: string }[]
    await doctor.done('entry.erase', {
      ...{
        caseId,
        entries: [{ type: 'treatmentReport', id: made?.id ?? '' }],
        basis: 'mistake',
        reason: 'x',
      },
    })
    await until(async () => !(await everything(daughter, caseId)).includes('Nausées'))
  })

  it('that crosses a threshold waits for the circle, as any reading does; the teller hears nothing of it', async () => {
    const caseId = await house.openCase(doctor, [nurse])
    const daughter = await house.relative('Iris Relative', caseId, doctor)
    await daughter.done('shared.reading', { caseId, kind: 'glucose', value: 0.5 })
    const alert = () => queueOf(nurse).then((items) => items.find((item) => item.caseId === caseId))
    await until(async () => (await alert())?.kind === 'readingAlert')
    expect(await alert()).toMatchObject({ band: 'urgent', by: daughter.id })
    expect(await everything(daughter, caseId)).not.toContain('Hypoglycémie')
  })
})

describe('a relative', () => {
  it('hears on a socket what is shared, and no word of the rest; nothing at all once they have left', async () => {
    const caseId = await house.openCase(doctor, [nurse])
    const daughter = await house.relative('Rose Relative', caseId, doctor)
    const socket = await connect(house.url, daughter.token)
    expect(await subscribe(socket, `shared:${caseId}`)).toMatchObject({ ok: true })
    expect(await subscribe(socket, `case:${caseId}`)).toMatchObject({ ok: false })
    socket.emit('viewing', { caseId })
    await doctor.done('message.post', { caseId, text: 'Un canari entre nous' })
    await doctor.done('flag.raise', { caseId, title: 'canari', severity: 'PE', detail: 'canari' })
    await nurse.done('note.record', { caseId, text: 'canari', readings: [{ kind: 'pulse', value: 72 }] })
    await doctor.done('case.update', { caseId, allergies: 'canari' })
    await doctor.done('medication.add', { caseId, name: 'canari' })
    await nurse.done('shared.post', { caseId, text: 'Bonjour' })
    await until(() => socket.changes.some(({ kind }) => kind === 'shared.posted'))
    for (const name of QUERY_NAMES) {
      if (queries[name].path.includes(':messageId')) continue
      const path = queries[name].path.replace(':stream', `shared:${caseId}`).replace(/:[a-zA-Z]+/g, caseId)
      expect(JSON.stringify(await daughter.get(`${path}?q=canari`)), name).not.toContain('canari')
    }
    expect(JSON.stringify(socket.seen)).not.toContain('canari')
    expect(await command(socket, 'message.post', { caseId, text: 'x' })).toMatchObject({
      error: { code: 'not_found' },
    })
    expect(await boardCode(caseId, daughter)).toBe(4403)

    const circle = (await doctor.get(`/cases/${caseId}`)).body.circle as { id: string; accountId: string }[]
    const memberId = circle.find(({ accountId }) => accountId === daughter.id)?.id ?? ''
    await doctor.done('circle.remove', { caseId, memberId })
    const heard = socket.changes.length
    for (let n = 0; n < 20; n++) await nurse.done('shared.post', { caseId, text: `Après ${n}` })
    await until(() => socket.unsubscribed.length > 0)
    expect(socket.unsubscribed).toEqual([{ stream: `shared:${caseId}`, code: 'not_found' }])
    expect(socket.changes).toHaveLength(heard)
    expect((await daughter.get(`/streams/shared:${caseId}/snapshot`)).status).toBe(404)
    expect(await daughter.send('shared.post', { caseId, text: 'x' })).toEqual(NOT_THERE)
    expect((await daughter.get('/me/shared-cases')).body.items).toEqual([])
    await until(async () => (await viewOf(caseId)) === undefined, 'the view withdrawn')
    socket.disconnect()
  })

  it('loses it on another node just as fast', async () => {
    const other = await house.secondNode()
    const caseId = await house.openCase(doctor)
    const daughter = await house.relative('Rose Relative', caseId, doctor)
    const socket = await connect(other.url, daughter.token)
    expect(await subscribe(socket, `shared:${caseId}`)).toMatchObject({ ok: true })
    const circle = (await doctor.get(`/cases/${caseId}`)).body.circle as { id: string; accountId: string }[]
    const memberId = circle.find(({ accountId }) => accountId === daughter.id)?.id ?? ''
    await doctor.done('circle.remove', { caseId, memberId })
    await until(() => socket.unsubscribed.length > 0, 'the end of the subscription', 2_000)
    socket.disconnect()
  })
})

const boardCode = (caseId: string, { token }: TestPerson) =>
  new Promise<number>((closed) => {
    const socket = new WebSocket(`${house.url.replace('http', 'ws')}/yjs/case/${caseId}/board?token=${token}`)
    socket.on('error', () => closed(4400))
    socket.on('close', (code) => closed(code))
  })
