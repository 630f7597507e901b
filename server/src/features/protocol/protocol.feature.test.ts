/** A protocol from its writing to the end of a run: eight weeks under anticoagulant, by the clock of the house. */
import {
  isTaskEnded,
  SHIPPED_PROTOCOLS,
  type Delegation,
  type Protocol,
  type ProtocolRun,
  type ReadingAlert,
  type Task,
  type Threshold,
} from '@colloque/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startReachHouse, type ReachHouse } from '../../testing/reach-house.ts'
import { until } from '../../testing/socket.ts'
import type { TestPerson } from '../../testing/test-house.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

let house: ReachHouse
let doctor: TestPerson
let nurse: TestPerson
let pharmacist: TestPerson
let secretary: TestPerson
let teamId = ''
let count = 0

const act: ReachHouse['act'] = (...given) => house.act(...given)

beforeAll(async () => {
  house = await startReachHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Maelle Nurse', 'nurse')
  pharmacist = await house.person('Linh Pharmacist', 'pharmacist')
  secretary = await house.person('Sofia Secretary', 'medicalSecretary')
  teamId = doctor.teamIds[0] ?? ''
})
afterAll(() => house.stop())

const foldOf = (caseId: string) => house.application.changes.fold(`case:${caseId}`)
const openTasks = async (caseId: string) =>
  (await foldOf(caseId))
    .all<Task>('task')
    .flatMap(({ id, after }) => (after && !isTaskEnded(after) && after.run ? [{ id, ...after }] : []))
    .sort((one, other) => ((one.dueAt ?? '9') < (other.dueAt ?? '9') ? -1 : 1))

async function openCase(): Promise<string> {
  const { id } = await act(doctor, 'case.create', {
    patient: {
      birthName: `Essai${(count += 1)}`,
      firstNames: 'Paule',
      birthDate: '1941-03-09',
      sex: 'female',
    },
    ...{ reason: 'Essai', informed: { how: 'oral' }, confirmedDistinct: true },
    circle: [nurse.id, pharmacist.id, secretary.id],
  })
  return id
}

async function adopted(content: object, people = [doctor, nurse]): Promise<string> {
  const { id: protocolId, version } = await act(nurse, 'protocol.save', { teamId, ...content })
  for (const person of people) await act(person, 'protocol.adopt', { teamId, protocolId, version })
  return protocolId
}

const contentOf = ({ id: basedOn, ...content }: (typeof SHIPPED_PROTOCOLS)[number]) => ({
  ...{ ...content, basedOn, name: `${content.name} ${(count += 1)}` },
})

const ONE_STEP = [
  {
    ...{ key: 'un', title: 'Prendre la tension', forProfession: 'nurse' },
    when: [{ on: 'start', offset: { hours: 2 } }],
  },
]

const DOERS = () => ({ physician: doctor, nurse, pharmacist, medicalSecretary: secretary })

/** Everybody does what is theirs when it is due, for so long; the laboratory finds these, one after the other. */
async function live(caseId: string, ms: number, inrs: number[]): Promise<string[]> {
  const end = house.now().getTime() + ms
  const done: string[] = []
  const start = house.now().getTime()
  while (house.now().getTime() < end) {
    const [task] = await openTasks(caseId)
    if (!task?.dueAt || Date.parse(task.dueAt) > end) break
    house.wait(Math.max(0, Date.parse(task.dueAt) - house.now().getTime() - HOUR / 2))
    const doer = DOERS()[task.forProfession as keyof ReturnType<typeof DOERS>]
    const asksInr = task.records.some(({ kind }) => kind === 'inr')
    const readings = asksInr ? [{ kind: 'inr', value: inrs.shift() ?? 2.5 }] : []
    done.push(`${Math.round((house.now().getTime() - start) / DAY)} ${task.run?.step}`)
    await act(doer, 'task.complete', { taskId: task.id, readings })
    await settled(caseId)
  }
  return done
}

/** What follows from what was done has been decided. */
async function settled(caseId: string): Promise<void> {
  const changes = house.application.changes
  for (let before = -1; ;) {
    const { seq } = await changes.fold(`case:${caseId}`)
    if (seq === before) return
    before = seq
    await new Promise((next) => setTimeout(next, 60))
  }
}

