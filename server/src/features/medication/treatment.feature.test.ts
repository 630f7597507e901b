/** The treatment over its life: each line, its changes, what follows for the pill organiser, and its history. */
import { treatmentOn, type Medication, type Task, type TreatmentStep } from '@colloque/domain'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

let house: TestHouse
let doctor: TestPerson
let pharmacist: TestPerson
let nurse: TestPerson
let social: TestPerson
let outsider: TestPerson
let caseId: string

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  pharmacist = await house.person('Linh Pharmacist', 'pharmacist')
  nurse = await house.person('Ada Nurse', 'nurse')
  social = await house.person('Carole Social', 'socialWorker')
  outsider = await house.person('Out Sider', 'nurse')
})
beforeEach(async () => {
  caseId = await house.openCase(doctor, [pharmacist, nurse, social])
})
afterAll(() => house.stop())

const fold = () => house.application.changes.fold(`case:${caseId}`)
const tasks = async () =>
  (await fold()).all<Task>('task').map(({ after, seq }) => ({ ...(after as Task), seq }))

/** Sends what must be refused. @returns the error, once it is sure that nothing was written */
async function refused(send: () => Promise<{ status: number }>) {
  const { seq } = await fold()
  const reply = await send()
  expect((await fold()).seq).toBe(seq)
  return reply
}

describe('a line of the treatment', () => {
  it('is written down with all that a prescription says', async () => {
    const given = {
      name: 'Apixaban 5 mg comprimé',
      atc: 'B01AF02',
      cis: '60000001',
      form: 'comprimé pelliculé',
      strength: '5 mg',
      substances: ['apixaban'],
      posology: 'pendant le repas',
      moments: { morning: '1', evening: '1' },
      indication: 'Fibrillation auriculaire',
      startOn: '2026-01-05',
      endOn: '2026-12-31',
      prescriber: { accountId: doctor.id },
      preparedBy: { profession: 'nurse' as const },
      givenBy: { words: 'sa fille' },
    }
    const added = await pharmacist.done('medication.add', { caseId, ...given })
    expect(added).toMatchObject({ ...given, status: 'current', addedBy: pharmacist.id, changed: null })
    expect((await nurse.get(`/cases/${caseId}/medications`)).body.items).toMatchObject([added])
  })

  it('is changed, paused, taken up again and stopped, each time with the reason', async () => {
    const { id } = await doctor.done('medication.add', { caseId, name: 'Bisoprolol', posology: '1 le matin' })
    const changed = await doctor.done('medication.change', {
      medicationId: id,
      posology: null,
      moments: { morning: '½' },
      endOn: '2099-01-01',
      reason: 'Pouls à 48',
    })
    expect(changed).toMatchObject({
      posology: null,
      moments: { morning: '½' },
      changed: { by: doctor.id, reason: 'Pouls à 48' },
    })
    const paused = await doctor.done('medication.pause', {
      medicationId: id,
      reason: 'Gastro-entérite',
      until: '2099-01-01',
    })
    expect(paused).toMatchObject({ status: 'paused', paused: { until: '2099-01-01', by: doctor.id } })
    expect(
      await refused(() => doctor.send('medication.pause', { medicationId: id, reason: 'x' })),
    ).toMatchObject({ status: 409, error: { code: 'conflict', data: { status: 'paused' } } })
    const resumed = await doctor.done('medication.resume', { medicationId: id, reason: 'Guérie' })
    expect(resumed).toMatchObject({ status: 'current', paused: null, changed: { reason: 'Guérie' } })
    expect(
      await refused(() => doctor.send('medication.resume', { medicationId: id, reason: 'x' })),
    ).toMatchObject({ status: 409 })
    const stopped = await doctor.done('medication.stop', { medicationId: id, reason: 'Bloc' })
    expect(stopped).toMatchObject({ status: 'stopped', stopped: { by: doctor.id, reason: 'Bloc' } })
    for (const name of ['medication.stop', 'medication.pause'] as const)
      expect(await refused(() => doctor.send(name, { medicationId: id, reason: 'x' }))).toMatchObject({
        status: 409,
        error: { data: { status: 'stopped' } },
      })
  })

  it('is changed in its dose by those who prescribe, and in who sees to it by those who keep the list', async () => {
    const { id } = await doctor.done('medication.add', { caseId, name: 'Bisoprolol' })
    const notTheirs = { status: 400, error: { data: { why: 'not_your_profession' } } }
    for (const change of [{ posology: '2' }, { moments: { night: '1' } }, { startOn: '2026-01-01' }])
      expect(
        await refused(() => nurse.send('medication.change', { medicationId: id, ...change, reason: 'x' })),
      ).toMatchObject(notTheirs)
    expect(
      await refused(() =>
        social.send('medication.change', { medicationId: id, indication: 'x', reason: 'x' }),
      ),
    ).toMatchObject(notTheirs)
    expect(
      await nurse.done('medication.change', {
        medicationId: id,
        preparedBy: { accountId: nurse.id },
        reason: 'Je passe le lundi',
      }),
    ).toMatchObject({ preparedBy: { accountId: nurse.id } })
  })

  it.each<[string, object, object]>([
    ['an ATC code of no group', { atc: 'X01AA01' }, {}],
    ['half an ATC code', { atc: 'B01AF2' }, {}],
    ['a CIS of seven digits', { cis: '6000000' }, {}],
    ['an end before the start', { startOn: '2026-03-02', endOn: '2026-03-01' }, { why: 'before_start' }],
    ['a day that does not exist', { startOn: '2026-02-31' }, {}],
    ['moments that name none', { moments: {} }, {}],
    ['a moment that is none', { moments: { tea: '1' } }, {}],
    ['no name', { name: '  ' }, {}],
  ])('is refused with %s, and nothing is written', async (_what, given, why) => {
    const reply = await refused(() => doctor.send('medication.add', { caseId, name: 'x', ...given }))
    expect(reply).toMatchObject({ status: 400, error: { code: 'invalid', data: why } })
  })

  it('is refused an end before its start later on, and somebody who is not there', async () => {
    const { id } = await doctor.done('medication.add', { caseId, name: 'x', startOn: '2026-03-02' })
    expect(
      await refused(() =>
        doctor.send('medication.change', { medicationId: id, endOn: '2026-03-01', reason: 'x' }),
      ),
    ).toMatchObject({ status: 400, error: { data: { why: 'before_start' } } })
    expect(
      await refused(() =>
        doctor.send('medication.pause', { medicationId: id, until: '2026-01-01', reason: 'x' }),
      ),
    ).toMatchObject({ status: 400, error: { data: { why: 'in_the_past' } } })
    const preparedBy = { accountId: outsider.id }
    for (const send of [
      () => doctor.send('medication.add', { caseId, name: 'x', preparedBy }),
      () => doctor.send('medication.change', { medicationId: id, preparedBy, reason: 'x' }),
    ])
      expect(await refused(send)).toMatchObject({ status: 400, error: { data: { why: 'not_in_circle' } } })
  })
})

