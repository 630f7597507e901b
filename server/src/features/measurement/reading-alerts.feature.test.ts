/** A reading that crosses a threshold calls those who see to it, until somebody does; what is default, and what a doctor has set. */
import { DEFAULT_THRESHOLDS, DomainError, type ReadingAlert, type StreamName } from '@colloque/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startReachHouse, type ReachHouse } from '../../testing/reach-house.ts'
import { until } from '../../testing/socket.ts'
import type { TestPerson } from '../../testing/test-house.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

let house: ReachHouse
let doctor: TestPerson
let nurse: TestPerson
let pharmacist: TestPerson
let coordinator: TestPerson
const opened: StreamName[] = []

const act: ReachHouse['act'] = (...given) => house.act(...given)

beforeAll(async () => {
  house = await startReachHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Maelle Nurse', 'nurse')
  pharmacist = await house.person('Linh Pharmacist', 'pharmacist')
  coordinator = await house.person('Nadia Coordinator', 'coordinator')
})
afterAll(() => house.stop())

async function openCase(): Promise<string> {
  const { id } = await act(doctor, 'case.create', {
    patient: {
      birthName: `Essai${opened.length}`,
      firstNames: 'Paule',
      birthDate: '1941-03-09',
      sex: 'female',
    },
    ...{ reason: 'Essai', informed: { how: 'oral' }, confirmedDistinct: true },
    circle: [nurse.id, pharmacist.id, coordinator.id],
  })
  opened.push(`case:${id}`)
  return id
}

const measure = (caseId: string, kind: string, value: number, by = nurse) =>
  act(by, 'note.record', { caseId, text: 'Mesure', readings: [{ kind, value }] })

async function alertsIn(caseId: string, count = 1) {
  const all = async () =>
    (await house.application.changes.fold(`case:${caseId}`)).all<ReadingAlert>('readingAlert')
  await until(async () => (await all()).length >= count, `${count} alerts`)
  return (await all()).map(({ id, after }) => ({ id, ...(after as ReadingAlert) }))
}

/** A later change of the same stream: what followed from the reading has been decided by then. */
async function settled(caseId: string): Promise<void> {
  await house.application.changes.catchUp(`case:${caseId}`)
  await new Promise((next) => setTimeout(next, 300))
}

async function later(minutes: number) {
  await Promise.all(opened.map((stream) => house.application.changes.catchUp(stream)))
  house.wait(minutes * MINUTE)
  await house.application.jobs.runNow('escalate')
}

