import { randomUUID } from 'node:crypto'
import {
  SECURITY_AT_FIRST,
  type CareTeam,
  type CircleMember,
  type Task,
  type TeamMember,
} from '@colloque/domain'
import { v5 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { command, connect, subscribe, until } from '../../testing/socket.ts'
import { buildPatient, startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson
let coordinator: TestPerson
let teamId: string

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  coordinator = await house.person('Nadia Coordinator', 'coordinator')
  teamId = doctor.teamIds[0] ?? ''
})
afterAll(() => house.stop())

const refused = (why: string, code = 'invalid') => ({ ok: false, error: { code, data: { why } } })
const heldIn = <T>(stream: `case:${string}` | `team:${string}`, type: string, id: string) =>
  house.application.changes.cachedFold(stream)?.get<T>(type, id)?.after
const team = () => heldIn<CareTeam>(`team:${teamId}`, 'careTeam', teamId)
const membershipIn = (caseId: string, { id }: TestPerson) =>
  house.application.changes
    .cachedFold(`case:${caseId}`)
    ?.all<CircleMember>('circleMember')
    .filter(({ after }) => after?.accountId === id)
    .at(-1)?.after
const site = (name: string, over = {}) => ({ id: randomUUID(), name, address: null, finess: null, ...over })

describe('a team', () => {
  it('is renamed by those who manage it alone', async () => {
    expect(await nurse.send('team.rename', { teamId, name: 'x' })).toMatchObject(
      refused('not_your_profession'),
    )
    await coordinator.done('team.rename', { teamId, name: 'Maison du Pont' })
    expect((await doctor.get('/me')).body.teams).toMatchObject([{ name: 'Maison du Pont' }])
  })

  it('has sites; a number that is none is refused, and one where somebody works stays', async () => {
    const [bridge, mill] = [site('Le Pont', { finess: '060016219' }), site('Le Moulin')]
    await coordinator.done('team.setSites', { teamId, sites: [bridge, mill] })
    for (const sites of [[site('x', { finess: '060016218' })], [bridge, bridge]])
      expect(await coordinator.send('team.setSites', { teamId, sites })).toMatchObject({ status: 400 })
    expect(team()?.sites).toEqual([bridge, mill])

    await coordinator.done('team.setMember', { teamId, accountId: nurse.id, siteIds: [mill.id] })
    expect(await coordinator.send('team.setSites', { teamId, sites: [bridge] })).toMatchObject({
      ok: false,
      error: {
        code: 'conflict',
        data: { why: 'site_in_use', siteIds: [mill.id], accountIds: [nurse.id] },
      },
    })
    await coordinator.done('team.setMember', { teamId, accountId: nurse.id, siteIds: [] })
    await coordinator.done('team.setSites', { teamId, sites: [bridge] })
    expect(team()?.sites).toEqual([bridge])
  })

  it('says where its members work and who administers it', async () => {
    const to = { teamId, accountId: nurse.id }
    expect(await coordinator.send('team.setMember', { ...to, siteIds: [randomUUID()] })).toMatchObject({
      ok: false,
      error: { code: 'invalid', data: { field: 'siteIds' } },
    })
    const set = await coordinator.done('team.setMember', {
      ...to,
      ...{ phone: '01 99 00 00 10', administrator: true },
    })
    expect(set).toMatchObject({ phone: '01 99 00 00 10', administrator: true, status: 'active' })
    await nurse.done('team.setMember', { ...to, administrator: false })
    expect(await nurse.send('team.setMember', { ...to, administrator: true })).toMatchObject(
      refused('not_your_profession'),
    )
  })

  it('keeps somebody who manages it', async () => {
    const own = await house.application.teams.create({ name: 'Maison à deux' })
    const head = await house.person('Hal Head', 'physician', { teamId: own })
    const helper = await house.person('Hope Helper', 'nurse', { teamId: own })
    for (const { id, name, profession } of [head, helper])
      await house.application.teams.addMember({
        ...{ teamId: own, accountId: id, name, profession: profession ?? 'nurse', phone: null },
        administrator: id === head.id,
      })
    const [of, last] = [{ teamId: own, accountId: head.id }, refused('last_administrator', 'conflict')]
    expect(await head.send('team.setMember', { ...of, administrator: false })).toMatchObject(last)
    expect(await head.send('team.removeMember', { ...of, reason: 'x' })).toMatchObject(last)
    await head.done('team.setMember', { teamId: own, accountId: helper.id, administrator: true })
    await head.done('team.removeMember', { ...of, reason: 'x' })
    expect(
      await helper.send('team.setMember', { teamId: own, accountId: head.id, phone: null }),
    ).toMatchObject({
      ok: false,
      error: { code: 'not_found', data: { type: 'teamMember' } },
    })
  })

  it('that asks for a second factor lets nobody stay in by a password alone', async () => {
    const other = await house.application.teams.create({ name: 'Maison des deux clés' })
    const keeper = await house.person('Kim Keeper', 'coordinator', { teamId: other })
    await house.application.teams.addMember({
      ...{ teamId: other, accountId: keeper.id, name: keeper.name, profession: 'coordinator', phone: null },
      administrator: true,
    })
    const security = { ...SECURITY_AT_FIRST, secondFactorRequired: true }
    await keeper.done('team.setSecurity', { teamId: other, security })
    await until(async () => (await keeper.get('/me')).status === 401)
    expect(heldIn<CareTeam>(`team:${other}`, 'careTeam', other)?.security).toEqual(security)
  })
})

