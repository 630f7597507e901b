/** Reminders, and the ladder of tasks that are overdue: once each, on two nodes and a clock that jumps. */
import { randomUUID } from 'node:crypto'
import type { CommandInput, CommandName, CommandOutput } from '@colloque/contract'
import type { Change, StreamName, Task } from '@colloque/domain'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { requireEntity } from '../../platform/commands.ts'
import { until } from '../../testing/socket.ts'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

let jumped = 0
let house: TestHouse
let nodes: TestHouse['application'][]
let doctor: TestPerson
let nurse: TestPerson
let otherNurse: TestPerson
let coordinator: TestPerson
let caseId: string

beforeAll(async () => {
  house = await startTestHouse({ clock: () => new Date(Date.now() + jumped) })
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  otherNurse = await house.person('Bea Nurse', 'nurse')
  coordinator = await house.person('Nadia Coordinator', 'coordinator')
  await send(coordinator, 'team.setTaskEscalation', {
    teamId: doctor.teamIds[0] ?? '',
    taskEscalation: { overdueMinutes: 30, delayMinutes: 60 },
  })
  nodes = [house.application, (await house.secondNode()).application]
})
afterAll(() => house.stop())
beforeEach(async () => {
  const opened = await send(doctor, 'case.create', {
    patient: { birthName: 'Essai', firstNames: 'Paule', birthDate: '1941-03-09', sex: 'female' },
    reason: 'Essai',
    informed: { how: 'oral' },
    circle: [nurse.id, otherNurse.id, coordinator.id],
    confirmedDistinct: true,
  })
  caseId = opened.id
})

/** Past HTTP: no session outlives these jumps. */
async function send<Name extends CommandName>(
  { id, name: called, profession, teamIds }: TestPerson,
  name: Name,
  input: Omit<CommandInput<Name>, 'commandId'>,
): Promise<CommandOutput<Name>> {
  const actor = { accountId: id, sessionId: '', name: called, profession, teamIds }
  return (await house.application.execute(name, { commandId: randomUUID(), ...input }, actor)).data
}

const inMinutes = (minutes: number) => new Date(Date.now() + jumped + minutes * MINUTE).toISOString()
const ask = (over: Partial<CommandInput<'task.create'>> = {}) =>
  send(doctor, 'task.create', { caseId, title: 'Prise de sang', forProfession: 'nurse', ...over })

async function later(ms: number, job: string) {
  const stream: StreamName = `case:${caseId}`
  // What the jobs look through is written behind the log.
  await house.application.changes.catchUp(stream)
  jumped += ms
  await Promise.all(nodes.map(({ jobs }) => jobs.runNow(job)))
  await house.application.changes.catchUp(stream)
}
const read = async (taskId: string): Promise<Task & { rev: number }> => {
  const { after, rev } = requireEntity(await house.application.changes.fold(`case:${caseId}`), 'task', taskId)
  return { ...after, rev }
}
const kinds = async () =>
  (await house.application.changes.changesSince(`case:${caseId}`, 0, 200)).changes
    .map(({ kind }: Change) => kind)
    .filter((kind) => kind.startsWith('task.'))

/** Who is told of a task, in the order of the log. */
const told = async (entityId: string) =>
  (await house.connection.collection('deliveries').find({ entityId }).sort({ seq: 1 }).toArray()).map(
    ({ kind, accountId }) => [kind, accountId],
  )

describe('a reminder', () => {
  it('is given once over two nodes, after an hour of standstill too, to whoever holds the task', async () => {
    const task = await ask({ remindAt: inMinutes(30), dueAt: inMinutes(240) })
    await send(nurse, 'task.claim', { taskId: task.id })
    await later(10 * MINUTE, 'reminders')
    expect((await read(task.id)).remindedAt).toBeNull()
    await later(HOUR, 'reminders')
    const reminded = await read(task.id)
    expect(reminded.remindedAt).not.toBeNull()
    await later(HOUR, 'reminders')
    expect((await read(task.id)).rev).toBe(reminded.rev)
    expect(await kinds()).toEqual(['task.created', 'task.claimed', 'task.reminded'])
    await until(async () => (await told(task.id)).length > 0, 'the delivery')
    expect(await told(task.id)).toEqual([['reminder', nurse.id]])
  })

  it('of a free task is for those of its profession, and is not given once the task has ended', async () => {
    const free = await ask({ remindAt: inMinutes(30) })
    const ended = await ask({ remindAt: inMinutes(30) })
    await send(nurse, 'task.complete', { taskId: ended.id })
    await later(HOUR, 'reminders')
    await until(async () => (await told(free.id)).length > 1, 'the deliveries')
    expect((await told(free.id)).map(String).sort()).toEqual(
      [`reminder,${nurse.id}`, `reminder,${otherNurse.id}`].sort(),
    )
    expect((await read(ended.id)).remindedAt).toBeNull()
    expect(await told(ended.id)).toEqual([])
  })

  it('set anew is given anew', async () => {
    const task = await ask({ remindAt: inMinutes(30), forAccount: nurse.id })
    await later(HOUR, 'reminders')
    await send(nurse, 'task.update', { taskId: task.id, remindAt: inMinutes(30) })
    await later(HOUR, 'reminders')
    await until(async () => (await told(task.id)).length > 2, 'the deliveries')
    expect(await told(task.id)).toEqual([
      ['task', nurse.id],
      ['reminder', nurse.id],
      ['reminder', nurse.id],
    ])
  })
})

