import { createHash, randomUUID } from 'node:crypto'
import { canonicalText, casePlanDocName } from '@colloque/board'
import { addDays, wallClock, type PatientCase, type StreamName } from '@colloque/domain'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  addsAlert,
  addsObjective,
  asSeen,
  planOf,
  prove,
  signAPlan,
  writePlan,
  writesSituation,
} from '../../testing/plans.ts'
import { StockClient } from '../../platform/boards/board-test-server.ts'
import { until } from '../../testing/socket.ts'
import { verifyStoredChain } from '../../platform/change-log/index.ts'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson
let worker: TestPerson
let caseId: string

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  worker = await house.person('Sol Worker', 'socialWorker')
})
afterAll(() => house.stop())
beforeEach(async () => {
  caseId = await house.openCase(doctor, [nurse, worker])
})

const today = () => wallClock(new Date().toISOString()).day
const stream = (): StreamName => `case:${caseId}`
const head = async () => (await house.application.changes.fold(stream())).seq
const sentence = async () =>
  (await house.application.changes.fold(stream())).get<PatientCase>('patientCase', caseId)?.after?.wish?.text
const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')
const texts = () => house.connection.collection<{ _id: string; bytes: Buffer }>('planTexts')
/** Ten minutes go by. */
const lapse = () =>
  house.connection
    .collection('sessions')
    .updateMany({ accountId: doctor.id }, { $set: { 'proof.at': new Date(Date.now() - 11 * 60_000) } })
const consents = (over: object = {}) =>
  doctor.done('plan.recordConsent', { caseId, given: true, how: 'oral', on: today(), ...over })

/** It is refused so, and no change is on record after. */
async function refused(reply: Promise<{ ok: boolean; status: number }>, status: number, error: object) {
  const before = await head()
  expect(await reply).toMatchObject({ ok: false, status, error })
  expect(await head()).toBe(before)
}
const conflict = (why: string) => ({ code: 'conflict', data: { why } })

describe('what the person wants', () => {
  test('is the sentence of the case, in the same change', async () => {
    const wish = { caseId, aspect: 'project', heardOn: '2026-03-02' } as const
    const first = await nurse.done('wish.record', { ...wish, text: 'Rester chez elle', heardBy: worker.id })
    expect(first).toMatchObject({ heardBy: worker.id, recorded: { by: nurse.id }, withdrawn: null })
    expect(await sentence()).toBe('Rester chez elle')
    const second = await nurse.done('wish.record', {
      ...{ ...wish, text: 'Aller chez sa fille', heardOn: '2026-03-09', replaces: first.id },
    })
    const { changes } = await house.application.changes.changesSince(stream(), 0, 200)
    expect(changes.at(-1)?.entities.map(({ type }) => type)).toEqual([
      'personWish',
      'personWish',
      'patientCase',
    ])
    expect((await planOf(doctor, caseId)).content.wishes.map(({ text }) => text)).toEqual([
      'Aller chez sa fille',
    ])
    await refused(
      nurse.send('wish.record', { ...wish, text: 'x', replaces: first.id }),
      409,
      conflict('withdrawn'),
    )
    await doctor.done('wish.withdraw', { wishId: second.id, reason: 'Mal compris' })
    expect(await sentence()).toBeUndefined()
  })

  test('said when the case is opened or edited, it is a wish as well', async () => {
    await doctor.done('case.update', { caseId, wish: 'Rester chez elle' })
    await doctor.done('case.update', { caseId, wish: 'Revoir la mer' })
    const { content } = await planOf(nurse, caseId)
    expect(content.wishes).toMatchObject([{ aspect: 'project', text: 'Revoir la mer', heardOn: today() }])
    expect(content.wishes[0]?.heardBy).toEqual({ name: 'Cleo Doctor', profession: 'physician' })
  })

  test.each([
    ['a day to come', () => ({ heardOn: addDays(today(), 3) }), { field: 'heardOn', why: 'in_the_future' }],
    [
      'somebody outside the circle',
      () => ({ heardBy: randomUUID() }),
      { field: 'heardBy', why: 'not_in_circle' },
    ],
  ])('is not heard on or by %s', async (_what, over, data) => {
    const wish = { caseId, aspect: 'refusal', text: 'Pas de sonde', heardOn: today(), ...over() } as const
    await refused(nurse.send('wish.record', wish), 400, { code: 'invalid', data })
  })
})

