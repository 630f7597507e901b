import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openTestData, person, run, type TestData } from './testing/run.ts'

// A command on a busy machine takes seconds.
vi.setConfig({ testTimeout: 240_000 })

const PASSWORD = 'un mot de passe pour essayer'
let data: TestData
let heads: string

beforeEach(async () => {
  data = await openTestData()
  heads = data.file('heads')
  for (const team of ['Nord', 'Sud']) {
    const email = `${randomUUID()}@essais.example`
    const { code } = await run('administrator', person({ team, email }), { ...data, input: PASSWORD })
    expect(code).toBe(0)
  }
})
afterEach(() => data.remove())

const verify = () => run('audit-verify', ['--heads', heads], data)
const changes = () => data.db.collection('changes')
const streamOf = async (team: string): Promise<string> =>
  String((await changes().findOne({ 'entities.after.name': team, seq: 1 }))?.['stream'])

test('a log that was left alone verifies, and its heads are kept', async () => {
  expect(await verify()).toEqual({
    code: 0,
    output: '4 streams, 6 changes verified.\n0 trails, 0 records verified.\n',
    errors: '',
  })
  expect(await verify()).toMatchObject({ code: 0 })
  expect((await readFile(heads, 'utf8')).trim().split('\n')).toHaveLength(4)
})

test.each([
  [
    'a word that was altered',
    { $set: { 'entities.0.after.name': 'Ouest' } },
    'bad from change 1 on (content)',
  ],
  ['an author who was altered', { $set: { by: randomUUID() } }, 'bad from change 1 on (hash)'],
  ['words that were blanked', { $set: { 'entities.0.after': null, 'entities.0.salt': null } }, '(blanked)'],
])('%s is found, in its stream alone', async (_what, update, finding) => {
  const stream = await streamOf('Nord')
  await changes().updateOne({ stream, seq: 1 }, update)
  const { code, output } = await verify()
  expect(code).toBe(1)
  expect(output).toContain(`${stream}: `)
  expect(output).toContain(finding)
  expect(output).not.toContain(await streamOf('Sud'))
})

test('a change that was removed is found, at the end too where the heads were kept', async () => {
  await verify()
  const [nord, sud] = [await streamOf('Nord'), await streamOf('Sud')]
  await changes().deleteOne({ stream: nord, seq: 1 })
  await changes().deleteOne({ stream: sud, seq: 2 })
  const kept = await readFile(heads, 'utf8')
  const { code, output } = await verify()
  expect(code).toBe(1)
  expect(output).toContain(`${nord}: bad from change 1 on (gap)`)
  expect(output).toContain(`${sud}: ends at change 1, and had 2`)
  expect(await readFile(heads, 'utf8')).toBe(kept)
})
