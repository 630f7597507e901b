/** Two clients of one server, over real HTTP and sockets. */
import { randomUUID } from 'node:crypto'
import { startServer, type RunningServer } from '@colloque/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { caseOf, createTestClients, heldOf, soon, textsOf } from './test-clients.ts'

let server: RunningServer
const { client, credentials, signedIn, twoInOneCase, closeAll } = createTestClients(() => server)

beforeAll(async () => {
  server = await startServer()
})
afterEach(closeAll)
afterAll(() => server?.stop())

describe('two clients in one case', () => {
  it('see one another’s messages, and hold what a fresh snapshot says', async () => {
    const { nurse, doctor, caseId, stream } = await twoInOneCase()
    await nurse.outbox.send('message.post', { caseId, text: 'Pansement refait' })
    await doctor.outbox.send('message.post', { caseId, text: 'Merci' })
    await soon(() => expect(textsOf(doctor, caseId)).toEqual(['Pansement refait', 'Merci']))
    await soon(() => expect(textsOf(nurse, caseId)).toEqual(['Pansement refait', 'Merci']))
    const snapshot = await nurse.api.query('streamSnapshot', { stream })
    const byId = new Map(snapshot.entities.map((entity) => [entity.id, entity]))
    for (const { replica } of [nurse, doctor])
      await soon(() => expect(replica.entities(stream)).toEqual(byId))
  })

  it('send a command twice, over both ways in, and it happens once', async () => {
    const { nurse, doctor, caseId } = await twoInOneCase()
    const input = { commandId: randomUUID(), caseId, text: 'Une fois' }
    const first = await nurse.api.command('message.post', input)
    expect(await nurse.api.command('message.post', input)).toEqual(first)
    await expect(nurse.api.command('message.post', { ...input, text: 'Autre' })).rejects.toMatchObject({
      code: 'command_id_reused',
    })
    await nurse.outbox.send('message.post', { caseId, text: 'Fin' })
    await soon(() => expect(textsOf(doctor, caseId)).toEqual(['Une fois', 'Fin']))
  })

  it('race for a task: one has it, the other learns who and when', async () => {
    const { nurse, doctor, caseId } = await twoInOneCase()
    const task = await nurse.outbox.send('task.create', { caseId, title: 'Prise de sang' })
    const claims = await Promise.allSettled(
      [nurse, doctor].map(({ outbox }) => outbox.send('task.claim', { taskId: task.data.id })),
    )
    const won = claims.findIndex(({ status }) => status === 'fulfilled')
    const winner = [nurse, doctor][won]?.account?.id
    const lost = claims[1 - won] as PromiseRejectedResult
    expect(lost.reason).toMatchObject({
      code: 'already_claimed',
      data: { by: winner, at: expect.any(String) },
    })
    for (const one of [nurse, doctor]) {
      await soon(() => expect(heldOf(one, caseId, 'task')[0]?.claimed?.by).toBe(winner))
    }
  })

  it('see who has the case open, who types, and how far they have read on their other device', async () => {
    const { nurse, doctor, caseId, stream } = await twoInOneCase()
    await soon(() => expect(doctor.presence.here(caseId)).toContain(nurse.account?.id))
    nurse.presence.iAmTyping(stream, null)
    await soon(() => expect(doctor.presence.typing(stream, null)).toEqual([nurse.account?.id]))
    const phone = await signedIn('nurse')
    nurse.readMarks.set(stream, 2)
    await soon(() => expect(phone.readMarks.get(stream)).toBe(2))
  })

  it('lose sight of it at once when they are taken out of the circle', async () => {
    const { nurse, doctor, caseId, stream } = await twoInOneCase()
    const dropped = new Promise((resolve) => doctor.replica.onDropped((...what) => resolve(what)))
    await nurse.outbox.send('circle.remove', {
      caseId,
      accountId: doctor.account!.id,
      reason: 'Fin de suivi',
    })
    expect(await dropped).toEqual([stream, 'not_found'])
    expect(doctor.replica.entities(stream).size).toBe(0)
    await expect(doctor.openCase(caseId).ready).rejects.toMatchObject({ code: 'not_found' })
  })

  it('follow their cases: one that somebody opens with them comes by itself, one they leave goes', async () => {
    const [nurse, doctor] = [await signedIn('nurse'), await signedIn('physician')]
    doctor.followMyCases()
    const caseId = await caseOf(nurse, [doctor])
    await soon(() => expect(heldOf(doctor, caseId, 'patientCase')).toHaveLength(1))
    await doctor.outbox.send('circle.remove', { caseId, accountId: doctor.account!.id })
    await soon(() => expect(doctor.replica.streams).not.toContain(`case:${caseId}`))
  })

  it('put a picture with a note, once', async () => {
    const { nurse, doctor, caseId } = await twoInOneCase()
    const fileId = randomUUID()
    const blob = new Blob([PIXEL], { type: 'image/png' })
    const file = { fileId, caseId, name: 'plaie.png', blob }
    await nurse.outbox.send(
      'note.record',
      { caseId, text: 'Plaie propre', fileIds: [fileId] },
      { files: [file] },
    )
    await soon(() => expect(heldOf(doctor, caseId, 'message')[0]?.fileIds).toEqual([fileId]))
    expect(new Uint8Array(await (await doctor.api.readFile(caseId, fileId)).arrayBuffer())).toEqual(PIXEL)
    const refused = nurse.outbox.send(
      'note.record',
      { caseId, text: 'Pas une image' },
      { files: [{ ...file, fileId: randomUUID(), blob: new Blob(['texte']) }] },
    )
    await expect(refused).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('a session', () => {
  it('renews its token once, however many ask at the moment when it is stale, and its socket goes on', async () => {
    let later = 0
    const nurse = await signedIn('nurse', { now: () => Date.now() + later })
    const former = await nurse.token()
    later = 9 * 60_000
    const tokens = await Promise.all(Array.from({ length: 8 }, () => nurse.token()))
    expect(new Set(tokens).size).toBe(1)
    // Two renewals with one cookie would have ended the session.
    expect((await nurse.api.query('me', {})).id).toBe(nurse.account?.id)
    expect(nurse.connection.connected).toBe(true)
    expect(tokens[0]).not.toBe(former)
  })

  it('ends with sign-out, here and on the server', async () => {
    const nurse = await signedIn('nurse')
    const token = await nurse.token()
    await nurse.signOut()
    expect(nurse.account).toBeUndefined()
    expect(nurse.connection.connected).toBe(false)
    expect(await nurse.resume()).toBeUndefined()
    const answer = await fetch(`${server.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } })
    expect(answer.status).toBe(401)
  })

  it('says plainly when the password is wrong', async () => {
    const { email } = await credentials('nurse')
    await expect(client().signIn(email, 'un autre mot de passe')).rejects.toMatchObject({
      code: 'unauthenticated',
    })
  })
})

/** A picture of one point. */
const PIXEL = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='),
  (character) => character.charCodeAt(0),
)
