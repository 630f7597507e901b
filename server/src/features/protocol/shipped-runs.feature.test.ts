/** Two protocols that ship, on a case, by the clock of the house: some weeks of heart failure, and of a discharge. */
import type { CommandOutput } from '@colloque/contract'
import {
  isTaskEnded,
  SHIPPED_PROTOCOLS,
  type ProtocolRun,
  type ReadingAlert,
  type ReadingInput,
  type Task,
  type Threshold,
} from '@colloque/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startReachHouse, type ReachHouse } from '../../testing/reach-house.ts'
import type { TestPerson } from '../../testing/test-house.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const PROFESSIONS = [
  ...(['physician', 'nurse', 'pharmacist', 'medicalSecretary', 'dietitian', 'coordinator'] as const),
  ...(['socialWorker', 'homeHelp', 'physiotherapist'] as const),
]

let house: ReachHouse
const people = new Map<string, TestPerson>()
const of = (profession: (typeof PROFESSIONS)[number]) => people.get(profession)!

beforeAll(async () => {
  house = await startReachHouse()
  for (const profession of PROFESSIONS)
    people.set(profession, await house.person(`Ada ${profession}`, profession))
})
afterAll(() => house.stop())

const act: ReachHouse['act'] = (...given) => house.act(...given)

const foldOf = (caseId: string) => house.application.changes.fold(`case:${caseId}`)

/** Somebody of the team adopts a shipped protocol with the doctor, who starts it. */
async function started(
  name: string,
  birthName: string,
): Promise<{ caseId: string; run: CommandOutput<'run.start'> }> {
  const shipped = SHIPPED_PROTOCOLS.find((one) => one.name === name)!
  const { id: basedOn, ...content } = shipped
  const [doctor, nurse] = [of('physician'), of('nurse')]
  const teamId = doctor.teamIds[0] ?? ''
  const { id: caseId } = await act(doctor, 'case.create', {
    patient: { birthName, firstNames: 'Paule', birthDate: '1941-03-09', sex: 'female' },
    ...{ reason: 'Essai', informed: { how: 'oral' }, confirmedDistinct: true },
    circle: [...people.values()].filter(({ id }) => id !== doctor.id).map(({ id }) => id),
  })
  const { id: protocolId } = await act(nurse, 'protocol.save', { teamId, ...content, basedOn })
  for (const person of [doctor, nurse])
    await act(person, 'protocol.adopt', { teamId, protocolId, version: 1 })
  const startsAt = house.now().toISOString()
  return { caseId, run: await act(doctor, 'run.start', { caseId, protocolId, startsAt }) }
}

type Finds = (kind: string, day: number, step: string) => Omit<ReadingInput, 'kind'> | undefined

/** Everybody does what is theirs when it is due, for so many days. @returns « 5 visite » for each */
async function live(caseId: string, days: number, finds: Finds): Promise<string[]> {
  const start = house.now().getTime()
  const done: string[] = []
  for (;;) {
    const [task] = (await foldOf(caseId))
      .all<Task>('task')
      .flatMap(({ id, after }) => (after && !isTaskEnded(after) && after.run ? [{ id, ...after }] : []))
      .sort((one, other) => ((one.dueAt ?? '9') < (other.dueAt ?? '9') ? -1 : 1))
    if (!task?.dueAt || Date.parse(task.dueAt) > start + days * DAY) return done
    house.wait(Math.max(0, Date.parse(task.dueAt) - house.now().getTime() - HOUR / 2))
    const day = Math.floor((house.now().getTime() - start) / DAY)
    const step = task.run?.step ?? ''
    const readings = task.records.flatMap(({ kind }) => {
      const found = finds(kind, day, step)
      return found ? [{ kind, ...found }] : []
    })
    done.push(`${day} ${step}`)
    await act(of(task.forProfession as never), 'task.complete', { taskId: task.id, readings })
    await settled(caseId)
  }
}