describe('the pill organiser', () => {
  it('is filled again when evening becomes morning: one change with the task, before and after', async () => {
    const { id } = await doctor.done('medication.add', {
      ...{ caseId, name: 'Apixaban', moments: { evening: '1' } },
      preparedBy: { accountId: nurse.id },
    })
    const before = (await tasks()).length
    const { seq } = await fold()
    await doctor.done('medication.change', { medicationId: id, moments: { morning: '1' }, reason: 'Oublis' })
    expect((await fold()).seq).toBe(seq + 1)
    const made = (await tasks()).slice(before)
    expect(made).toEqual([
      expect.objectContaining({
        title: 'Refaire le pilulier : Apixaban',
        detail: 'Apixaban\nAvant : 1 soir\nMaintenant : 1 matin',
        forAccount: nurse.id,
        seq: seq + 1,
      }),
    ])
    expect((await nurse.get('/me/queue')).body.items).toContainEqual(
      expect.objectContaining({ kind: 'task', caseId, by: doctor.id }),
    )
  })

  it('is left alone by what changes no dose, and told to a relative by whoever changed it', async () => {
    const { id } = await doctor.done('medication.add', {
      caseId,
      name: 'Apixaban',
      preparedBy: { words: 'sa fille' },
    })
    const before = (await tasks()).length
    await doctor.done('medication.change', { medicationId: id, indication: 'FA', reason: 'x' })
    expect(await tasks()).toHaveLength(before)
    await doctor.done('medication.stop', { medicationId: id, reason: 'Saignement' })
    expect((await tasks()).at(-1)).toMatchObject({
      title: 'Prévenir sa fille : pilulier à refaire (Apixaban)',
      forAccount: doctor.id,
      detail: expect.stringContaining('Maintenant : arrêté') as string,
    })
  })

  it('takes several lines of one answer as one task, for whoever fills it for the others', async () => {
    const add = (name: string, over: object = {}) => doctor.done('medication.add', { caseId, name, ...over })
    const one = await add('Ramipril', { preparedBy: { profession: 'nurse' } })
    const other = await add('Spironolactone')
    const before = (await tasks()).length
    const flag = await pharmacist.done('flag.raise', {
      caseId,
      title: 'Kaliémie',
      severity: 'PE',
      detail: 'K 5,9',
    })
    await doctor.done('flag.resolve', {
      flagId: flag.id,
      outcome: 'treatmentChanged',
      reason: 'K 5,9',
      changes: [
        { act: 'change', medicationId: one.id, moments: { morning: '½' } },
        { act: 'stop', medicationId: other.id },
      ],
    })
    const made = (await tasks()).slice(before)
    expect(made.map(({ title, forProfession }) => [title, forProfession])).toEqual([
      ['Refaire le pilulier : Ramipril, Spironolactone', 'nurse'],
    ])
  })
})