describe('around the text', () => {
  test('its referent and the consent are of the circle, and not of tomorrow', async () => {
    expect(await worker.done('plan.nameReferent', { caseId, accountId: nurse.id })).toMatchObject({
      referentId: nurse.id,
    })
    const seq = await head()
    await worker.done('plan.nameReferent', { caseId, accountId: nurse.id })
    expect(await head()).toBe(seq)
    const outside = { code: 'invalid', data: { why: 'not_in_circle' } }
    await refused(worker.send('plan.nameReferent', { caseId, accountId: randomUUID() }), 400, outside)
    const consent = { caseId, given: true, how: 'written', on: today() } as const
    await refused(worker.send('plan.recordConsent', { ...consent, collectedBy: randomUUID() }), 400, outside)
    await refused(worker.send('plan.recordConsent', { ...consent, on: addDays(today(), 3) }), 400, {
      code: 'invalid',
      data: { field: 'on' },
    })
    const { id } = await worker.done('plan.recordConsent', { ...consent, scope: 'Pas son employeur' })
    expect(await planOf(doctor, caseId)).toMatchObject({
      plan: { id, referentId: nurse.id, consent: { scope: 'Pas son employeur', collectedBy: worker.id } },
      content: { consent: { given: true, collectedBy: { name: 'Sol Worker' } } },
      state: 'draft',
    })
  })

  test('it is submitted as it was stored, and sent back with a word', async () => {
    const unknown = { code: 'invalid', data: { field: 'docSeq', why: 'unknown' } }
    await refused(nurse.send('plan.submit', { caseId, docSeq: 1, word: 'x' }), 400, unknown)
    await refused(doctor.send('plan.return', { caseId, word: 'x' }), 409, conflict('not_submitted'))
    await writePlan(house, caseId, nurse, addsObjective('Marcher', nurse))
    const { docSeq } = await planOf(nurse, caseId)
    await refused(nurse.send('plan.submit', { caseId, docSeq: docSeq + 1, word: 'x' }), 400, unknown)
    await nurse.done('plan.submit', { caseId, docSeq, word: 'Tout y est' })
    expect(await planOf(doctor, caseId)).toMatchObject({
      state: 'submitted',
      plan: { submission: { by: nurse.id, docSeq, word: 'Tout y est' } },
    })
    await refused(nurse.send('plan.return', { caseId, word: 'x' }), 400, {
      code: 'invalid',
      data: { why: 'not_your_profession' },
    })
    await doctor.done('plan.return', { caseId, word: 'Qui appelle le dimanche ?' })
    expect(await planOf(nurse, caseId)).toMatchObject({
      state: 'draft',
      plan: { submission: null, returned: { by: doctor.id, to: nurse.id } },
    })
  })
})

test('a task says which action of the plan it carries out, and keeps saying it', async () => {
  const planItem = `actions/${randomUUID()}` as const
  const task = await nurse.done('task.create', { caseId, title: 'Peser', planItem })
  expect(task.planItem).toBe(planItem)
  expect((await worker.done('task.claim', { taskId: task.id })).planItem).toBe(planItem)
  const asking = await nurse.done('task.create', { caseId, title: 'Demander', planItem: 'wishes' })
  expect(asking.planItem).toBe('wishes')
  const other = await nurse.send('task.create', { caseId, title: 'x', planItem: 'actions/../x' as never })
  expect(other).toMatchObject({ ok: false, error: { code: 'invalid' } })
})