/** What follows from what was done has been decided. */
async function settled(caseId: string): Promise<void> {
  for (let before = -1; ;) {
    const { seq } = await foldOf(caseId)
    if (seq === before) return
    before = seq
    await new Promise((next) => setTimeout(next, 60))
  }
}

const QUIET: Record<string, Omit<ReadingInput, 'kind'>> = {
  ...{ weight: { value: 70 }, bloodPressure: { value: 128, value2: 76 }, pulse: { value: 72 } },
  ...{ temperature: { value: 36.8 }, pain: { value: 2 }, potassium: { value: 4.4 } },
  creatinine: { value: 90 },
}
const daysOf = (done: readonly string[], step: string) =>
  done.flatMap((one) => (one.endsWith(` ${step}`) ? [Number(one.split(' ')[0])] : []))

describe('eight weeks of heart failure at home', () => {
  it('come each week, and the day after a gain of more than 2 kg, of which the doctor knows at once', async () => {
    const { caseId, run } = await started('Insuffisance cardiaque à domicile', 'Coeur')
    const thresholds = (await foldOf(caseId)).all<Threshold>('threshold')
    expect(thresholds.map(({ after }) => after?.kind).sort()).toEqual([
      ...['bloodPressure', 'creatinine', 'potassium', 'pulse', 'weight'],
    ])
    const quiet = await live(caseId, 27, (kind) => QUIET[kind])
    expect(daysOf(quiet, 'visite')).toHaveLength(4)
    expect(daysOf(quiet, 'rechute')).toEqual([])

    // Weighed at home two days later, and somebody writes it down.
    await act(of('nurse'), 'note.record', {
      ...{ caseId, text: 'Pesée de ce matin', readings: [{ kind: 'weight', value: 70 }] },
    })
    house.wait(2 * DAY)
    await act(of('nurse'), 'note.record', {
      ...{ caseId, text: 'Chevilles gonflées', readings: [{ kind: 'weight', value: 72.6 }] },
    })
    await settled(caseId)
    const alerts = (await foldOf(caseId)).all<ReadingAlert>('readingAlert')
    expect(alerts.map(({ after }) => [after?.rule.key, after?.thresholdBy?.by])).toEqual([
      ['prise-rapide', of('physician').id],
    ])
    const after = await live(caseId, 25, (kind) => QUIET[kind])
    expect(daysOf(after, 'rechute')).toEqual([0])
    expect(daysOf(after, 'dire')).toEqual([0])
    expect(daysOf(after, 'visite')[0]).toBeLessThanOrEqual(1)

    await act(of('physician'), 'run.end', { runId: run.id, reason: 'Stable, suivi habituel' })
    const open = (await foldOf(caseId))
      .all<Task>('task')
      .filter(({ after: task }) => task && !isTaskEnded(task))
    expect(open).toEqual([])
  })
})

describe('six weeks after a discharge', () => {
  it('come often, then each week; a fever brings the doctor; the run ends by itself', async () => {
    const { caseId, run } = await started('Sortie d’hôpital', 'Retour')
    let isFeverSaid = false
    const done = await live(caseId, 44, (kind, day) => {
      if (kind !== 'temperature' || day < 3 || isFeverSaid) return QUIET[kind]
      isFeverSaid = true
      return { value: 38.9 }
    })
    expect(new Set(done.map((one) => one.split(' ')[1]))).toEqual(
      new Set(run.content.steps.map(({ key }) => key)),
    )
    expect(daysOf(done, 'avis-rapide')).toHaveLength(1)
    // The visit that found the fever, and the day after it.
    const found = daysOf(done, 'visite').find((day) => day >= 3) ?? 0
    expect(daysOf(done, 'visite')).toContain(found + 1)
    expect(daysOf(done, 'un-mois')[0]).toBeGreaterThanOrEqual(29)

    house.wait(20 * DAY)
    await house.application.changes.catchUp(`case:${caseId}`)
    await house.application.jobs.runNow('protocol-runs-end')
    const held = (await foldOf(caseId)).get<ProtocolRun>('protocolRun', run.id)?.after
    expect(held).toMatchObject({ status: 'ended', ended: { by: null } })
  })
})
