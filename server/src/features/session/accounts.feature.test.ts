/** What accounts are found by, on the real engine: each number and each identity is one person's. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { PASSWORD, startTestHouse, type TestHouse } from '../../testing/test-house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await startTestHouse()
})
afterAll(() => house.stop())

const accounts = () => house.application.accounts
const make = (over: { rpps?: string } = {}, password: string | null = PASSWORD) =>
  accounts().create(
    {
      email: `${randomUUID()}@essais.example`,
      name: 'Ida',
      profession: 'nurse',
      phone: null,
      teamIds: [],
      ...over,
    },
    password,
  )

it('many have no number and no identity elsewhere; a number is one person’s', async () => {
  expect((await make()).rpps).toBeNull()
  expect((await make()).rpps).toBeNull()
  const { id } = await make({ rpps: '10101234567' })
  expect((await accounts().byRpps('10101234567'))?.id).toBe(id)
  await expect(make({ rpps: '10101234567' })).rejects.toMatchObject({
    code: 'conflict',
    data: { field: 'rpps' },
  })
})

it('what was kept without a number reads as having none', async () => {
  const { id } = await make()
  expect(await house.connection.collection('accounts').findOne({ _id: id as never })).not.toHaveProperty(
    'rpps',
  )
  expect((await accounts().find(id))?.rpps).toBeNull()
})

it('an identity elsewhere is one person’s, also of two who take it at once', async () => {
  const people = [await make({}, null), await make({}, null)]
  const identity = { issuer: 'https://idp.example', subject: 'x1' }
  const linked = await Promise.allSettled(people.map(({ id }) => accounts().linkIdentity(id, identity)))
  expect(linked.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const winner = people[linked.findIndex(({ status }) => status === 'fulfilled')]
  expect((await accounts().byIdentity(identity.issuer, 'x1'))?.id).toBe(winner?.id)
  await accounts().linkIdentity(winner?.id ?? '', identity)
  await accounts().linkIdentity(winner?.id ?? '', { ...identity, subject: 'x2' })
  expect((await accounts().byIdentity(identity.issuer, 'x2'))?.id).toBe(winner?.id)
  expect(await accounts().byIdentity(identity.issuer, 'x3')).toBeUndefined()
  await expect(accounts().linkIdentity(randomUUID(), identity)).rejects.toMatchObject({
    code: expect.any(String),
  })
})

it('whoever has no password signs in by none', async () => {
  const { email, id } = await make({}, null)
  for (const password of ['', 'null', 'nobody-has-this-password'])
    expect(await accounts().authenticate(email, password)).toBeUndefined()
  expect(await accounts().hasPassword(id)).toBe(false)
  await accounts().setPassword(id, PASSWORD)
  expect((await accounts().authenticate(email.toUpperCase(), PASSWORD))?.id).toBe(id)
})

it('a place in a team is known at once where it was given, and once', async () => {
  const { id } = await make()
  const teamId = randomUUID()
  expect((await accounts().find(id))?.teamIds).toEqual([])
  await Promise.all([accounts().joinTeam(id, teamId), accounts().joinTeam(id, teamId)])
  expect((await accounts().find(id))?.teamIds).toEqual([teamId])
  expect(await accounts().inTeam(teamId)).toEqual([id])
  await accounts().leaveTeam(id, teamId)
  expect((await accounts().find(id))?.teamIds).toEqual([])
  await expect(accounts().joinTeam(randomUUID(), teamId)).rejects.toMatchObject({ code: 'not_found' })
})