describe('whoever leaves the team', () => {
  it('leaves the circles they are in as a colleague, and frees what they held', async () => {
    const leaver = await house.person('Lea Leaver', 'nurse')
    const caseId = await house.openCase(doctor, [leaver])
    const { id: taskId } = await doctor.done('task.create', { caseId, title: 'Pansement' })
    await leaver.done('task.claim', { taskId })
    const socket = await connect(house.url, leaver.token)
    await subscribe(socket, `team:${teamId}`)
    await subscribe(socket, `conversation:${teamId}`)

    const gone = await coordinator.done('team.removeMember', {
      ...{ teamId, accountId: leaver.id, reason: 'Change de ville' },
    })
    expect(gone).toMatchObject({ status: 'left', left: { by: coordinator.id, reason: 'Change de ville' } })
    await until(() => membershipIn(caseId, leaver)?.status === 'left')
    expect(heldIn<Task>(`case:${caseId}`, 'task', taskId)).toMatchObject({ status: 'open' })
    expect(socket.unsubscribed.map(({ stream }) => stream)).toEqual(
      expect.arrayContaining([`team:${teamId}`, `conversation:${teamId}`]),
    )
    // Neither a team nor a circle is left.
    await until(async () => (await leaver.get('/me')).status === 401)
    expect((await house.application.accounts.find(leaver.id))?.teamIds).toEqual([])
    socket.disconnect()
  })

  it('acts no more for the team on a device that was open, and stays where the person agreed', async () => {
    const leaver = await house.person('Sol Specialist', 'physician')
    const caseId = await house.openCase(doctor, [leaver])
    await house.application.changes.execute({
      ...{ stream: `case:${caseId}`, commandId: randomUUID(), by: doctor.id, input: {} },
      decide: (fold) => {
        const held = fold
          .all<CircleMember>('circleMember')
          .find(({ after }) => after?.accountId === leaver.id)
        return {
          kind: 'circle.memberUpdated',
          entities: [
            { type: 'circleMember', id: held?.id ?? '', after: { ...held?.after, basis: 'consent' } },
          ],
        }
      },
    })
    const socket = await connect(house.url, leaver.token)
    await subscribe(socket, `team:${teamId}`)
    await coordinator.done('team.removeMember', { teamId, accountId: leaver.id, reason: 'x' })
    await until(async () => (await house.application.accounts.find(leaver.id))?.teamIds.length === 0)
    const opening = { patient: buildPatient(), reason: 'x', informed: { how: 'oral' } }
    expect(await command(socket, 'case.create', opening)).toMatchObject({
      ok: false,
      error: { code: 'invalid', data: { field: 'teamId' } },
    })
    expect(await command(socket, 'message.post', { conversationId: teamId, text: 'x' })).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    })
    expect(await command(socket, 'message.post', { caseId, text: 'Toujours là' })).toMatchObject({ ok: true })
    expect((await leaver.get('/me')).status).toBe(200)
    socket.disconnect()
  })

  it('is not let go while somebody would be left alone: how many cases is told, never which', async () => {
    const leaver = await house.person('Max Alone', 'physician')
    const first = await house.openCase(leaver)
    const second = await house.openCase(leaver)
    // Somebody who comes for a time does not keep a case open.
    await leaver.done('circle.add', {
      ...{ caseId: first, accountId: nurse.id, until: new Date(Date.now() + 3_600_000).toISOString() },
    })
    const removal = { teamId, accountId: leaver.id, reason: 'Retraite' }
    const reply = await coordinator.send('team.removeMember', removal)
    expect(reply).toEqual({
      ...{ status: 409, ok: false },
      error: { code: 'conflict', data: { why: 'last_of_circle', count: 2 } },
    })
    expect((await leaver.get(`/cases/${first}`)).status).toBe(200)
    for (const caseId of [first, second]) await leaver.done('circle.add', { caseId, accountId: doctor.id })
    await coordinator.done('team.removeMember', removal)
    for (const caseId of [first, second]) await until(() => membershipIn(caseId, leaver)?.status === 'left')
  })

  it('comes back when they are asked to, without the circles that they had', async () => {
    const leaver = await house.person('Bea Back', 'nurse')
    const caseId = await house.openCase(doctor, [leaver])
    const { id, name } = leaver
    await coordinator.done('team.removeMember', { teamId, accountId: id, reason: 'x' })
    await until(async () => (await leaver.get('/me')).status === 401)
    await house.application.accounts.joinTeam(id, teamId)
    const comes = {
      teamId,
      accountId: id,
      name,
      profession: 'nurse',
      phone: null,
      administrator: false,
    } as const
    await house.application.teams.addMember(comes)
    await house.application.teams.addMember(comes)
    const again = heldIn<TeamMember>(`team:${teamId}`, 'teamMember', v5(id, teamId))
    expect(again).toMatchObject({ status: 'active' })
    expect(again?.left).toBeUndefined()
    expect(membershipIn(caseId, leaver)?.status).toBe('left')
  })
})
