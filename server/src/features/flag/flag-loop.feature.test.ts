/** The closed loop of a flag: raised, proposed, answered with its change, checked, reopened when it is true again. */
import type { Medication, Task, TreatmentReport } from '@colloque/domain'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { requireEntity } from '../../platform/commands.ts'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

const DAY_MS = 86_400_000

let house: TestHouse
let doctor: TestPerson
let pharmacist: TestPerson
let otherPharmacist: TestPerson
let nurse: TestPerson
let coordinator: TestPerson
let caseId: string
/** Of the pair that every test begins with. */
let warfarin: string
let miconazole: string

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  pharmacist = await house.person('Linh Pharmacist', 'pharmacist')
  otherPharmacist = await house.person('Omar Pharmacist', 'pharmacist')
  nurse = await house.person('Ada Nurse', 'nurse')
  coordinator = await house.person('Nadia Coordinator', 'coordinator')
})
beforeEach(async () => {
  caseId = await house.openCase(doctor, [pharmacist, otherPharmacist, nurse, coordinator])
  warfarin = await add('Coumadine 5 mg', 'B01AA03', { preparedBy: { profession: 'nurse' } })
  miconazole = await add('Daktarin gel buccal', 'A01AB09')
})
afterAll(() => house.stop())

const add = async (name: string, atc?: string, over: object = {}) =>
  (await doctor.done('medication.add', { caseId, name, ...(atc ? { atc } : {}), ...over })).id
const fold = () => house.application.changes.fold(`case:${caseId}`)
const flagNow = async (id: string) => requireEntity(await fold(), 'flag', id).after
const lineNow = async (id: string) => requireEntity(await fold(), 'medication', id).after
/** Kinds of what waits for somebody about this flag or report. */
const waitsFor = async (who: TestPerson, entityId: string) =>
  (await who.get('/me/queue')).body.items
    .filter((item: { entityId: string }) => item.entityId === entityId)
    .map(({ kind, band }: { kind: string; band: string }) => [kind, band])
const alertOfPair = async () =>
  (await pharmacist.get(`/cases/${caseId}/alerts`)).body.items.find(
    ({ level }: { level: string }) => level === 'CI',
  )
/** A flag from the alert of the pair. */
const flagPair = async (over: object = {}) => {
  const { key, level, medications } = await alertOfPair()
  return pharmacist.done('flag.raise', {
    ...{ caseId, title: 'AVK et miconazole', severity: level, detail: 'INR à 5,4' },
    ...{ medicationIds: medications, alertKey: key, ...over },
  })
}
const raise = (over: object = {}) =>
  pharmacist.done('flag.raise', { caseId, title: 'Oublis', severity: 'PE', detail: 'Le soir', ...over })

/** Sends what must be refused. @returns the error, once it is sure that nothing was written */
async function refused(send: () => Promise<{ status: number }>) {
  const { seq } = await fold()
  const reply = await send()
  expect((await fold()).seq).toBe(seq)
  return reply
}