describe('a signature', () => {
  beforeEach(async () => {
    await nurse.done('wish.record', { caseId, aspect: 'project', text: 'Rester', heardOn: today() })
    await writePlan(house, caseId, nurse, addsAlert('Essoufflement', nurse))
    await writePlan(house, caseId, worker, writesSituation('Vit seule au troisième'))
    await consents()
    await prove(house, doctor)
  })

  test('seals what was seen, names who contributed, and shows what changes after it', async () => {
    await nurse.done('plan.submit', { caseId, docSeq: (await planOf(nurse, caseId)).docSeq, word: 'Prêt' })
    const seen = await planOf(doctor, caseId)
    expect(seen.textHash).toBe(sha256(canonicalText(seen.content)))
    const version = await doctor.done('plan.sign', asSeen(seen))
    expect(version).toMatchObject({
      number: 1,
      docSeq: seen.docSeq,
      textHash: seen.textHash,
      signed: { by: doctor.id },
      signer: { name: 'Cleo Doctor', profession: 'physician' },
      proof: { by: 'password' },
      acceptedFlags: [],
    })
    expect(version.contributors.map(({ name, profession }) => [name, profession])).toEqual([
      ['Ada Nurse', 'nurse'],
      ['Cleo Doctor', 'physician'],
      ['Sol Worker', 'socialWorker'],
    ])
    expect(await planOf(worker, caseId)).toMatchObject({
      state: 'signed',
      plan: { submission: null, returned: null, versionId: version.id },
      versions: [{ id: version.id }],
    })
    const address = `/cases/${caseId}/plan/versions/${version.id}`
    const { body } = await worker.get(address)
    expect(sha256(body.text)).toBe(version.textHash)
    expect(JSON.parse(body.text)).toEqual(seen.content)
    expect((await worker.get(`${address}/verification`)).body).toEqual({
      verified: true,
      textHash: version.textHash,
      storedHash: version.textHash,
    })

    await writePlan(house, caseId, nurse, addsObjective('Revoir la mer', nurse))
    expect((await planOf(doctor, caseId)).state).toBe('modified')
    const second = await doctor.done('plan.sign', asSeen(await planOf(doctor, caseId)))
    expect(second).toMatchObject({ number: 2, contributors: [{ accountId: nurse.id }] })
    expect((await planOf(doctor, caseId)).versions).toHaveLength(2)
    expect((await worker.get(address)).body.text).toBe(body.text)
  })

  test('is the doctor’s alone, and asks who they are anew', async () => {
    const seen = asSeen(await planOf(nurse, caseId))
    await prove(house, nurse)
    const reserved = { code: 'invalid', data: { why: 'not_your_profession', permission: 'plan.sign' } }
    await refused(nurse.send('plan.sign', seen), 400, reserved)
    await lapse()
    await refused(doctor.send('plan.sign', seen), 409, conflict('proof_needed'))
    expect(await texts().countDocuments({ _id: seen.textHash })).toBe(0)
  })

  test('is given once: its retry gets the first answer, when the proof has lapsed too', async () => {
    const sign = { ...asSeen(await planOf(doctor, caseId)), commandId: randomUUID() }
    const first = await doctor.done('plan.sign', sign)
    await lapse()
    expect(await doctor.done('plan.sign', sign)).toEqual(first)
    await refused(doctor.send('plan.sign', { ...sign, docSeq: 1 }), 409, { code: 'command_id_reused' })
    await prove(house, doctor)
    await refused(
      doctor.send('plan.sign', { ...sign, commandId: randomUUID() }),
      409,
      conflict('already_signed'),
    )
  })

  test('signs the text that was seen, or nothing', async () => {
    const seen = asSeen(await planOf(doctor, caseId))
    await refused(
      doctor.send('plan.sign', { ...seen, textHash: sha256('autre chose') }),
      409,
      conflict('changed_since_seen'),
    )
    await refused(doctor.send('plan.sign', { ...seen, docSeq: seen.docSeq + 9 }), 400, {
      code: 'invalid',
      data: { field: 'docSeq', why: 'unknown' },
    })
    await nurse.done('wish.record', { caseId, aspect: 'refusal', text: 'Pas de sonde', heardOn: today() })
    await refused(doctor.send('plan.sign', seen), 409, conflict('changed_since_seen'))
    const again = asSeen(await planOf(doctor, caseId))
    await writePlan(house, caseId, nurse, addsObjective('Écrit entre-temps', nurse))
    // The document at the batch that was seen still is what was seen: what came later is no part of it.
    const { id } = await doctor.done('plan.sign', again)
    expect((await doctor.get(`/cases/${caseId}/plan/versions/${id}`)).body.text).not.toContain('entre-temps')
    expect((await planOf(doctor, caseId)).state).toBe('modified')
  })

  test('of a state before the last one is stale', async () => {
    const early = asSeen(await planOf(doctor, caseId))
    await writePlan(house, caseId, nurse, addsObjective('Marcher', nurse))
    await doctor.done('plan.sign', asSeen(await planOf(doctor, caseId)))
    await refused(doctor.send('plan.sign', early), 409, conflict('stale'))
    const { docSeq } = early
    await refused(nurse.send('plan.submit', { caseId, docSeq, word: 'x' }), 409, conflict('stale'))
  })

  test('needs the person’s agreement', async () => {
    await consents({ given: false })
    await refused(doctor.send('plan.sign', asSeen(await planOf(doctor, caseId))), 409, conflict('consent'))
  })

  test('accepts every severe flag by name, as it was seen', async () => {
    const seen = asSeen(await planOf(doctor, caseId))
    const raise = (severity: 'CI' | 'PE') =>
      nurse.done('flag.raise', { caseId, title: `Signal ${severity}`, severity, detail: 'x' })
    await raise('PE')
    const flag = await raise('CI')
    const named = { id: flag.id, rev: flag.rev }
    await refused(doctor.send('plan.sign', seen), 409, {
      code: 'conflict',
      data: { why: 'flags', flags: [named] },
    })
    const { rev } = await doctor.done('flag.acknowledge', { flagId: flag.id })
    await refused(doctor.send('plan.sign', { ...seen, acceptedFlags: [named] }), 409, conflict('flags'))
    const version = await doctor.done('plan.sign', { ...seen, acceptedFlags: [{ id: flag.id, rev }] })
    expect(version.acceptedFlags).toEqual([{ id: flag.id, rev, title: 'Signal CI', severity: 'CI' }])
  })

  test('counts those who have left among who contributed', async () => {
    await doctor.done('circle.remove', { caseId, accountId: worker.id })
    const { contributors } = await doctor.done('plan.sign', asSeen(await planOf(doctor, caseId)))
    expect(contributors).toContainEqual({
      accountId: worker.id,
      name: 'Sol Worker',
      profession: 'socialWorker',
    })
  })

  test('given on two nodes at once is given once', async () => {
    const { application } = await house.secondNode()
    const elsewhere = addsObjective('Écrit sur l’autre nœud', nurse)
    await writePlan({ application }, caseId, nurse, elsewhere)
    const seen = asSeen(await planOf(doctor, caseId))
    expect((await planOf(doctor, caseId)).content.document.objectives).toHaveLength(1)
    const [{ _id }] = await house.connection
      .collection('sessions')
      .find({ accountId: doctor.id })
      .toArray()
      .then((sessions) => sessions as unknown as [{ _id: string }])
    const actor = { ...doctor, accountId: doctor.id, sessionId: String(_id) }
    const sign = (node: typeof application) =>
      node.execute('plan.sign', { ...seen, commandId: randomUUID() }, actor).then(
        ({ data }) => data.number,
        (error: { data: object }) => error.data,
      )
    const answers = await Promise.all([sign(house.application), sign(application)])
    expect(answers).toContainEqual(1)
    expect(answers).toContainEqual({ why: 'already_signed' })
    expect((await planOf(doctor, caseId)).versions).toHaveLength(1)
  })
})