describe('what must be known of the person', () => {
  it('is written down, shown on the strip, and not contradicted by its line', async () => {
    await doctor.done('case.update', { caseId, allergies: 'Pénicilline ?' })
    const facts = await nurse.done('facts.record', {
      caseId,
      allergies: [{ to: 'pénicilline', kind: 'allergy', reaction: 'urticaire en 2012' }],
      kidney: { rate: 41, on: '2026-02-01' },
      weight: { kg: 58, on: '2026-02-01' },
    })
    expect(facts).toMatchObject({ kidney: { rate: 41 }, pregnancy: null, recorded: { by: nurse.id } })
    const strip = async () => (await doctor.get(`/cases/${caseId}`)).body.case.allergies
    expect(await strip()).toBe('pénicilline (urticaire en 2012)')
    expect(await refused(() => doctor.send('case.update', { caseId, allergies: 'Aucune' }))).toMatchObject({
      status: 400,
      error: { data: { field: 'allergies', why: 'listed' } },
    })
    await doctor.done('case.update', {
      caseId,
      allergies: 'pénicilline (urticaire en 2012)',
      reason: 'Autre',
    })
    const later = await pharmacist.done('facts.record', { caseId, rev: facts.rev, allergies: [] })
    expect(later).toMatchObject({ id: facts.id, weight: { kg: 58 }, allergies: [] })
    expect(await strip()).toBeNull()
  })

  it('is refused on a state that was not the last, from the future, and beyond what a body has', async () => {
    const { rev } = await nurse.done('facts.record', { caseId, pregnancy: 'none' })
    await nurse.done('facts.record', { caseId, rev, pregnancy: null })
    const attempts = [
      [{ rev, pregnancy: 'pregnant' as const }, 409],
      [{ weight: { kg: 60, on: '2999-01-01' } }, 400],
      [{ weight: { kg: 600, on: '2026-01-01' } }, 400],
      [{ kidney: { rate: 0, on: '2026-01-01' } }, 400],
    ] as const
    for (const [given, status] of attempts)
      expect(await refused(() => nurse.send('facts.record', { caseId, ...given }))).toMatchObject({ status })
  })
})

describe('an alert that was set aside', () => {
  it('asks again once a dose is another one', async () => {
    const one = await doctor.done('medication.add', { caseId, name: 'Lévothyrox', posology: '1' })
    const other = await doctor.done('medication.add', { caseId, name: 'Tardyferon' })
    const input = { caseId, key: 'PE:pair', medicationIds: [one.id, other.id], reason: 'Espacées' }
    const answer = await pharmacist.done('alert.setAside', input)
    expect(await refused(() => doctor.send('alert.setAside', input))).toMatchObject({
      status: 409,
      error: { data: { why: 'already_answered' } },
    })
    await doctor.done('medication.change', { medicationId: one.id, posology: '2', reason: 'TSH' })
    const again = await pharmacist.done('alert.setAside', { ...input, reason: 'Toujours espacées' })
    expect(again).toMatchObject({ id: answer.id, reason: 'Toujours espacées' })
    expect(again.doses).not.toEqual(answer.doses)
  })
})