describe('a flag', () => {
  it('from an alert knows its pair and asks those who prescribe; a free one says what it is about', async () => {
    const flag = await flagPair()
    expect(flag).toMatchObject({ kind: 'interaction', status: 'open', severity: 'CI', asked: [doctor.id] })
    expect(flag.pairKey).toMatch(/A01AB09\+B01AA03$/)
    expect(flag.escalation).toMatchObject({ steps: [], nextAt: expect.any(String) as string })
    expect(await waitsFor(doctor, flag.id)).toEqual([['flag', 'urgent']])
    const free = await raise({ kind: 'stock' })
    expect(free).toMatchObject({ kind: 'stock', pairKey: null, escalation: null, asked: [] })
    expect(await waitsFor(doctor, free.id)).toEqual([['flag', 'today']])
    expect(await waitsFor(nurse, flag.id)).toEqual([])
  })

  it('is not raised twice for one pair, even in other lines', async () => {
    const flag = await flagPair()
    await doctor.done('medication.stop', { medicationId: miconazole, reason: 'x' })
    await add('Daktarin', 'A01AB09')
    const { key } = await alertOfPair()
    expect(key).not.toBe(flag.alertKey)
    const again = { caseId, title: 'x', severity: 'CI' as const, detail: 'x', alertKey: key }
    expect(await refused(() => pharmacist.send('flag.raise', again))).toMatchObject({
      status: 409,
      error: { data: { why: 'already_flagged', flagId: flag.id } },
    })
  })

  it('from a report settles it', async () => {
    const report = await nurse.done('report.make', {
      ...{ caseId, kind: 'sideEffect', medicationIds: [warfarin] },
      ...{ words: 'Saigne du nez depuis trois jours', noticedBy: 'sa fille' },
    })
    expect(report).toMatchObject({ settled: null, reported: { by: nurse.id } })
    expect(await waitsFor(pharmacist, report.id)).toEqual([['report', 'today']])
    expect(await waitsFor(otherPharmacist, report.id)).toEqual([['report', 'today']])
    expect(await waitsFor(doctor, report.id)).toEqual([])
    const flag = await raise({ kind: 'sideEffect', reportId: report.id })
    const { body } = await doctor.get(`/cases/${caseId}/reports`)
    expect(body.items).toMatchObject([
      { id: report.id, noticedBy: 'sa fille', settled: { by: pharmacist.id, flagId: flag.id } },
    ])
    expect(await waitsFor(pharmacist, report.id)).toEqual([])
    const settle = { reportId: report.id, word: 'Passager' }
    expect(await refused(() => pharmacist.send('report.settle', settle))).toMatchObject({ status: 409 })
    expect(
      await refused(() =>
        pharmacist.send('flag.raise', {
          ...{ caseId, title: 'x', severity: 'PE', detail: 'x', reportId: report.id },
        }),
      ),
    ).toMatchObject({ status: 409, error: { data: { why: 'settled' } } })
  })

  it('a report is settled with a word by those who know of it, and waits for prescribers without a pharmacist', async () => {
    const alone = await house.openCase(doctor, [nurse])
    const report = await nurse.done('report.make', {
      caseId: alone,
      kind: 'adherence',
      words: 'Pilulier plein',
    })
    expect(await waitsFor(doctor, report.id)).toEqual([['report', 'today']])
    expect(await nurse.send('report.settle', { reportId: report.id, word: 'x' })).toMatchObject({
      error: { data: { why: 'not_your_profession' } },
    })
    await doctor.done('report.settle', { reportId: report.id, word: 'Vu avec elle' })
    const held = await house.application.changes.fold(`case:${alone}`)
    expect(held.get<TreatmentReport>('treatmentReport', report.id)?.after?.settled).toMatchObject({
      word: 'Vu avec elle',
      flagId: null,
    })
  })
})

describe('a proposal', () => {
  it('of the nurse or the pharmacist is accepted as it is: flag, lines and tasks in one change', async () => {
    const flag = await flagPair({
      proposals: [{ words: 'Arrêter le gel', changes: [{ act: 'stop', medicationId: miconazole }] }],
    })
    expect(flag.proposal).toBe('Arrêter le gel')
    const proposed = await nurse.done('flag.propose', {
      flagId: flag.id,
      words: 'Arrêter le gel, AVK le matin, nystatine',
      changes: [
        { act: 'stop', medicationId: miconazole },
        // Words that hold no longer are taken away with the times that replace them.
        { act: 'change', medicationId: warfarin, posology: null, moments: { morning: '1' } },
        { act: 'add', name: 'Nystatine', atc: 'A07AA02', moments: { morning: '5 ml', evening: '5 ml' } },
      ],
    })
    expect(proposed.proposals.map(({ by }) => by)).toEqual([pharmacist.id, nurse.id])
    const { seq } = await fold()
    const answered = await doctor.done('flag.resolve', {
      flagId: flag.id,
      outcome: 'treatmentChanged',
      reason: 'D’accord',
      proposalId: proposed.proposals[1]?.id ?? '',
    })
    expect(answered).toMatchObject({
      status: 'resolved',
      acknowledgement: { by: doctor.id },
      escalation: { nextAt: null },
    })
    const after = await fold()
    expect(after.seq).toBe(seq + 1)
    const touched = (type: string) => after.all(type).filter((entity) => entity.seq === seq + 1)
    expect(touched('medication')).toHaveLength(3)
    expect(await lineNow(miconazole)).toMatchObject({ status: 'stopped', stopped: { reason: 'D’accord' } })
    expect(await lineNow(warfarin)).toMatchObject({ posology: null, moments: { morning: '1' } })
    const added = after.all<Medication>('medication').find(({ after: line }) => line?.name === 'Nystatine')
    expect(added?.after).toMatchObject({ atc: 'A07AA02', prescriber: { accountId: doctor.id } })
    // The one who fills it for the other lines fills it for these.
    expect(touched('task').map((task) => (task.after as Task).title)).toEqual([
      'Refaire le pilulier : Daktarin gel buccal, Coumadine 5 mg, Nystatine',
    ])
    expect(await alertOfPair()).toBeUndefined()
  })

  it('is refused for what is not there, twice, of another flag, or after the answer', async () => {
    const flag = await raise()
    const other = await raise({
      proposals: [{ words: 'Arrêter', changes: [{ act: 'stop', medicationId: warfarin }] }],
    })
    const change = { act: 'stop', medicationId: warfarin } as const
    await doctor.done('medication.stop', { medicationId: miconazole, reason: 'x' })
    const propose = (changes: object[]) => () =>
      nurse.send('flag.propose', { flagId: flag.id, words: 'x', changes: changes as never })
    expect(await refused(propose([change, change]))).toMatchObject({
      status: 400,
      error: { data: { why: 'medication_twice' } },
    })
    expect(await refused(propose([{ ...change, medicationId: crypto.randomUUID() }]))).toMatchObject({
      status: 404,
    })
    expect(await refused(propose([{ act: 'stop', medicationId: miconazole }]))).toMatchObject({
      status: 409,
      error: { data: { status: 'stopped' } },
    })
    expect(await refused(propose([{ act: 'add', name: 'x', atc: 'X99' }]))).toMatchObject({ status: 400 })
    const accept = { flagId: flag.id, outcome: 'treatmentChanged', reason: 'x' } as const
    expect(
      await refused(() =>
        doctor.send('flag.resolve', { ...accept, proposalId: other.proposals[0]?.id ?? '' }),
      ),
    ).toMatchObject({ status: 400, error: { data: { field: 'proposalId' } } })
    await doctor.done('flag.resolve', { ...accept, outcome: 'refused' })
    expect(await refused(propose([change]))).toMatchObject({
      status: 409,
      error: { data: { status: 'resolved' } },
    })
  })
})