describe('an overdue task', () => {
  const steps = async (taskId: string) =>
    (await read(taskId)).overdue?.steps.map(({ rung, accountIds }) => [rung, accountIds])

  it('goes up as the team has set: holder, profession, referent, coordinator; each step once, each newly asked told', async () => {
    const task = await ask({ dueAt: inMinutes(10) })
    await send(nurse, 'task.claim', { taskId: task.id })
    await later(20 * MINUTE, 'overdue')
    expect((await read(task.id)).overdue).toBeNull()
    // A standstill of a day is one step.
    await later(24 * HOUR, 'overdue')
    expect(await steps(task.id)).toEqual([['holder', [nurse.id]]])
    await later(30 * MINUTE, 'overdue')
    expect(await steps(task.id)).toHaveLength(1)
    for (let step = 0; step < 5; step++) await later(HOUR + MINUTE, 'overdue')
    expect(await steps(task.id)).toEqual([
      ['holder', [nurse.id]],
      ['profession', [otherNurse.id]],
      ['referent', [doctor.id]],
      ['coordinator', [coordinator.id]],
    ])
    expect((await read(task.id)).overdue?.nextAt).toBeNull()
    expect((await kinds()).filter((kind) => kind === 'task.wentOverdue')).toHaveLength(4)
    await until(async () => (await told(task.id)).length === 4, 'the deliveries')
    expect(await told(task.id)).toEqual(
      [nurse, otherNurse, doctor, coordinator].map(({ id }) => ['overdue', id]),
    )
  })

  it('that is free asks its profession first', async () => {
    const task = await ask({ dueAt: inMinutes(10) })
    await later(HOUR, 'overdue')
    expect(await steps(task.id)).toEqual([
      ['holder', []],
      ['profession', [nurse.id, otherNurse.id]],
    ])
  })

  it('stops once it is done, and while it waits for somebody outside', async () => {
    const [done, waiting] = [await ask({ dueAt: inMinutes(10) }), await ask({ dueAt: inMinutes(10) })]
    await send(nurse, 'task.claim', { taskId: waiting.id })
    await send(nurse, 'task.hold', { taskId: waiting.id, waitingFor: 'Laboratoire' })
    await later(HOUR, 'overdue')
    expect(await steps(done.id)).toHaveLength(2)
    await send(nurse, 'task.complete', { taskId: done.id })
    await later(3 * HOUR, 'overdue')
    expect(await steps(done.id)).toHaveLength(2)
    expect((await read(done.id)).overdue?.nextAt).toBeNull()
    expect((await read(waiting.id)).overdue).toBeNull()
    await send(nurse, 'task.resume', { taskId: waiting.id })
    await later(MINUTE, 'overdue')
    expect(await steps(waiting.id)).toEqual([['holder', [nurse.id]]])
  })

  it('begins anew with another due date, and rests with its case', async () => {
    const task = await ask({ dueAt: inMinutes(10) })
    await later(HOUR, 'overdue')
    await send(doctor, 'task.update', { taskId: task.id, dueAt: inMinutes(60) })
    expect((await read(task.id)).overdue).toBeNull()
    await later(2 * HOUR, 'overdue')
    expect(await steps(task.id)).toHaveLength(2)
    await send(doctor, 'case.close', { caseId, reason: 'Hospitalisée' })
    await later(2 * HOUR, 'overdue')
    expect(await steps(task.id)).toHaveLength(2)
    expect((await read(task.id)).overdue?.nextAt).toBeNull()
  })
})

describe('a task that some of the circle see', () => {
  it('is reminded of and climbs among them alone, and rests with its case', async () => {
    const narrow = { visibleTo: [nurse.id], dueAt: inMinutes(10), remindAt: inMinutes(5) }
    const { id } = await ask(narrow)
    const { changes } = house.application
    const stream = (await changes.locate(id)) as StreamName
    const now = async () => requireEntity<'task'>(await changes.fold(stream), 'task', id).after
    const goesOn = async (ms: number, job: string) => {
      await changes.catchUp(stream)
      await later(ms, job)
    }
    await goesOn(HOUR, 'reminders')
    expect((await now()).remindedAt).not.toBeNull()
    await until(async () => (await told(id)).length > 0, 'the delivery')
    for (let step = 0; step < 5; step++) await goesOn(HOUR + MINUTE, 'overdue')
    expect((await now()).overdue?.steps.map(({ rung, accountIds }) => [rung, accountIds])).toEqual([
      ['holder', []],
      ['profession', [nurse.id]],
      ['referent', [doctor.id]],
      ['coordinator', []],
    ])
    await until(async () => (await told(id)).length === 3, 'the deliveries')
    expect(await told(id)).toEqual([
      ['reminder', nurse.id],
      ['overdue', nurse.id],
      ['overdue', doctor.id],
    ])

    const resting = await ask(narrow)
    await send(doctor, 'case.close', { caseId, reason: 'Fini' })
    const its = (await changes.locate(resting.id)) as StreamName
    await changes.catchUp(its)
    await later(HOUR, 'reminders')
    expect(requireEntity<'task'>(await changes.fold(its), 'task', resting.id).after).toMatchObject({
      remindAt: null,
      remindedAt: null,
    })
    expect(await told(resting.id)).toEqual([])
  })
})
