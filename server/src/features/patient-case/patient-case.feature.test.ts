import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPatient, startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'
import { until } from '../../testing/socket.ts'

let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson
let outsider: TestPerson

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  outsider = await house.person('Out Sider', 'nurse')
})
afterAll(() => house.stop())

const opening = { reason: 'Sortie d’hôpital', informed: { how: 'oral', note: 'Avec sa fille' } } as const

describe('opening a case', () => {
  it('makes its author the referent of a circle that sees it', async () => {
    const opened = await doctor.done('case.create', {
      ...opening,
      patient: buildPatient({ birthName: 'Lefèvre', firstNames: 'Jeanne' }),
      circle: [nurse.id],
    })
    const { body } = await nurse.get(`/cases/${opened.id}`)
    expect(
      body.circle.map(({ accountId, role }: { accountId: string; role: string }) => [accountId, role]),
    ).toEqual([
      [doctor.id, 'referent'],
      [nurse.id, 'member'],
    ])
    expect(body.case.informed).toMatchObject({ how: 'oral', by: doctor.id })
    expect((await nurse.get('/cases?q=lefevre')).body.items.map(({ id }: { id: string }) => id)).toEqual([
      opened.id,
    ])
    expect((await outsider.get('/cases?q=lefevre')).body.items).toEqual([])
  })

  it('warns of an identity that looks like one of my cases, and goes on when it is another person', async () => {
    const patient = buildPatient({ birthName: 'Marchand', firstNames: 'Louise', birthDate: '1938-05-12' })
    const first = await doctor.done('case.create', { ...opening, patient })
    const alike = { ...patient, birthName: 'Marchant' }
    expect(await doctor.send('case.create', { ...opening, patient: alike })).toMatchObject({
      status: 409,
      error: { code: 'conflict', data: { why: 'looks_alike', caseIds: [first.id] } },
    })
    const query = '/look-alikes?birthName=MARCHAND&firstNames=louise&birthDate=1938-05-12'
    expect((await doctor.get(query)).body.items).toHaveLength(1)
    // Somebody who is not in the circle is not told that the person is known here.
    expect((await nurse.get(query)).body.items).toEqual([])
    await nurse.done('case.create', { ...opening, patient: alike })
    await doctor.done('case.create', { ...opening, patient: alike, confirmedDistinct: true })
  })

  it.each([
    ['without a birth date', { patient: { birthName: 'x', firstNames: 'y', sex: 'female' } }],
    ['with a thirteenth month', { patient: buildPatient({ birthDate: '1938-13-12' }) }],
    ['without saying what the person was told', { informed: undefined }],
    [
      'with a prototype for a patient',
      JSON.parse(
        '{"patient":{"__proto__":{"birthName":"x"},"firstNames":"y","birthDate":"1938-01-01","sex":"male"}}',
      ),
    ],
    ['with an author of its own', { authorId: '00000000-0000-4000-8000-000000000000' }],
  ])('is refused %s', async (_what, over) => {
    expect(
      await doctor.send('case.create', { ...opening, patient: buildPatient(), ...over } as never),
    ).toMatchObject({ status: 400, error: { code: 'invalid' } })
  })
})

describe('a case', () => {
  it('is closed, then takes nothing but its reopening', async () => {
    const caseId = await house.openCase(doctor, [nurse])
    await doctor.done('case.close', { caseId, reason: 'Retour à l’équilibre' })
    expect(await nurse.send('message.post', { caseId, text: 'x' })).toMatchObject({
      status: 409,
      error: { code: 'conflict', data: { status: 'closed' } },
    })
    expect(
      (await nurse.get('/cases?status=closed')).body.items.map(({ id }: { id: string }) => id),
    ).toContain(caseId)
    await nurse.done('case.reopen', { caseId })
    await nurse.done('message.post', { caseId, text: 'De nouveau ouvert' })
  })

  it('is not changed on a state that the author did not see', async () => {
    const caseId = await house.openCase(doctor)
    const { rev } = (await doctor.get(`/cases/${caseId}`)).body.case
    await doctor.done('case.update', { caseId, wish: 'Rester chez elle' })
    expect(await doctor.send('case.update', { caseId, allergies: 'Pénicilline', rev })).toMatchObject({
      status: 409,
      error: { code: 'conflict', data: { entity: { wish: { text: 'Rester chez elle' } } } },
    })
  })

  it('of the same household is linked on both sides, among my cases alone', async () => {
    const [hers, his] = [await house.openCase(doctor), await house.openCase(doctor)]
    const foreign = await house.openCase(nurse)
    expect(await doctor.send('case.linkHousehold', { caseId: hers, otherCaseId: foreign })).toMatchObject({
      status: 400,
    })
    await doctor.done('case.linkHousehold', { caseId: hers, otherCaseId: his })
    await until(
      async () => (await doctor.get(`/cases/${his}`)).body.case.householdCaseIds.includes(hers),
      'the link back',
    )
  })
})

describe('search', () => {
  it('finds by beginnings of words without accents, in my cases alone', async () => {
    const caseId = await house.openCase(doctor, [nurse])
    const { id } = await doctor.done('message.post', {
      caseId,
      text: 'L’infirmière a changé le pansement, œdème net',
    })
    const find = async (person: TestPerson, q: string) =>
      (await person.get(`/search?q=${encodeURIComponent(q)}`)).body.items.map(
        (item: { id: string }) => item.id,
      )
    await until(async () => (await find(nurse, 'infirmiere pans')).includes(id), 'the message to be found')
    expect(await find(nurse, 'OEDEME')).toContain(id)
    expect(await find(nurse, 'infirmiere prothese')).not.toContain(id)
    expect(await find(outsider, 'infirmiere')).toEqual([])
    expect(await find(nurse, '.*')).toEqual([])
    expect((await nurse.get('/search?q[$gt]=')).status).toBe(400)
  })
})
