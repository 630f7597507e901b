/** The ladder of an urgent message, taken by the servers with nobody connected. */
import type { Message, StreamName } from '@colloque/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requireEntity } from '../../platform/commands.ts'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

const MINUTE = 60_000

let jumped = 0
let house: TestHouse
let nurse: TestPerson
let otherNurse: TestPerson
let doctor: TestPerson
let coordinator: TestPerson
let pharmacist: TestPerson

beforeAll(async () => {
  house = await startTestHouse({ clock: () => new Date(Date.now() + jumped) })
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  otherNurse = await house.person('Bea Nurse', 'nurse')
  pharmacist = await house.person('Linh Pharmacist', 'pharmacist')
  coordinator = await house.person('Nadia Coordinator', 'coordinator')
  await coordinator.done('team.setEscalation', {
    teamId: doctor.teamIds[0] ?? '',
    // Short, so that the tokens of the test outlive the jumps.
    escalation: { delayMinutes: 1, repeatMinutes: 1 },
  })
})
afterAll(() => house.stop())

async function urgent() {
  const caseId = await house.openCase(doctor, [nurse, otherNurse, pharmacist, coordinator])
  opened.push(`case:${caseId}`)
  const said = await pharmacist.done('message.post', {
    caseId,
    text: 'INR à 6, elle saigne du nez',
    urgency: 'urgent',
    to: { accountIds: [nurse.id], professions: [] },
  })
  const read = async () =>
    requireEntity(await house.application.changes.fold(`case:${caseId}`), 'message', said.id)
  return { caseId, said, read }
}

const opened: StreamName[] = []

async function later(minutes: number) {
  // What the job looks through is written behind the log.
  for (const stream of opened) await house.application.changes.catchUp(stream)
  jumped += minutes * MINUTE
  await house.application.jobs.runNow('escalate')
}
const rungs = ({ after }: { after: Message }) =>
  after.escalation?.steps.map(({ rung, accountIds }) => [rung, accountIds])

describe('an urgent message that nobody takes charge of', () => {
  it('goes up: the profession, the referent, the coordinator; each step is written on it, and waits for them', async () => {
    const { read, said } = await urgent()
    expect(said.escalation).toMatchObject({ delayMinutes: 1, repeatMinutes: 1, steps: [] })
    await later(0.7)
    expect(rungs(await read())).toEqual([])
    await later(2)
    expect(rungs(await read())).toEqual([['profession', [otherNurse.id]]])
    expect((await otherNurse.get('/me/queue')).body.items).toContainEqual(
      expect.objectContaining({ kind: 'acknowledge', band: 'urgent', entityId: said.id }),
    )
    await later(1)
    await later(1)
    const end = await read()
    expect(rungs(end)?.map(([rung]) => rung)).toEqual(['profession', 'referent', 'coordinator'])
    expect(end.after.escalation?.nextAt).toBeNull()
    await later(1)
    expect((await read()).rev).toBe(end.rev)
  })

  it('stops where it is when somebody takes charge; to have seen or acknowledged it does not stop it', async () => {
    const { read, said } = await urgent()
    await nurse.done('message.acknowledge', { messageId: said.id })
    await later(1)
    expect(rungs(await read())).toHaveLength(1)
    await otherNurse.done('message.takeCharge', { messageId: said.id })
    await later(1)
    const message = await read()
    expect(rungs(message)).toHaveLength(1)
    expect(message.after).toMatchObject({
      escalation: { nextAt: null },
      takenInCharge: { by: otherNurse.id },
    })
  })

  it('stops with its thread, its deletion and its case', async () => {
    const [closed, deleted, ended] = [await urgent(), await urgent(), await urgent()]
    await nurse.done('thread.close', { threadId: closed.said.id, outcome: 'Passage fait' })
    await pharmacist.done('message.delete', { messageId: deleted.said.id })
    await doctor.done('case.close', { caseId: ended.caseId, reason: 'Hospitalisée' })
    await later(1)
    for (const { read } of [closed, deleted, ended])
      expect((await read()).after).toMatchObject({ escalation: { steps: [], nextAt: null } })
  })

  it('takes each step once, on two nodes that wake up after an hour', async () => {
    const { read } = await urgent()
    const second = (await house.secondNode()).application
    for (const stream of opened) await house.application.changes.catchUp(stream)
    jumped += 60 * MINUTE
    await Promise.all([house.application.jobs.runNow('escalate'), second.jobs.runNow('escalate')])
    const message = await read()
    expect(rungs(message)).toEqual([['profession', [otherNurse.id]]])
    expect(message.rev).toBe(2)
  })
})
