/** What is kept long enough is asked about, of its circle alone, once. */
import type { Task } from '@colloque/domain'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
})
afterAll(() => house.stop())

/** A case that was closed at a time long past. */
async function closedAt(at: string): Promise<string> {
  const caseId = await house.openCase(doctor, [nurse])
  const { id: accountId, name, profession, teamIds } = doctor
  const input = { commandId: crypto.randomUUID(), caseId, reason: 'Partie' }
  const actor = { accountId, sessionId: '', name, profession, teamIds } as never
  await house.application.execute('case.close', input, actor, { at })
  return caseId
}
const tasksOf = async (caseId: string) =>
  (await house.application.changes.fold(`case:${caseId}`)).all<Task>('task')
const yearsAgo = (years: number) => {
  const date = new Date()
  date.setUTCFullYear(date.getUTCFullYear() - years)
  return date.toISOString()
}

it('is twenty years after it was closed, told to its circle, and asked of its referent once', async () => {
  const due = await closedAt(yearsAgo(21))
  const young = await closedAt(yearsAgo(19))
  await house.application.jobs.runNow('retention')
  await house.application.jobs.runNow('retention')
  const tasks = await tasksOf(due)
  expect(tasks.map(({ after }) => after)).toMatchObject([
    { title: 'À effacer ou à garder : fermé depuis 20 ans', forAccount: doctor.id, status: 'open' },
  ])
  expect(await tasksOf(young)).toEqual([])
  const outsider = await house.person('Out Sider', 'physician')
  const items = async (person: TestPerson) => (await person.get('/me/retention')).body.items
  expect(await items(doctor)).toMatchObject([{ caseId: due, isReferent: true }])
  expect(await items(nurse)).toMatchObject([{ caseId: due, isReferent: false }])
  expect(await items(outsider)).toEqual([])
  // The case is closed: that it is kept, and why, can be said all the same.
  await doctor.done('task.complete', { taskId: tasks[0]!.id, note: 'Gardé : procédure en cours' })
  expect((await tasksOf(due))[0]?.after).toMatchObject({ status: 'done' })
  await house.application.jobs.runNow('retention')
  expect(await tasksOf(due)).toHaveLength(1)
})
