/** A severe flag climbs like an urgent message, with nobody connected: asked, told again, until a prescriber has seen it. */
import type { Flag, StreamName } from '@colloque/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requireEntity } from '../../platform/commands.ts'
import { startReachHouse, type ReachHouse } from '../../testing/reach-house.ts'
import { until } from '../../testing/socket.ts'
import type { TestPerson } from '../../testing/test-house.ts'

const MINUTE = 60_000

let house: ReachHouse
let doctor: TestPerson
let colleague: TestPerson
let pharmacist: TestPerson
let coordinator: TestPerson
const opened: StreamName[] = []

const act: ReachHouse['act'] = (...given) => house.act(...given)

beforeAll(async () => {
  house = await startReachHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  colleague = await house.person('Dana Doctor', 'physician')
  pharmacist = await house.person('Linh Pharmacist', 'pharmacist')
  coordinator = await house.person('Nadia Coordinator', 'coordinator')
  const teamId = doctor.teamIds[0] ?? ''
  await coordinator.done('team.setEscalation', { teamId, escalation: { delayMinutes: 15, repeatMinutes: 5 } })
  // It is morning in the house: one of the two is not there yet.
  const hours = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '20:00', to: '23:00' }]
  await colleague.done('schedule.setHours', { teamId, hours })
})
afterAll(() => house.stop())

async function raised(severity: Flag['severity'] = 'CI') {
  const { id: caseId } = await act(doctor, 'case.create', {
    patient: {
      birthName: `Essai${opened.length}`,
      firstNames: 'Paule',
      birthDate: '1941-03-09',
      sex: 'female',
    },
    ...{ reason: 'Essai', informed: { how: 'oral' }, confirmedDistinct: true },
    circle: [colleague.id, pharmacist.id, coordinator.id],
  })
  opened.push(`case:${caseId}`)
  const flag = await act(pharmacist, 'flag.raise', { caseId, title: 'AVK', severity, detail: 'INR à 6' })
  const now = async () =>
    requireEntity(await house.application.changes.fold(`case:${caseId}`), 'flag', flag.id)
  return { caseId, flag, now }
}

/** What the job looks through is written behind the log. */
const caughtUp = () => Promise.all(opened.map((stream) => house.application.changes.catchUp(stream)))
async function later(minutes: number) {
  await caughtUp()
  house.wait(minutes * MINUTE)
  await house.application.jobs.runNow('escalate')
}
const rungs = ({ after }: { after: Flag }) =>
  after.escalation?.steps.map(({ rung, accountIds }) => [rung, accountIds])

describe('a severe flag that no prescriber has seen', () => {
  it('asks those who are there, rings again, climbs rung by rung, and is silent once it is seen', async () => {
    const [atDoctor, atColleague, atCoordinator] = [
      await house.device(doctor),
      await house.device(colleague),
      await house.device(coordinator),
    ]
    const heard = ({ received }: typeof atDoctor) => received.map(({ payload }) => payload.kind)
    const { caseId, flag, now } = await raised()
    expect(flag.asked).toEqual([doctor.id])
    await until(() => atDoctor.received.length === 1, 'the first ring')
    expect(atDoctor.received[0]?.payload).toMatchObject({
      kind: 'severeFlag',
      url: `/situations/${caseId}/traitement?signalement=${flag.id}`,
    })
    expect(atDoctor.received[0]?.headers).toMatchObject({ urgency: 'high' })

    await later(6)
    await house.settle()
    expect(heard(atDoctor)).toEqual(['severeFlag', 'severeFlag'])
    expect(rungs(await now())).toEqual([])
    await later(10)
    expect(rungs(await now())).toEqual([['profession', [colleague.id]]])
    await until(() => heard(atColleague).includes('severeFlag'), 'the colleague')
    expect((await now()).after.asked).toEqual([doctor.id, colleague.id])
    await later(16)
    await until(() => atCoordinator.received.length === 1, 'the coordinator')
    const top = await now()
    expect(rungs(top)?.slice(1)).toEqual([
      ['referent', []],
      ['coordinator', [coordinator.id]],
    ])
    expect(top.after.escalation?.nextAt).toBeNull()

    await act(colleague, 'flag.acknowledge', { flagId: flag.id })
    const rings = atDoctor.received.length
    await later(30)
    await house.settle()
    await house.settle()
    expect([atDoctor.received.length, atCoordinator.received.length]).toEqual([rings, 1])
    expect((await now()).after.status).toBe('acknowledged')
    await Promise.all([atDoctor, atColleague, atCoordinator].map((device) => device.signOut()))
  })

  it('stops where it is when it is seen or answered, and with its case', async () => {
    const [seen, answered, closed] = [await raised(), await raised('AD'), await raised()]
    await act(doctor, 'flag.acknowledge', { flagId: seen.flag.id })
    await act(doctor, 'flag.resolve', { flagId: answered.flag.id, outcome: 'refused', reason: 'Suivi' })
    await act(doctor, 'case.close', { caseId: closed.caseId, reason: 'Hospitalisée' })
    await later(16)
    for (const { now } of [seen, answered, closed])
      expect((await now()).after.escalation).toMatchObject({ steps: [], nextAt: null })
  })

  it('climbs anew when it is taken up again', async () => {
    const { flag, now } = await raised()
    await later(16)
    expect(rungs(await now())).toHaveLength(1)
    await act(doctor, 'flag.resolve', { flagId: flag.id, outcome: 'refused', reason: 'Suivi' })
    await act(pharmacist, 'flag.reopen', { flagId: flag.id, reason: 'INR à 8' })
    expect((await now()).after).toMatchObject({ asked: [doctor.id], escalation: { steps: [] } })
    await later(16)
    expect(rungs(await now())).toEqual([['profession', [colleague.id]]])
  })

  it('takes each step once, on two nodes that wake up after an hour', async () => {
    const { now } = await raised()
    const second = (await house.secondNode()).application
    await caughtUp()
    house.wait(60 * MINUTE)
    await Promise.all([house.application.jobs.runNow('escalate'), second.jobs.runNow('escalate')])
    const flag = await now()
    expect(rungs(flag)).toEqual([['profession', [colleague.id]]])
    expect(flag.rev).toBe(2)
  })
})

it('a flag that is not severe waits without a ladder', async () => {
  const { now } = await raised('PE')
  await later(60)
  expect(await now()).toMatchObject({ rev: 1, after: { escalation: null, asked: [] } })
})