describe('a reading', () => {
  it('that crosses nothing calls nobody', async () => {
    const caseId = await openCase()
    await measure(caseId, 'inr', 2.5)
    await measure(caseId, 'inr', 6.5)
    const alerts = await alertsIn(caseId)
    expect(alerts).toHaveLength(1)
    expect(alerts[0]?.rule.key).toBe('six')
  })

  it('asks the professions of its rule, says what to do and whose threshold it is, and waits on their Accueil', async () => {
    const caseId = await openCase()
    const phone = await house.device(doctor)
    await measure(caseId, 'inr', 6.5)
    const [alert] = await alertsIn(caseId)
    expect(alert).toMatchObject({
      ...{ kind: 'inr', status: 'open', thresholdBy: null, source: DEFAULT_THRESHOLDS.inr.source },
      rule: { level: 'urgent', conduct: expect.stringContaining('vitamine K') as string },
    })
    expect(new Set(alert?.asked)).toEqual(new Set([doctor.id, pharmacist.id]))
    await until(() => phone.received.some(({ payload }) => payload.kind === 'urgentReading'), 'the push')
    expect(phone.received.find(({ payload }) => payload.kind === 'urgentReading')?.payload.url).toBe(
      `/situations/${caseId}/mesures?alerte=${alert?.id}`,
    )
    const { body } = await pharmacist.get('/me/queue')
    expect(body.items).toContainEqual(
      expect.objectContaining({ kind: 'readingAlert', band: 'urgent', entityId: alert?.id, by: nurse.id }),
    )
  })

  it('climbs while nobody takes charge, and asks nobody once somebody has', async () => {
    const caseId = await openCase()
    await measure(caseId, 'glucose', 0.5)
    const [raised] = await alertsIn(caseId)
    await later(16)
    await later(16)
    await later(16)
    const [climbed] = await alertsIn(caseId)
    expect(climbed?.escalation?.steps.map(({ rung }) => rung)).toEqual([
      'profession',
      'referent',
      'coordinator',
    ])
    expect(climbed?.asked).toContain(coordinator.id)

    const second = await openCase()
    await measure(second, 'glucose', 0.5)
    const [open] = await alertsIn(second)
    await act(doctor, 'readingAlert.takeCharge', { alertId: open?.id })
    await later(60)
    const [taken] = await alertsIn(second)
    expect(taken).toMatchObject({
      status: 'inCharge',
      charge: { by: doctor.id },
      escalation: { nextAt: null },
    })
    expect(taken?.asked).not.toContain(coordinator.id)
    expect(raised?.asked).not.toContain(coordinator.id)
  })

  it('that crosses again stands on the same alert; a graver one asks anew', async () => {
    const caseId = await openCase()
    await measure(caseId, 'inr', 4.2)
    const [first] = await alertsIn(caseId)
    expect(first?.rule.key).toBe('quatre')
    await measure(caseId, 'inr', 6.1)
    await until(async () => (await alertsIn(caseId))[0]?.readings.length === 2, 'the second reading')
    const alerts = await alertsIn(caseId)
    expect(alerts).toHaveLength(1)
    expect(alerts[0]?.rule.key).toBe('six')
    await act(pharmacist, 'readingAlert.close', { alertId: first?.id, outcome: 'AVK arrêté, vitamine K' })
    await measure(caseId, 'inr', 6.2)
    expect(await alertsIn(caseId, 2)).toHaveLength(2)
  })

  it('is one person’s charge: the second learns whose', async () => {
    const caseId = await openCase()
    await measure(caseId, 'pain', 8, pharmacist)
    const [alert] = await alertsIn(caseId)
    await act(nurse, 'readingAlert.takeCharge', { alertId: alert?.id })
    await expect(act(doctor, 'readingAlert.takeCharge', { alertId: alert?.id })).rejects.toMatchObject({
      ...{ code: 'already_claimed', data: { by: nurse.id } },
    })
  })

  it('of last month is history: nobody is called', async () => {
    const caseId = await openCase()
    await act(nurse, 'note.record', {
      ...{ caseId, text: 'Carnet', readings: [{ kind: 'pain', value: 9 }] },
      writtenAt: new Date(house.now().getTime() - 30 * DAY).toISOString(),
    })
    await measure(caseId, 'pain', 1)
    await settled(caseId)
    expect(await alertsIn(caseId, 0)).toEqual([])
  })
})

describe('the threshold of one patient', () => {
  const rule = {
    ...{ key: 'basse', level: 'today', conduct: 'Voir avec la pneumologue', professions: ['nurse'] },
    crossing: { is: 'below', value: 88 },
  }

  it('is a prescriber’s to set, holds in the place of the default, and names who set it', async () => {
    const caseId = await openCase()
    await expect(act(nurse, 'threshold.set', { caseId, kind: 'spo2', rules: [rule] })).rejects.toMatchObject({
      ...{ code: 'invalid', data: { why: 'not_your_profession' } },
    })
    await act(doctor, 'threshold.set', { caseId, kind: 'spo2', rules: [rule], reason: 'BPCO' })
    await measure(caseId, 'spo2', 90)
    await measure(caseId, 'spo2', 87, doctor)
    const [alert] = await alertsIn(caseId)
    expect(alert?.readings).toHaveLength(1)
    expect(alert).toMatchObject({ thresholdBy: { by: doctor.id }, source: null, rule: { key: 'basse' } })
    await act(doctor, 'readingAlert.close', { alertId: alert?.id, outcome: 'Capteur' })
    await act(doctor, 'threshold.reset', { caseId, kind: 'spo2' })
    await measure(caseId, 'spo2', 90)
    expect((await alertsIn(caseId, 2)).at(-1)?.rule.level).toBe('urgent')
  })

  it('that cannot be meant is refused, and changes nothing', async () => {
    const caseId = await openCase()
    const implausible = { ...rule, crossing: { is: 'below', value: 880 } }
    const refused = await act(doctor, 'threshold.set', { caseId, kind: 'spo2', rules: [implausible] }).catch(
      (error: unknown) => error as DomainError,
    )
    expect(refused).toMatchObject({ code: 'invalid', data: { why: 'implausible', key: 'basse' } })
    expect((await house.application.changes.fold(`case:${caseId}`)).all('threshold')).toEqual([])
  })
})
