import { SHIPPED_RULES } from '@colloque/interactions'
import { readThesaurus } from '@colloque/interactions/thesaurus'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'
import { createRulesStore } from './rules.store.ts'

let house: TestHouse
let doctor: TestPerson
let pharmacist: TestPerson
let outsider: TestPerson
let caseId: string

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  pharmacist = await house.person('Linh Pharmacist', 'pharmacist')
  outsider = await house.person('Out Sider', 'physician')
  caseId = await house.openCase(doctor, [pharmacist])
})
afterAll(() => house.stop())

const alerts = async (by = pharmacist) => (await by.get(`/cases/${caseId}/alerts`)).body
const ask = (headers: Record<string, string>, url = house.url) =>
  fetch(`${url}/api/v1/interaction-rules`, {
    headers: { Authorization: `Bearer ${pharmacist.token}`, ...headers },
  })

/** A thesaurus of one pair that no rule that ships knows. */
const { rules } = readThesaurus(
  [
    {
      main_drug: 'CAFÉINE',
      plus_drug: 'THÉINES',
      severity_levels: [{ level: 'CONTRE-INDICATION', info: 'Choisir.' }],
      interaction_mechanism: 'Trop éveillé.',
    },
  ],
  [
    { substance: 'caféine', drug_classes: [] },
    { substance: 'théophylline', drug_classes: ['théines'] },
  ],
  'ANSM 2030-01',
)
const imported = {
  source: { name: 'ANSM, Thésaurus des interactions médicamenteuses', date: '2030-01', partial: false },
  ...{ importedAt: new Date(), isShipped: false, rules, rejected: [] },
}

describe('the rules in force', () => {
  it('are those that ship, and say so', async () => {
    const { body } = await pharmacist.get('/interaction-rules')
    expect(body.source).toEqual(SHIPPED_RULES.source)
    expect(body.rules).toHaveLength(160)
  })

  it('come compressed, and not again while they are the same', async () => {
    const first = await ask({ 'Accept-Encoding': 'gzip' })
    expect(first.headers.get('content-encoding')).toBe('gzip')
    expect(first.headers.get('cache-control')).toBe('private, no-cache')
    const etag = first.headers.get('etag') ?? ''
    expect(etag).not.toBe('')
    await first.arrayBuffer()
    // As a browser asks again; fetch in Node would forbid any cache.
    const second = await ask({ 'If-None-Match': etag, 'Cache-Control': 'max-age=0' })
    expect(second.status).toBe(304)
    expect(await second.text()).toBe('')
  })

  it('are for those who are signed in', async () => {
    expect((await fetch(`${house.url}/api/v1/interaction-rules`)).status).toBe(401)
  })

  it('are the imported ones within seconds, on every node, and those that ship again', async () => {
    const second = await house.secondNode()
    await doctor.done('medication.add', { caseId, name: 'Caféine 50 mg', substances: ['Caféine citrate'] })
    await doctor.done('medication.add', {
      ...{ caseId, name: 'Euphylline', atc: 'R03DA04', substances: ['THÉOPHYLLINE ANHYDRE'] },
    })
    expect((await alerts()).items).toEqual([])
    const etag = (await ask({})).headers.get('etag') ?? ''

    const store = createRulesStore(house.connection)
    await store.put(imported)
    await vi.waitFor(
      async () => {
        for (const url of [house.url, second.url]) {
          const answer = await ask({ 'If-None-Match': etag, 'Cache-Control': 'max-age=0' }, url)
          expect(answer.status).toBe(200)
          expect(((await answer.json()) as { source: object }).source).toEqual(imported.source)
        }
      },
      { timeout: 10_000, interval: 200 },
    )
    const found = await alerts()
    expect(found.source).toEqual(imported.source)
    expect(found.items).toMatchObject([
      { kind: 'interaction', level: 'CI', action: 'Choisir.', source: 'ANSM 2030-01: CAFÉINE + THÉINES' },
    ])
    expect(found.items[0].medications).toHaveLength(2)

    await store.put({ ...imported, isShipped: true, rules: [] })
    await vi.waitFor(async () => expect((await alerts()).source).toEqual(SHIPPED_RULES.source), {
      timeout: 10_000,
      interval: 200,
    })
    expect((await alerts()).items).toEqual([])
  })
})

describe('alerts of a case', () => {
  it('name what somebody is allergic to, by substance and by class', async () => {
    const otherCase = await house.openCase(doctor, [pharmacist])
    const add = (name: string, atc: string) => doctor.done('medication.add', { caseId: otherCase, name, atc })
    const augmentin = await add('Augmentin 1 g', 'J01CR02')
    const ibuprofen = await add('Ibuprofène 400 mg', 'M01AE01')
    await doctor.done('facts.record', {
      caseId: otherCase,
      allergies: [
        { to: 'pénicillines', kind: 'allergy', reaction: 'urticaire en 2012' },
        { to: 'Ibuprofène', kind: 'intolerance', reaction: null },
      ],
    })
    const { body } = await pharmacist.get(`/cases/${otherCase}/alerts`)
    expect(body.items).toMatchObject([
      {
        ...{ kind: 'allergy', level: 'CI', medications: [augmentin.id], conditional: true },
        ...{ mechanism: 'pénicillines (urticaire en 2012)', state: 'open' },
      },
      { kind: 'allergy', level: 'PE', medications: [ibuprofen.id] },
    ])
    await pharmacist.done('alert.setAside', {
      caseId: otherCase,
      key: body.items[0].key,
      medicationIds: [augmentin.id],
      reason: 'Test allergologique négatif en 2020',
    })
    const after = (await pharmacist.get(`/cases/${otherCase}/alerts`)).body
    expect(after.items[0]).toMatchObject({
      state: 'answered',
      setAside: { reason: 'Test allergologique négatif en 2020', by: pharmacist.id },
    })
  })

  it('ask again what was set aside at another dose', async () => {
    const otherCase = await house.openCase(doctor, [pharmacist])
    const add = (name: string, atc: string) =>
      doctor.done('medication.add', { caseId: otherCase, name, atc, posology: '1 le soir' })
    const lines = [await add('Warfarine', 'B01AA03'), await add('Ibuprofène', 'M01AE01')]
    const [alert] = (await pharmacist.get(`/cases/${otherCase}/alerts`)).body.items
    const medicationIds = alert.medications
    await pharmacist.done('alert.setAside', {
      caseId: otherCase,
      key: alert.key,
      medicationIds,
      reason: 'Bref',
    })
    const stateNow = async () => (await pharmacist.get(`/cases/${otherCase}/alerts`)).body.items[0]
    expect(await stateNow()).toMatchObject({ state: 'answered' })
    await doctor.done('medication.change', {
      ...{ medicationId: lines[1]!.id, posology: '3 par jour', reason: 'Douleur' },
    })
    expect(await stateNow()).toMatchObject({ key: alert.key, state: 'open', setAside: null })
  })

  it('are not for strangers', async () => {
    expect((await outsider.get(`/cases/${caseId}/alerts`)).status).toBe(404)
  })
})