describe('a protocol of a team', () => {
  it('is adopted by name: somebody who prescribes, and one other', async () => {
    const caseId = await openCase()
    const protocolId = await adopted(contentOf(SHIPPED_PROTOCOLS[0]!), [nurse])
    const start = { caseId, protocolId, startsAt: house.now().toISOString() }
    await expect(act(doctor, 'run.start', start)).rejects.toMatchObject({ data: { why: 'not_adopted' } })
    await act(doctor, 'protocol.adopt', { teamId, protocolId, version: 1 })
    const held = (await house.application.changes.fold(`team:${teamId}`)).get<Protocol>(
      'protocol',
      protocolId,
    )
    expect(held?.after?.adoptions.map(({ name }) => name)).toEqual([nurse.name, doctor.name])
    await expect(act(nurse, 'run.start', start)).rejects.toMatchObject({
      data: { why: 'not_your_profession' },
    })
    expect((await act(doctor, 'run.start', start)).status).toBe('running')
    await expect(act(doctor, 'run.start', start)).rejects.toMatchObject({ data: { why: 'running' } })
  })

  it('goes on in force until its next version is adopted; a run holds on to its own, disagreement is kept', async () => {
    const caseId = await openCase()
    const content = contentOf(SHIPPED_PROTOCOLS[0]!)
    const protocolId = await adopted(content)
    await act(pharmacist, 'protocol.disagree', {
      teamId,
      protocolId,
      version: 1,
      text: 'Entretien trop tard',
    })
    const run = await act(doctor, 'run.start', { caseId, protocolId, startsAt: house.now().toISOString() })
    const next = await act(nurse, 'protocol.save', { teamId, protocolId, ...content, lastsDays: 90 })
    expect(next).toMatchObject({ version: 2, follows: protocolId, adoptions: [] })
    expect(next.disagreements.map(({ text }) => text)).toEqual(['Entretien trop tard'])
    const stateOf = async (id: string) =>
      (await house.application.changes.fold(`team:${teamId}`)).get<Protocol>('protocol', id)?.after
    await act(doctor, 'protocol.adopt', { teamId, protocolId: next.id, version: 2 })
    expect((await stateOf(protocolId))?.retired).toBeNull()
    await act(nurse, 'protocol.adopt', { teamId, protocolId: next.id, version: 2 })
    expect((await stateOf(protocolId))?.retired).toMatchObject({ reason: 'Version 2' })
    const held = (await foldOf(caseId)).get<ProtocolRun>('protocolRun', run.id)?.after
    expect(held).toMatchObject({ version: 1, status: 'running', content: { lastsDays: null } })
  })

  it('is one, where two take the same shipped one at once; retired, it can be taken again', async () => {
    const shipped = contentOf(SHIPPED_PROTOCOLS[2]!)
    const take = (by: TestPerson) => act(by, 'protocol.save', { teamId, ...shipped })
    const first = await take(nurse)
    await expect(take(doctor)).rejects.toMatchObject({
      ...{ code: 'conflict', data: { why: 'already_ours', id: first.id } },
    })
    await act(nurse, 'protocol.retire', { teamId, protocolId: first.id, reason: 'Essai' })
    expect(await take(doctor)).toMatchObject({ version: 1, basedOn: shipped.basedOn })
  })

  it('has one next version at a time: who prepares it second is told which, and nothing is saved', async () => {
    const content = contentOf(SHIPPED_PROTOCOLS[0]!)
    const protocolId = await adopted(content)
    const save = (by: TestPerson) => act(by, 'protocol.save', { teamId, protocolId, ...content })
    const first = await save(nurse)
    const before = (await house.application.changes.fold(`team:${teamId}`)).seq
    await expect(save(doctor)).rejects.toMatchObject({
      ...{ code: 'conflict', data: { why: 'next_exists', id: first.id } },
    })
    expect((await house.application.changes.fold(`team:${teamId}`)).seq).toBe(before)
    await act(nurse, 'protocol.retire', { teamId, protocolId: first.id, reason: 'Essai' })
    expect(await save(doctor)).toMatchObject({ version: 2, follows: protocolId })
  })

  it('with a circle, a step for nobody, an unknown step or a threshold that cannot be meant is refused, and nothing is saved', async () => {
    const before = (await house.application.changes.fold(`team:${teamId}`)).seq
    const step = (key: string, when: object[]) => ({ key, title: key, forProfession: 'nurse', when })
    const later = { hours: 1 }
    const circle = [
      step('un', [
        { on: 'start', offset: later },
        { on: 'step', step: 'deux', offset: later },
      ]),
      step('deux', [{ on: 'step', step: 'un', offset: later }]),
    ]
    const save = (content: object) =>
      act(nurse, 'protocol.save', { teamId, name: 'x', purpose: 'x', ...content }).catch(
        (error: { data: object }) => error.data,
      )
    expect(await save({ steps: circle })).toMatchObject({ why: 'cycle' })
    const nobodys = [{ ...step('un', [{ on: 'start', offset: later }]), forProfession: null }]
    expect(await save({ steps: nobodys })).toMatchObject({ why: 'no_profession', keys: ['un'] })
    expect(await save({ steps: [step('un', [{ on: 'step', step: 'dix', offset: later }])] })).toMatchObject({
      ...{ why: 'unknown_key', keys: ['dix'] },
    })
    const [rule] = SHIPPED_PROTOCOLS[0]!.thresholds[0]!.rules
    const thresholds = [{ kind: 'weight', rules: [{ ...rule, crossing: { is: 'atOrAbove', value: 9_000 } }] }]
    expect(await save({ steps: [step('un', [{ on: 'start', offset: later }])], thresholds })).toMatchObject({
      why: 'implausible',
    })
    expect((await house.application.changes.fold(`team:${teamId}`)).seq).toBe(before)
  })
})

