import { startServer } from '@colloque/testing'
import { createColloqueClient } from '@colloque/sdk'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openTestData, person, run, type TestData } from './testing/run.ts'

// A command on a busy machine takes seconds.
vi.setConfig({ testTimeout: 240_000 })

const PASSWORD = 'un mot de passe pour essayer'
let data: TestData

beforeEach(async () => {
  data = await openTestData()
})
afterEach(() => data.remove())

const recordsOf = (name: string) => data.db.collection(name).countDocuments()

test('a house begins with an administrator, and colleagues follow while the server runs', async () => {
  const server = await startServer({ dataFolder: data.dataFolder, demo: false })
  try {
    expect(server.output()).toContain('Nobody can sign in yet')
    const first = await run('administrator', person(), { ...data, input: `${PASSWORD}\n` })
    expect(first).toMatchObject({ code: 0, errors: '' })
    expect(first.output).not.toContain(PASSWORD)
    const second = await run(
      'account',
      person({ team: 'maison DES essais', name: 'Hugo', email: 'Hugo@essais.example', profession: 'nurse' }),
      { ...data, input: PASSWORD },
    )
    expect(second).toMatchObject({ code: 0, errors: '' })

    const roles = []
    for (const email of ['anne@essais.example', 'hugo@essais.example']) {
      const client = createColloqueClient({ baseUrl: server.url, cookies: 'own' })
      await client.signIn(email, PASSWORD)
      const { name, profession, teams } = await client.api.query('me', {})
      roles.push({
        name,
        profession,
        teams: teams.map(({ name, administrator }) => ({ name, administrator })),
      })
      client.close()
    }
    expect(roles).toEqual([
      {
        name: 'Anne Berger',
        profession: 'coordinator',
        teams: [{ name: 'Maison des essais', administrator: true }],
      },
      { name: 'Hugo', profession: 'nurse', teams: [{ name: 'Maison des essais', administrator: false }] },
    ])
  } finally {
    await server.stop()
  }
})

test('what cannot be done is one sentence, exit code 1, and changes nothing', async () => {
  const refused = async (name: 'administrator' | 'account', args: string[], input: string) => {
    const { code, output, errors } = await run(name, args, { ...data, input })
    expect({ code, output }).toEqual({ code: 1, output: '' })
    expect(errors.trimEnd().split('\n')).toHaveLength(1)
    return errors
  }
  expect(await refused('account', person(), PASSWORD)).toContain('There is no team yet')
  expect(await refused('administrator', person(), 'court')).toContain('12 characters or more')
  expect(await refused('administrator', person(), 'x'.repeat(201))).toContain('too long to sign in')
  expect(await refused('administrator', person(), '')).toContain('no password on standard input')
  expect(await refused('administrator', person(), `${PASSWORD}\n${PASSWORD}\n`)).toContain('several lines')
  expect(await refused('administrator', person({ email: 'anne' }), PASSWORD)).toContain('--email: ')
  expect(await refused('administrator', person({ profession: 'wizard' }), PASSWORD)).toContain('"physician"')
  expect(await refused('administrator', [], PASSWORD)).toContain('--team is missing')
  expect(await refused('administrator', [...person(), '--password', PASSWORD], '')).toContain(
    "Unknown option '--password'",
  )
  expect([await recordsOf('accounts'), await recordsOf('changes')]).toEqual([0, 0])

  expect(await run('administrator', person(), { ...data, input: PASSWORD })).toMatchObject({ code: 0 })
  const again = person({ email: 'ANNE@essais.example' })
  expect(await refused('administrator', again, PASSWORD)).toContain('has an account already')
  expect(await refused('account', again, PASSWORD)).toContain('has an account already')
  expect(await refused('account', person({ team: 'Ailleurs' }), PASSWORD)).toContain(
    'there is "Maison des essais"',
  )
  expect([await recordsOf('accounts'), await recordsOf('changes')]).toEqual([1, 3])
})

test('a run that ended between the account and its place in the team is finished by the next one', async () => {
  await run('administrator', person(), { ...data, input: PASSWORD })
  const account = await data.db.collection('accounts').findOne({})
  await data.db.collection('changes').deleteOne({ kind: 'team.memberAdded' })

  expect(await run('administrator', person(), data)).toMatchObject({ code: 0, errors: '' })
  expect(await data.db.collection('accounts').findOne({})).toEqual(account)
  const kinds = await data.db.collection('changes').distinct('kind')
  expect(kinds).toEqual(['conversation.opened', 'team.created', 'team.memberAdded'])
})