describe('what was signed', () => {
  test('is not what it was once its stored text is altered, and no version says otherwise', async () => {
    const versionId = await signAPlan(house, caseId, doctor)
    const address = `/cases/${caseId}/plan/versions/${versionId}`
    const { body: signed } = await nurse.get(address)
    const { textHash } = signed.version
    const altered = signed.text.replace('Marcher', 'Voler')
    await texts().updateOne({ _id: textHash }, { $set: { bytes: Buffer.from(altered) } })
    const { body } = await nurse.get(address)
    expect(sha256(body.text)).not.toBe(body.version.textHash)
    expect((await nurse.get(`${address}/verification`)).body).toEqual({
      verified: false,
      textHash,
      storedHash: sha256(altered),
    })
    await texts().deleteOne({ _id: textHash })
    expect((await nurse.get(`${address}/verification`)).body).toEqual({
      verified: false,
      textHash,
      storedHash: null,
    })
    expect((await nurse.get(address)).status).toBe(404)
  })

  test('breaks the chain of the log when the version itself is altered', async () => {
    await signAPlan(house, caseId, doctor)
    const verify = () => verifyStoredChain(house.connection.db as never, stream())
    expect(await verify()).toMatchObject({ ok: true })
    const signed = { stream: stream(), kind: 'plan.signed' }
    await house.connection
      .collection('changes')
      .updateOne(signed, { $set: { 'entities.0.after.textHash': sha256('autre chose') } })
    expect(await verify()).toMatchObject({ ok: false, badSeq: await head() })
  })

  test('takes no edits that a copy from before it brings along', async () => {
    await writePlan(house, caseId, nurse, writesSituation('Vit seule'))
    const away = new StockClient(
      `${house.url.replace('http', 'ws')}/yjs`,
      casePlanDocName(caseId),
      nurse.token,
    )
    try {
      await away.synced()
      away.provider.disconnect()
      await signAPlan(house, caseId, doctor)
      addsObjective('Écrit dans le train', nurse)(away.doc)
      away.provider.connect()
      await until(() => away.closes.includes(4409))
      expect(away.refused).toEqual([{ code: 'signed' }])
      expect(await planOf(doctor, caseId)).toMatchObject({ state: 'signed' })
    } finally {
      away.destroy()
    }
  })
})
