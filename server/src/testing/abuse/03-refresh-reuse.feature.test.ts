/** A refresh token that somebody has a copy of: used a second time, or raced for, it ends the whole session. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { connect, until } from '../socket.ts'
import { startTestHouse, type TestHouse, type TestPerson } from '../test-house.ts'

let house: TestHouse
let urls: string[]

beforeAll(async () => {
  house = await startTestHouse()
  urls = [house.url, (await house.secondNode()).url]
})
afterAll(() => house.stop())

const refresh = (cookie: string, url = house.url) =>
  fetch(`${url}/api/v1/session/refresh`, { method: 'POST', headers: { Cookie: cookie } })
const cookieOf = (response: Response | undefined) => response?.headers.getSetCookie()[0]?.split(';')[0] ?? ''
const me = async (token: string, url: string) =>
  (await fetch(`${url}/api/v1/me`, { headers: { Authorization: `Bearer ${token}` } })).status

/** What a person has open on both nodes: a socket and the board of a case on each. */
async function openAll(person: TestPerson) {
  const caseId = await house.openCase(person)
  const sockets = await Promise.all(urls.map((url) => connect(url, person.token)))
  const boards = urls.map((url) => {
    const address = `${url.replace('http', 'ws')}/yjs/case/${caseId}/board`
    const board = { code: 0, isOpen: false, socket: new WebSocket(address, ['y.v1', `t.${person.token}`]) }
    board.socket.on('message', () => (board.isOpen = true))
    board.socket.on('close', (code) => (board.code = code))
    return board
  })
  await until(() => boards.every(({ isOpen }) => isOpen), 'both boards to be open')
  return { sockets, boards }
}

async function expectEnded(person: TestPerson, open: Awaited<ReturnType<typeof openAll>>): Promise<void> {
  await until(() => open.sockets.every(({ connected }) => !connected), 'the sockets to be closed', 3_000)
  await until(() => open.boards.every(({ code }) => code === 4401), 'the boards to be closed', 3_000)
  for (const url of urls) expect(await me(person.token, url)).toBe(401)
  const recorded = () =>
    house.connection.collection('audit').countDocuments({ kind: 'session.reused', accountId: person.id })
  await until(async () => (await recorded()) > 0, 'the record of it')
}

describe('abuse 3: a refresh token used twice', () => {
  it('one after the other, on whichever node: 401, and all of the session ends on all nodes', async () => {
    const person = await house.person('Rose Rotate', 'nurse')
    const open = await openAll(person)
    const first = await refresh(person.cookie)
    expect(first.status).toBe(200)
    const { accessToken } = (await first.json()) as { accessToken: string }
    const again = await refresh(person.cookie, urls[1])
    expect(again.status).toBe(401)
    // The copy's own successor is no better.
    expect((await refresh(cookieOf(first))).status).toBe(401)
    await expectEnded(person, open)
    for (const url of urls) expect(await me(accessToken, url)).toBe(401)
  })

  it('both at once, on two nodes: one has it, and neither keeps the session', async () => {
    const person = await house.person('Ray Race', 'nurse')
    const open = await openAll(person)
    const answers = await Promise.all(urls.map((url) => refresh(person.cookie, url)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401])
    const winner = answers.find(({ status }) => status === 200)
    expect((await refresh(cookieOf(winner))).status).toBe(401)
    await expectEnded(person, open)
  })
})
