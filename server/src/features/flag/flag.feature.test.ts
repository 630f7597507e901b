import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

let house: TestHouse
let doctor: TestPerson
let pharmacist: TestPerson
let nurse: TestPerson
let social: TestPerson
let caseId: string

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  pharmacist = await house.person('Linh Pharmacist', 'pharmacist')
  nurse = await house.person('Ada Nurse', 'nurse')
  social = await house.person('Carole Social', 'socialWorker')
  caseId = await house.openCase(doctor, [pharmacist, nurse, social])
})
afterAll(() => house.stop())

describe('from an alert to a change of treatment', () => {
  it('the rules find the pair, the pharmacist flags it, the doctor changes the treatment in one act', async () => {
    const warfarin = await doctor.done('medication.add', {
      caseId,
      name: 'Coumadine 5 mg',
      atc: 'B01AA03',
      posology: '1 le soir',
    })
    const miconazole = await pharmacist.done('medication.add', {
      caseId,
      name: 'Daktarin gel buccal',
      atc: 'A01AB09',
    })
    const { body } = await pharmacist.get(`/cases/${caseId}/alerts`)
    const alert = body.items.find(
      ({ medications }: { medications: string[] }) =>
        medications.includes(warfarin.id) && medications.includes(miconazole.id),
    )
    expect(alert).toMatchObject({ level: 'CI', setAside: null, flagId: null })

    const flag = await pharmacist.done('flag.raise', {
      caseId,
      title: 'AVK et miconazole',
      severity: alert.level,
      detail: alert.action,
      medicationIds: alert.medications,
      alertKey: alert.key,
      proposal: 'Arrêter le gel',
    })
    expect((await doctor.get('/me/queue')).body.items).toContainEqual(
      expect.objectContaining({ kind: 'flag', band: 'urgent', entityId: flag.id }),
    )
    expect(
      await pharmacist.send('flag.raise', {
        caseId,
        title: 'Encore',
        severity: 'CI',
        detail: 'x',
        alertKey: alert.key,
      }),
    ).toMatchObject({ error: { data: { why: 'already_flagged' } } })
    expect(await pharmacist.send('flag.acknowledge', { flagId: flag.id })).toMatchObject({ status: 400 })
    expect(await doctor.done('flag.acknowledge', { flagId: flag.id })).toMatchObject({
      status: 'acknowledged',
      acknowledgement: { by: doctor.id },
    })

    const before = (await doctor.get(`/cases/${caseId}`)).body.seq
    const resolved = await doctor.done('flag.resolve', {
      flagId: flag.id,
      outcome: 'treatmentChanged',
      reason: 'Gel arrêté, INR vendredi',
      stopMedicationIds: [miconazole.id],
      changePosology: [{ medicationId: warfarin.id, posology: '1 le matin' }],
    })
    expect(resolved).toMatchObject({ status: 'resolved', resolution: { outcome: 'treatmentChanged' } })
    expect((await doctor.get(`/cases/${caseId}`)).body.seq).toBe(before + 1)
    const medications = (await nurse.get(`/cases/${caseId}/medications`)).body.items
    expect(medications).toContainEqual(
      expect.objectContaining({
        id: miconazole.id,
        status: 'stopped',
        stopped: expect.objectContaining({ reason: 'Gel arrêté, INR vendredi' }),
      }),
    )
    expect(medications).toContainEqual(expect.objectContaining({ id: warfarin.id, posology: '1 le matin' }))
    expect(
      (await pharmacist.get(`/cases/${caseId}/alerts`)).body.items.map(({ key }: { key: string }) => key),
    ).not.toContain(alert.key)
    expect(
      await doctor.send('flag.resolve', { flagId: flag.id, outcome: 'refused', reason: 'x' }),
    ).toMatchObject({ status: 409 })
  })

  it('changes nothing when one of the medications has been stopped meanwhile', async () => {
    const one = await doctor.done('medication.add', { caseId, name: 'Un', atc: 'C09AA05', posology: '1' })
    const other = await doctor.done('medication.add', { caseId, name: 'Deux', atc: 'A12BA01' })
    const flag = await pharmacist.done('flag.raise', {
      caseId,
      title: 'Potassium',
      severity: 'AD',
      detail: 'x',
      medicationIds: [one.id, other.id],
    })
    await doctor.done('medication.stop', { medicationId: other.id, reason: 'Kaliémie' })
    const reply = await doctor.send('flag.resolve', {
      flagId: flag.id,
      outcome: 'treatmentChanged',
      reason: 'x',
      changePosology: [{ medicationId: one.id, posology: '2' }],
      stopMedicationIds: [other.id],
    })
    expect(reply).toMatchObject({ status: 409, error: { code: 'conflict' } })
    const { body } = await doctor.get(`/cases/${caseId}/flags`)
    expect(body.items.find(({ id }: { id: string }) => id === flag.id).status).toBe('open')
  })
})

describe('setting an alert aside', () => {
  it('keeps the reason in sight, and is answered once', async () => {
    const one = await doctor.done('medication.add', { caseId, name: 'Lévothyrox', atc: 'H03AA01' })
    const other = await doctor.done('medication.add', { caseId, name: 'Tardyferon', atc: 'B03AA07' })
    const find = async () =>
      (await nurse.get(`/cases/${caseId}/alerts`)).body.items.find(
        ({ medications }: { medications: string[] }) =>
          medications.includes(one.id) && medications.includes(other.id),
      )
    const alert = await find()
    expect(alert.level).toBe('PE')
    const input = {
      caseId,
      key: alert.key,
      medicationIds: alert.medications,
      reason: 'Prises espacées de quatre heures',
    }
    expect(await social.send('alert.setAside', input)).toMatchObject({
      status: 400,
      error: { data: { why: 'not_your_profession' } },
    })
    await pharmacist.done('alert.setAside', input)
    expect((await find()).setAside).toMatchObject({
      reason: 'Prises espacées de quatre heures',
      by: pharmacist.id,
    })
    expect(await doctor.send('alert.setAside', input)).toMatchObject({ status: 409 })
  })
})

describe('the treatment', () => {
  it('is changed by those who prescribe, on the state that they saw', async () => {
    const { id, rev } = await doctor.done('medication.add', {
      caseId,
      name: 'Furosémide 40',
      atc: 'C03CA01',
      posology: '1 le matin',
    })
    expect(
      await nurse.send('medication.change', { medicationId: id, posology: '2', reason: 'x' }),
    ).toMatchObject({ status: 400 })
    await doctor.done('medication.change', {
      medicationId: id,
      posology: '2 le matin',
      reason: 'Poids +2 kg',
      rev,
    })
    expect(
      await doctor.send('medication.change', { medicationId: id, posology: '3', reason: 'x', rev }),
    ).toMatchObject({
      status: 409,
      error: { code: 'conflict', data: { entity: { posology: '2 le matin' } } },
    })
    await doctor.done('medication.stop', { medicationId: id, reason: 'Déshydratation' })
    expect(await doctor.send('medication.stop', { medicationId: id, reason: 'x' })).toMatchObject({
      status: 409,
    })
  })

  it.each([['B01A-A03'], ['b01aa03'], ['B01AA0'], ['']])('refuses « %s » as an ATC code', async (atc) => {
    expect(await doctor.send('medication.add', { caseId, name: 'x', atc })).toMatchObject({ status: 400 })
  })
})
