/** The threads of a stream, listed: also those whose messages no client holds any more. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson
let outsider: TestPerson
let caseId: string
const ids: string[] = []

const say = async (person: TestPerson, text: string, threadId?: string) =>
  (await person.done('message.post', { caseId, text, ...(threadId ? { threadId } : {}) })).id as string
const threads = (search = '', person = nurse) => person.get(`/streams/case:${caseId}/threads${search}`)
const wordsOf = (body: { items: { first: { after: { text: string } } }[] }) =>
  body.items.map(({ first }) => first.after.text)

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  outsider = await house.person('Out Sider', 'nurse')
  caseId = await house.openCase(doctor, [nurse])
  for (const text of ['un', 'deux', 'trois', 'quatre', 'seul']) ids.push(await say(nurse, text))
  for (const n of [2, 0, 1, 3]) await say(doctor, `réponse à ${n}`, ids[n])
  await say(nurse, 'merci', ids[0])
  await doctor.done('thread.close', { threadId: ids[3] ?? '', outcome: 'Vu ensemble' })
})
afterAll(() => house.stop())

describe('threads', () => {
  it('are the answered ones, the latest answer first, with their number and the last words', async () => {
    const { body } = await threads()
    expect(wordsOf(body)).toEqual(['un', 'deux', 'trois'])
    expect(body.items[0]).toMatchObject({
      answers: 2,
      first: { id: ids[0] },
      last: { after: { text: 'merci' } },
    })
    expect(body).toMatchObject({ before: null, total: { open: 3, closed: 1 } })
    expect(body.seq).toBe((await nurse.get(`/cases/${caseId}`)).body.seq)
  })

  it('that are closed stand apart, and come back when one is reopened', async () => {
    expect(wordsOf((await threads('?state=closed')).body)).toEqual(['quatre'])
    await nurse.done('thread.reopen', { threadId: ids[3] ?? '' })
    expect((await threads('?state=closed')).body).toMatchObject({ items: [], total: { open: 4, closed: 0 } })
    await nurse.done('thread.close', { threadId: ids[3] ?? '', outcome: 'Vu ensemble' })
  })

  it('go on page by page', async () => {
    const first = (await threads('?limit=2')).body
    expect(wordsOf(first)).toEqual(['un', 'deux'])
    const second = (await threads(`?limit=2&before=${first.before}`)).body
    expect(wordsOf(second)).toEqual(['trois'])
    expect(second.before).toBeNull()
  })

  it('are for those who read the stream; what makes no sense is refused', async () => {
    expect((await threads('', outsider)).status).toBe(404)
    expect((await nurse.get('/streams/nothing/threads')).status).toBe(404)
    for (const search of ['?state=half', '?limit=0', '?before=x', '?stat=open'])
      expect((await threads(search)).status, search).toBe(400)
  })
})