describe('eight weeks under anticoagulant', () => {
  it('space the controls while the INR is in its target, and come back the day after it was not', async () => {
    const caseId = await openCase()
    const protocolId = await adopted(contentOf(SHIPPED_PROTOCOLS[0]!))
    const run = await act(doctor, 'run.start', {
      ...{ caseId, protocolId, startsAt: house.now().toISOString(), targets: { inr: { from: 2, to: 3 } } },
    })
    const fold = await foldOf(caseId)
    expect(fold.all<Delegation>('delegation')[0]?.after).toMatchObject({ profession: 'medicalSecretary' })
    expect(fold.all<Threshold>('threshold')[0]?.after).toMatchObject({ kind: 'inr', runId: run.id })

    const done = await live(caseId, 56 * DAY, [1.7, 2.4, 5.2, 2.6, 2.5, 2.4, 2.7])
    const controls = done
      .filter((one) => one.endsWith('prise-de-sang'))
      .map((one) => Number(one.split(' ')[0]))
    expect(controls.slice(0, 7)).toEqual([3, 8, 12, 13, 17, 24, 38])
    expect(done.filter((one) => one.endsWith(' dose'))).toHaveLength(2)
    expect(done.filter((one) => one.endsWith(' dire'))).toHaveLength(2)
    expect(done.filter((one) => one.endsWith(' resultat'))).toHaveLength(controls.length)
    const alerts = (await foldOf(caseId)).all<ReadingAlert>('readingAlert')
    expect(alerts.map(({ after }) => after?.rule.key)).toEqual(['quatre'])
    expect(alerts[0]?.after?.thresholdBy).toMatchObject({ by: doctor.id })

    await act(doctor, 'run.end', { runId: run.id, reason: 'Passage à un anticoagulant direct' })
    const after = await foldOf(caseId)
    expect(await openTasks(caseId)).toEqual([])
    expect(after.all<Delegation>('delegation')[0]?.after?.ended).toMatchObject({ by: doctor.id })
    expect(after.all('measurement').length).toBeGreaterThanOrEqual(7)
  })

  it('tell who began them when nobody did what they hang on', async () => {
    const caseId = await openCase()
    const protocolId = await adopted({ name: `Seul ${count}`, purpose: 'x', steps: ONE_STEP })
    await act(nurse, 'run.start', { caseId, protocolId, startsAt: house.now().toISOString() })
    const [task] = await openTasks(caseId)
    await act(nurse, 'task.abandon', { taskId: task?.id, reason: 'Absente' })
    await until(async () => (await openTasks(caseId)).length === 1, 'the question')
    expect((await openTasks(caseId))[0]).toMatchObject({ forAccount: nurse.id, urgency: 'important' })
  })

  it('end by themselves when their time is over', async () => {
    const caseId = await openCase()
    const protocolId = await adopted({ name: `Court ${count}`, purpose: 'x', steps: ONE_STEP, lastsDays: 3 })
    const run = await act(nurse, 'run.start', { caseId, protocolId, startsAt: house.now().toISOString() })
    house.wait(4 * DAY)
    await house.application.changes.catchUp(`case:${caseId}`)
    await house.application.jobs.runNow('protocol-runs-end')
    const held = (await foldOf(caseId)).get<ProtocolRun>('protocolRun', run.id)?.after
    expect(held).toMatchObject({ status: 'ended', ended: { by: null } })
    expect(await openTasks(caseId)).toEqual([])
  })
})