describe('an answer', () => {
  it('that refuses says why, changes nothing of the treatment, and waits to be checked', async () => {
    const flag = await flagPair()
    const refuse = { flagId: flag.id, outcome: 'refused', reason: 'INR suivi deux fois par semaine' } as const
    expect(
      await refused(() => doctor.send('flag.resolve', { ...refuse, stopMedicationIds: [miconazole] })),
    ).toMatchObject({ status: 400, error: { data: { field: 'outcome' } } })
    await doctor.done('flag.resolve', refuse)
    expect(await lineNow(miconazole)).toMatchObject({ status: 'current' })
    expect(await waitsFor(doctor, flag.id)).toEqual([])
    expect(await waitsFor(pharmacist, flag.id)).toEqual([['flagCheck', 'today']])
    expect(await waitsFor(otherPharmacist, flag.id)).toEqual([])
    expect(await refused(() => doctor.send('flag.resolve', refuse))).toMatchObject({ status: 409 })
  })

  it('that has it watched makes the task with its date; done, it is checked; missed, it comes back', async () => {
    const until = new Date(Date.now() + DAY_MS).toISOString().slice(0, 10)
    const watch = async (over: object = { forProfession: 'nurse' }) => {
      const { id } = await raise()
      const { seq } = await fold()
      const flag = await doctor.done('flag.resolve', {
        ...{ flagId: id, outcome: 'monitored', reason: 'INR vendredi' },
        monitor: { title: 'INR de contrôle', until, ...over },
      })
      expect((await fold()).seq).toBe(seq + 1)
      return { id, taskId: flag.monitoring?.taskId ?? '' }
    }
    const done = await watch()
    const task = requireEntity(await fold(), 'task', done.taskId).after
    expect(task).toMatchObject({
      title: 'INR de contrôle',
      forProfession: 'nurse',
      dueAt: `${until}T12:00:00.000Z`,
    })
    expect(await waitsFor(pharmacist, done.id)).toEqual([])
    await nurse.done('task.claim', { taskId: done.taskId })
    await nurse.done('task.complete', { taskId: done.taskId })
    expect(await waitsFor(pharmacist, done.id)).toEqual([['flagCheck', 'today']])

    const missed = await watch({})
    expect(requireEntity(await fold(), 'task', missed.taskId).after.forAccount).toBe(doctor.id)
    expect(await waitsFor(doctor, missed.id)).toEqual([])
    await doctor.done('task.abandon', { taskId: missed.taskId, reason: 'Labo fermé' })
    expect(await waitsFor(doctor, missed.id)).toEqual([['flagWatch', 'today']])
    expect(await waitsFor(pharmacist, missed.id)).toEqual([])
  })

  it('is refused with a watch in the past, for nobody here, or beside another answer', async () => {
    const { id } = await raise()
    const outsider = await house.person('Out Sider', 'nurse')
    const send = (outcome: 'monitored' | 'refused', over: object) => () =>
      doctor.send('flag.resolve', {
        ...{ flagId: id, outcome, reason: 'x' },
        monitor: { title: 'INR', until: '2099-01-01', ...over },
      })
    const why = (data: object) => ({ status: 400, error: { code: 'invalid', data } })
    expect(await refused(send('monitored', { until: '2026-01-01' }))).toMatchObject(
      why({ why: 'in_the_past' }),
    )
    expect(await refused(send('monitored', { forAccount: outsider.id }))).toMatchObject(
      why({ why: 'not_in_circle' }),
    )
    expect(await refused(send('refused', {}))).toMatchObject(why({ field: 'monitor' }))
  })

  it('is given by those who prescribe, and on what is still taken', async () => {
    const { id } = await raise({ medicationIds: [warfarin] })
    for (const person of [pharmacist, nurse])
      expect(
        await refused(() => person.send('flag.resolve', { flagId: id, outcome: 'refused', reason: 'x' })),
      ).toMatchObject({ status: 400, error: { data: { why: 'not_your_profession' } } })
    await doctor.done('medication.stop', { medicationId: warfarin, reason: 'x' })
    const raiseOnStopped = () =>
      pharmacist.send('flag.raise', {
        ...{ caseId, title: 'x', severity: 'PE', detail: 'x', medicationIds: [warfarin] },
      })
    expect(await refused(raiseOnStopped)).toMatchObject({
      status: 409,
      error: { data: { status: 'stopped', medicationId: warfarin } },
    })
  })
})

