/** Figures of a team: out of the cases that the asker may see, by kind of task, with the tasks behind them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SHIPPED_BUNDLES, wallClock, type TaskFigure } from '@colloque/domain'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

const MINUTE = 60_000

let jumped = 0
let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson
let otherNurse: TestPerson
let pharmacist: TestPerson
let teamId: string

beforeAll(async () => {
  house = await startTestHouse({ clock: () => new Date(Date.now() + jumped) })
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  otherNurse = await house.person('Bea Nurse', 'nurse')
  pharmacist = await house.person('Linh Pharmacist', 'pharmacist')
  teamId = doctor.teamIds[0] ?? ''
})
afterAll(() => house.stop())

const today = () => wallClock(new Date(Date.now() + jumped).toISOString()).day
async function figures(person: TestPerson, from = today(), to = today()) {
  const { status, body } = await person.get(`/teams/${teamId}/task-figures?from=${from}&to=${to}`)
  const items = body.items as TaskFigure[] | undefined
  const of = (by: TaskFigure['by'], key: string | null = null) =>
    items?.find((figure) => figure.by === by && figure.key === key)
  return { status, body, of }
}

describe('the figures of a team', () => {
  let seenByBoth: string
  let seenByDoctor: string
  const tasks: Record<string, string> = {}

  beforeAll(async () => {
    seenByBoth = await house.openCase(doctor, [nurse, otherNurse, pharmacist])
    seenByDoctor = await house.openCase(doctor, [otherNurse])
    const create = async (name: string, caseId: string, forProfession: 'nurse' | 'pharmacist' = 'nurse') => {
      tasks[name] = (await doctor.done('task.create', { caseId, title: name, forProfession })).id
    }
    await create('quick', seenByBoth)
    await create('slow', seenByBoth)
    await create('elsewhere', seenByDoctor)
    await create('pills', seenByBoth, 'pharmacist')
    await nurse.done('task.claim', { taskId: tasks['quick']! })
    jumped += 2 * MINUTE
    await nurse.done('task.complete', { taskId: tasks['quick']! })
    await nurse.done('task.claim', { taskId: tasks['slow']! })
    await nurse.done('task.release', { taskId: tasks['slow']!, reason: 'Autre tournée' })
    jumped += MINUTE
    await otherNurse.done('task.claim', { taskId: tasks['slow']! })
    await pharmacist.done('task.complete', { taskId: tasks['pills']! })
  })

  it('say how long tasks waited for their first hands and for their end, and open on the tasks', async () => {
    const { of } = await figures(nurse)
    expect(of('profession', 'nurse')).toMatchObject({
      taskIds: [tasks['quick'], tasks['slow']],
      // Two minutes for the one that was taken, given back and taken again: its first hands count.
      toClaim: { taskIds: [tasks['quick'], tasks['slow']], medianMinutes: 0, p90Minutes: 2 },
      toCompletion: { taskIds: [tasks['quick']], medianMinutes: 2 },
      open: [tasks['slow']],
      ofOnePerson: false,
    })
  })

  it('are never those of one person, and name nobody', async () => {
    const { of, body } = await figures(nurse)
    expect(of('profession', 'pharmacist')).toMatchObject({
      taskIds: [tasks['pills']],
      toCompletion: { taskIds: [tasks['pills']], medianMinutes: null },
      ofOnePerson: true,
    })
    for (const { id } of [doctor, nurse, otherNurse, pharmacist])
      expect(JSON.stringify(body)).not.toContain(id)
  })

  it('count the cases that the asker may see alone', async () => {
    expect(JSON.stringify((await figures(nurse)).body)).not.toContain(tasks['elsewhere'])
    const { of, body } = await figures(doctor)
    expect(of('all')?.taskIds).toContain(tasks['elsewhere'])
    expect(body.caseIds.sort()).toEqual([seenByBoth, seenByDoctor].sort())
    await doctor.done('circle.remove', { caseId: seenByBoth, accountId: pharmacist.id })
    expect((await figures(pharmacist)).body).toEqual({ items: [], caseIds: [] })
  })

  it('stand on a bundle too, and on the days that are asked for', async () => {
    const [bundle] = SHIPPED_BUNDLES
    const startsAt = new Date(Date.now() + jumped).toISOString()
    await doctor.done('bundle.start', { caseId: seenByBoth, bundleId: bundle!.id, startsAt })
    const { of } = await figures(doctor)
    expect(of('bundle', bundle!.id)?.taskIds).toHaveLength(bundle!.items.length)
    expect((await figures(doctor, '2020-01-01', '2020-12-31')).body).toEqual({ items: [], caseIds: [] })
    expect((await figures(doctor, today(), '2020-01-01')).status).toBe(400)
  })

  it('are the team’s own: nobody else’s to ask for', async () => {
    const elsewhere = await house.application.teams.create({ name: 'Ailleurs' })
    const stranger = await house.person('Out Sider', 'physician', { teamId: elsewhere })
    expect((await figures(stranger)).status).toBe(404)
  })
})
