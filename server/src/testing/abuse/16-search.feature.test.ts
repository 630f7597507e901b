/** Finding out who is a patient here by asking for beginnings of names, by counting, and by the clock. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPatient, startTestHouse, type TestHouse, type TestPerson } from '../test-house.ts'

let house: TestHouse
let doctor: TestPerson
let mallory: TestPerson
const SECRET = { birthName: 'Quentavaux', firstNames: 'Ysolde', birthDate: '1941-03-09' }

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  mallory = await house.person('Mallory', 'nurse')
  const { id: caseId } = await doctor.done('case.create', {
    ...{ patient: buildPatient(SECRET), reason: 'Quentalgie', informed: { how: 'oral' } },
  })
  for (let count = 0; count < 50; count++)
    await doctor.done('message.post', { caseId, text: `Quentavaux va mieux, jour ${count}` })
  await house.openCase(mallory)
  expect((await doctor.get('/search?q=quentavaux')).body.items.length).toBeGreaterThan(0)
})
afterAll(() => house.stop())

const lookAlikes = (name: string) => `/look-alikes?birthName=${name}&firstNames=Ysolde&birthDate=1941-03-09`

describe('abuse 16: searching for people of whose circle one is not', () => {
  it('every beginning of their name, of their reason and of what is said of them finds nothing', async () => {
    const asked = (path: string) => mallory.get(path)
    const nothing = {
      search: await asked('/search?q=zzzz'),
      cases: await asked('/cases?q=zzzz'),
      alike: await asked(lookAlikes('Zzzz')),
    }
    for (const word of ['quentavaux', 'ysolde', 'quentalgie', 'mieux'])
      for (let length = 1; length <= word.length; length++) {
        const prefix = word.slice(0, length)
        // One letter may begin a word of Mallory's own case: it says nothing of hers.
        const found = await asked(`/search?q=${prefix}&limit=50`)
        expect(JSON.stringify(found.body)).not.toMatch(/quent|ysolde/i)
        if (length < 3) continue
        expect(found).toEqual(nothing.search)
        expect(await asked(`/cases?q=${prefix}`)).toEqual(nothing.cases)
        expect(await asked(lookAlikes(prefix))).toEqual(nothing.alike)
      }
    expect(await asked(lookAlikes('Quentavaux'))).toEqual(nothing.alike)
  })

  it('no count and no number of a next page tells of them', async () => {
    for (const path of ['/cases', '/search?q=e', '/me/queue', '/conversations']) {
      const { status, body } = await mallory.get(path)
      expect(status, path).toBe(200)
      expect(JSON.stringify(body), path).not.toMatch(/quent|ysolde|"(total|count)":/i)
      expect(body.next ?? null, path).toBeNull()
    }
  })

  it('opening a case for somebody known elsewhere is answered as for somebody new', async () => {
    const open = async (over: typeof SECRET) => {
      const patient = buildPatient(over)
      const reply = await mallory.send('case.create', { patient, reason: 'x', informed: { how: 'oral' } })
      return { status: reply.status, keys: reply.ok ? Object.keys(reply.data).sort() : reply.error }
    }
    const other = { birthName: 'Zyxelmont', firstNames: 'Amalric', birthDate: '1950-01-02' }
    expect(await open(SECRET)).toEqual(await open(other))
  })

  it('the time of an answer does not tell whether others have such a patient', async () => {
    const timer = await house.person('Tim Timer', 'nurse')
    await house.openCase(timer)
    const ms = async (q: string) => {
      const start = performance.now()
      await timer.get(`/search?q=${q}&limit=50`)
      return performance.now() - start
    }
    const median = (times: number[]) => times.sort((one, other) => one - other)[times.length >> 1] as number
    // In turns, so that whatever slows this machine slows both; of three rounds one must do.
    const ratios: number[] = []
    for (let round = 0; round < 3; round++) {
      const times = { there: [] as number[], not: [] as number[] }
      for (let turn = 0; turn < 15; turn++) {
        times.there.push(await ms('quentavaux'))
        times.not.push(await ms('zyxelmontagne'))
      }
      ratios.push(median(times.there) / median(times.not))
    }
    expect(Math.min(...ratios)).toBeLessThan(1.5)
  })

  it('whoever tries many beginnings is stopped, and nobody else is', async () => {
    const eager = await house.person('Eve Eager', 'nurse')
    const statuses = new Set<number>()
    for (let count = 0; count < 200 && !statuses.has(429); count += 10) {
      const answers = Array.from({ length: 10 }, (_, n) => eager.get(`/search?q=qu${count + n}`))
      for (const { status } of await Promise.all(answers)) statuses.add(status)
    }
    expect([...statuses].sort()).toEqual([200, 429])
    expect((await mallory.get('/search?q=x')).status).toBe(200)
  })
})