describe('the end of the loop', () => {
  const answered = async () => {
    const flag = await flagPair()
    await doctor.done('flag.resolve', {
      ...{ flagId: flag.id, outcome: 'treatmentChanged', reason: 'Gel arrêté' },
      changes: [{ act: 'stop', medicationId: miconazole }],
    })
    return flag.id
  }

  it('is a check by whoever raised it or a pharmacist, and by nobody else', async () => {
    const id = await answered()
    for (const person of [doctor, nurse])
      expect(await refused(() => person.send('flag.check', { flagId: id }))).toMatchObject({ status: 400 })
    const note = 'Pilulier vu, gel rendu'
    expect(await otherPharmacist.done('flag.check', { flagId: id, note })).toMatchObject({
      status: 'closed',
      checked: { by: otherPharmacist.id, note },
    })
    expect(await waitsFor(pharmacist, id)).toEqual([])
    expect(await refused(() => pharmacist.send('flag.check', { flagId: id }))).toMatchObject({ status: 409 })
    const open = await raise()
    expect(await refused(() => pharmacist.send('flag.check', { flagId: open.id }))).toMatchObject({
      status: 409,
      error: { data: { status: 'open' } },
    })
  })

  it('waits for every pharmacist when whoever raised it has left', async () => {
    const id = await answered()
    await doctor.done('circle.remove', { caseId, accountId: pharmacist.id, reason: 'Déménagement' })
    expect(await waitsFor(otherPharmacist, id)).toEqual([['flagCheck', 'today']])
    expect(await waitsFor(nurse, id)).toEqual([])
  })

  it('is taken up again by hand, and asks anew', async () => {
    const id = await answered()
    expect(await refused(() => nurse.send('flag.reopen', { flagId: id, reason: 'x' }))).toMatchObject({
      status: 400,
    })
    const again = await pharmacist.done('flag.reopen', { flagId: id, reason: 'Toujours pris' })
    expect(again).toMatchObject({
      ...{ status: 'open', acknowledgement: null, resolution: null, asked: [doctor.id] },
      ...{ reopened: [{ by: pharmacist.id, reason: 'Toujours pris' }], escalation: { steps: [] } },
    })
    expect(again.escalation?.nextAt).not.toBeNull()
    expect(await waitsFor(doctor, id)).toEqual([['flag', 'urgent']])
    const twice = { flagId: id, reason: 'x' }
    expect(await refused(() => pharmacist.send('flag.reopen', twice))).toMatchObject({ status: 409 })
  })

  it('is no end when the treatment makes it true again, in whatever line', async () => {
    const id = await answered()
    await pharmacist.done('flag.check', { flagId: id })
    await add('Paracétamol', 'N02BE01')
    expect((await flagNow(id)).status).toBe('closed')
    const { seq } = await fold()
    const again = await add('Daktarin', 'A01AB09')
    expect((await fold()).seq).toBe(seq + 1)
    const flag = await flagNow(id)
    expect(flag).toMatchObject({ status: 'open', checked: null, reopened: [{ by: doctor.id }] })
    expect(flag.medicationIds).toContain(again)
    expect((await alertOfPair()).key).toBe(flag.alertKey)
    // Taken up once: the pair that is there already does not ask again with each further change.
    await doctor.done('flag.resolve', { flagId: id, outcome: 'refused', reason: 'Bref' })
    await add('Daktarin crème', 'D01AC02')
    expect((await flagNow(id)).status).toBe('resolved')
  })

  it('nor when what was paused is taken up again', async () => {
    const flag = await flagPair()
    await doctor.done('flag.resolve', {
      ...{ flagId: flag.id, outcome: 'treatmentChanged', reason: 'Le temps du gel' },
      changes: [{ act: 'pause', medicationId: miconazole }],
    })
    await doctor.done('medication.resume', { medicationId: miconazole, reason: 'INR stable' })
    expect((await flagNow(flag.id)).status).toBe('open')
  })
})