describe('the treatment over time', () => {
  interface Page {
    items: TreatmentStep[]
    seq: number
    next: string | null
  }
  const historyPage = async (who: TestPerson, search = ''): Promise<Page> =>
    (await who.get(`/cases/${caseId}/treatment/history${search}`)).body

  it('says every change, the newest first, page by page, with before and after', async () => {
    const one = await doctor.done('medication.add', { caseId, name: 'Ramipril', posology: '1' })
    const other = await pharmacist.done('medication.add', { caseId, name: 'Zopiclone' })
    await doctor.done('medication.change', { medicationId: one.id, posology: '2', reason: 'TA 17/9' })
    await doctor.done('medication.stop', { medicationId: other.id, reason: 'Chute' })

    const pages: TreatmentStep[] = []
    let next: string | null = null
    do {
      const page: Page = await historyPage(
        nurse,
        `?limit=1${next ? `&cursor=${encodeURIComponent(next)}` : ''}`,
      )
      expect(page.items).toHaveLength(1)
      expect(page.seq).toBe((await fold()).seq)
      pages.push(...page.items)
      next = page.next
    } while (next)
    expect(pages).toEqual((await historyPage(nurse)).items)
    expect(
      pages.map(({ kind, by, before, after }) => [kind, by, before?.posology ?? null, after?.status]),
    ).toEqual([
      ['medication.stopped', doctor.id, null, 'stopped'],
      ['medication.changed', doctor.id, '1', 'current'],
      ['medication.added', pharmacist.id, null, 'current'],
      ['medication.added', doctor.id, null, 'current'],
    ])
    expect(pages[1]?.after?.changed?.reason).toBe('TA 17/9')
    expect(pages[3]?.before).toBeNull()
    expect((await nurse.get(`/cases/${caseId}/treatment/history?cursor=x`)).status).toBe(400)
  })

  it('says what was taken on a past day, lines from an older version included', async () => {
    const at = (day: string) => ({ at: `${day}T10:00:00.000Z` })
    const actor = {
      accountId: doctor.id,
      sessionId: '',
      name: '',
      profession: 'physician' as const,
      teamIds: doctor.teamIds,
    }
    const run = (name: 'medication.add' | 'medication.change', input: object, day: string) =>
      house.application.execute(name, { commandId: crypto.randomUUID(), ...input }, actor, at(day))
    const { data } = await run('medication.add', { caseId, name: 'Ramipril', posology: '1' }, '2026-03-01')
    await run('medication.change', { medicationId: data.id, posology: '2', reason: 'TA' }, '2026-03-10')
    await house.connection.collection('changes').updateMany(
      { 'entities.id': data.id },
      // As version 2 of the log wrote it.
      { $set: { v: 2 }, $unset: { 'entities.$[].after.moments': '', 'entities.$[].after.paused': '' } },
    )
    const { items } = await historyPage(pharmacist)
    expect(items).toHaveLength(2)
    expect(items[0]).toMatchObject({ before: { moments: null }, after: { moments: null, paused: null } })
    const on = (day: string) => treatmentOn(items, day)
    expect(on('2026-02-28').lines).toEqual([])
    expect(on('2026-03-09').lines.map(({ after }: { after: Medication }) => after.posology)).toEqual(['1'])
    expect(on('2026-03-09').since.map(({ kind }) => kind)).toEqual(['medication.changed'])
    expect(on('2026-03-10')).toMatchObject({ lines: [{ after: { posology: '2' } }], since: [] })
  })

  it('is for the circle, and each look is recorded', async () => {
    expect((await outsider.get(`/cases/${caseId}/treatment/history`)).status).toBe(404)
    expect((await outsider.get(`/cases/${caseId}/reports`)).status).toBe(404)
    await social.get(`/cases/${caseId}/treatment/history`)
    const reads = await house.connection
      .collection('audit')
      .find({ trail: `case:${caseId}`, kind: 'case.read', accountId: social.id })
      .toArray()
    expect(reads).toHaveLength(1)
  })
})
