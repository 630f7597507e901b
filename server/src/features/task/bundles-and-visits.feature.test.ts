/** Bundles, visits and referrals on the real engine: each is one change, and what is refused changes nothing. */
import { randomUUID } from 'node:crypto'
import { SHIPPED_BUNDLES, type Need, type Referral, type StreamName, type Task } from '@colloque/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

const DAY = 86_400_000

let jumped = 0
let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson
let pharmacist: TestPerson
let caseId: string
let teamId: string

beforeAll(async () => {
  house = await startTestHouse({ clock: () => new Date(Date.now() + jumped) })
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  pharmacist = await house.person('Linh Pharmacist', 'pharmacist')
  caseId = await house.openCase(doctor, [nurse, pharmacist])
  teamId = doctor.teamIds[0] ?? ''
})
afterAll(() => house.stop())

const now = () => new Date(Date.now() + jumped)
const foldOf = (stream: StreamName) => house.application.changes.fold(stream)
const all = async <T>(type: string) =>
  (await foldOf(`case:${caseId}`))
    .all<T>(type)
    .map(({ id, after, createdSeq }) => ({ id, createdSeq, ...after! }))
const inDays = (days: number) => new Date(now().getTime() + days * DAY).toISOString()

/** Refused with that code, and the stream as it was. */
async function refuses(stream: StreamName, reply: Promise<unknown>, error: object) {
  const before = (await foldOf(stream)).seq
  expect(await reply).toMatchObject({ ok: false, error })
  expect((await foldOf(stream)).seq).toBe(before)
}

describe('a bundle', () => {
  const home = SHIPPED_BUNDLES[0]!

  it('that ships is started on a case: all its tasks in one change, in order', async () => {
    const { seq } = await foldOf(`case:${caseId}`)
    await doctor.done('bundle.start', { caseId, bundleId: home.id, startsAt: inDays(5) })
    expect((await foldOf(`case:${caseId}`)).seq).toBe(seq + 1)
    const tasks = (await all<Task>('task')).filter(({ bundle }) => bundle?.id === home.id)
    expect(tasks.map(({ bundle }) => bundle?.item)).toEqual(home.items.map(({ key }) => key))
    const byItem = new Map(tasks.map((task) => [task.bundle?.item, task]))
    for (const { key, after, forProfession, checklist, records } of home.items) {
      const task = byItem.get(key)
      expect(task?.dependsOn).toEqual(after.map((other) => byItem.get(other)?.id))
      expect(task).toMatchObject({ forProfession, records, status: 'open', createdBy: doctor.id })
      expect(task?.checklist.map(({ text }) => text)).toEqual(checklist)
      expect((task?.dueAt ?? '') > now().toISOString()).toBe(true)
    }
    const items = tasks.flatMap(({ checklist }) => checklist.map(({ id }) => id))
    expect(new Set([...items, ...tasks.map(({ id }) => id)]).size).toBe(items.length + tasks.length)
    // The bed is the pharmacist's to take, and is done only once the hospital has answered.
    const bed = byItem.get('lit-medicalise')!
    await pharmacist.done('task.claim', { taskId: bed.id })
    await refuses(
      `case:${caseId}`,
      pharmacist.send('task.complete', { taskId: bed.id, checked: bed.checklist.map(({ id }) => id) }),
      { code: 'conflict', data: { why: 'waits_for', taskIds: bed.dependsOn } },
    )
  })

  it('is started as its reader has changed it, for a person and without what is not needed', async () => {
    const [one, two] = ['a', 'b'].map(() => inDays(2))
    await doctor.done('bundle.start', {
      caseId,
      bundleId: home.id,
      startsAt: inDays(1),
      items: [
        { key: 'famille', title: 'Appeler sa fille', forAccount: nurse.id, dueAt: one! },
        { key: 'ajout', title: 'Nourrir le chat', after: ['famille'], dueAt: two!, urgency: 'important' },
      ],
    })
    const [cat, daughter] = (await all<Task>('task')).reverse()
    expect(daughter).toMatchObject({ title: 'Appeler sa fille', forAccount: nurse.id, dueAt: one })
    expect(cat).toMatchObject({ dependsOn: [daughter?.id], bundle: { id: home.id, item: 'ajout' } })
  })

  it('is refused with a circle, a stranger or a day that is over, and nothing is started', async () => {
    const start = (item: object) =>
      doctor.send('bundle.start', {
        caseId,
        bundleId: home.id,
        startsAt: inDays(1),
        items: [
          { key: 'un', title: 'x' },
          { key: 'deux', title: 'y', ...item },
        ],
      })
    const stream = `case:${caseId}` as const
    await refuses(stream, start({ after: ['deux'] }), {
      code: 'invalid',
      data: { why: 'cycle', keys: ['deux'] },
    })
    await refuses(stream, start({ key: 'un' }), { code: 'invalid', data: { why: 'key_twice' } })
    await refuses(stream, start({ forAccount: randomUUID() }), {
      code: 'invalid',
      data: { why: 'not_in_circle' },
    })
    await refuses(stream, start({ dueAt: inDays(-3) }), { code: 'invalid' })
    await refuses(
      stream,
      doctor.send('bundle.start', { caseId, bundleId: home.id, startsAt: inDays(-100) }),
      { code: 'invalid', data: { field: 'startsAt' } },
    )
    await refuses(
      stream,
      doctor.send('bundle.start', { caseId, bundleId: randomUUID(), startsAt: inDays(1) }),
      {
        code: 'not_found',
      },
    )
  })

  it('of the team takes the place of the one that ships, in versions, until it is retired', async () => {
    const offered = async () =>
      (await nurse.get(`/teams/${teamId}/bundles`)).body.items as { id: string; version: number }[]
    const content = {
      name: 'Notre retour',
      purpose: 'Chez nous',
      items: [{ key: 'cles', title: 'Les clés' }],
    }
    const own = await nurse.done('bundle.save', { teamId, basedOn: home.id, ...content })
    expect((await offered()).map(({ id }) => id)).toEqual([
      own.id,
      ...SHIPPED_BUNDLES.slice(1).map(({ id }) => id),
    ])
    const next = await doctor.done('bundle.save', {
      teamId,
      bundleId: own.id,
      rev: own.rev,
      ...content,
      name: 'Mieux',
    })
    expect(next).toMatchObject({ version: 2, name: 'Mieux', basedOn: home.id, saved: { by: doctor.id } })
    // Two who edit: the second is told, and loses nothing of the first.
    await refuses(
      `team:${teamId}`,
      nurse.send('bundle.save', { teamId, bundleId: own.id, rev: own.rev, ...content }),
      {
        code: 'conflict',
        data: { entity: { name: 'Mieux' } },
      },
    )
    await refuses(
      `team:${teamId}`,
      nurse.send('bundle.save', { teamId, ...content, items: [{ key: 'a', title: 'x', after: ['b'] }] }),
      { code: 'invalid', data: { why: 'unknown_key' } },
    )
    const started = await nurse.done('bundle.start', { caseId, bundleId: own.id, startsAt: inDays(0) })
    expect(started).toMatchObject({ title: 'Les clés', bundle: { id: own.id, item: 'cles' } })
    await nurse.done('bundle.retire', { teamId, bundleId: own.id })
    expect((await offered()).map(({ id }) => id)).toEqual(SHIPPED_BUNDLES.map(({ id }) => id))
    await refuses(
      `case:${caseId}`,
      nurse.send('bundle.start', { caseId, bundleId: own.id, startsAt: inDays(0) }),
      {
        code: 'conflict',
        data: { why: 'retired' },
      },
    )
    const stranger = await house.person('Out Sider', 'nurse', {
      teamId: await house.application.teams.create({ name: 'Ailleurs' }),
    })
    expect((await stranger.get(`/teams/${teamId}/bundles`)).status).toBe(404)
  })
})

describe('a visit', () => {
  const visit = {
    text: 'Une heure avec elle : elle ne mange plus le soir et se perd dans ses comprimés.',
    readings: [{ kind: 'weight' as const, value: 58.5 }],
    needs: [
      {
        text: 'Ne mange plus le soir',
        domain: 'autonomy' as const,
        necessary: true,
        possible: true,
        tasks: [
          { title: 'Repas portés', forProfession: 'socialWorker' as const },
          {
            title: 'Peser chaque semaine',
            checklist: ['Même balance'],
            records: [{ kind: 'weight' as const, required: true }],
          },
        ],
      },
      {
        text: 'Se perd dans ses comprimés',
        domain: 'medication' as const,
        referral: {
          to: 'Consultation mémoire',
          kind: 'mémoire',
          reason: 'Oublis depuis l’été',
          phone: '05 99 00 00 01',
        },
      },
    ],
  }

  it('becomes a note, needs in order, tasks and a referral, in one change', async () => {
    const { seq } = await foldOf(`case:${caseId}`)
    const note = await nurse.done('visit.record', { caseId, ...visit })
    expect((await foldOf(`case:${caseId}`)).seq).toBe(seq + 1)
    expect(note).toMatchObject({ kind: 'note', text: visit.text, authorId: nurse.id })
    const [meals, pills] = await all<Need>('need')
    expect(meals).toMatchObject({ rank: 1, noteId: note.id, necessary: true, possible: true, status: 'open' })
    expect(pills).toMatchObject({ rank: 2, domain: 'medication', necessary: null })
    const tasks = (await all<Task>('task')).filter(({ messageId }) => messageId === note.id)
    expect(meals?.taskIds).toEqual(tasks.map(({ id }) => id))
    expect(tasks[1]).toMatchObject({ title: 'Peser chaque semaine', checklist: [{ text: 'Même balance' }] })
    const [referral] = await all<Referral>('referral')
    expect(pills?.referralIds).toEqual([referral?.id])
    expect(referral).toMatchObject({
      status: 'asked',
      needId: pills?.id,
      noteId: note.id,
      followedBy: nurse.id,
    })
    const created = [meals, pills, referral, ...tasks].map((made) => made?.createdSeq)
    expect(new Set(created)).toEqual(new Set([seq + 1]))
    const { body } = await doctor.get(`/cases/${caseId}/measurements`)
    expect(body.items).toContainEqual(
      expect.objectContaining({ kind: 'weight', value: 58.5, messageId: note.id }),
    )
  })

  it('sent twice by a phone in a lift happens once', async () => {
    const commandId = randomUUID()
    const sent = await nurse.done('visit.record', { caseId, text: 'x', needs: [], commandId })
    const { seq } = await foldOf(`case:${caseId}`)
    expect((await nurse.done('visit.record', { caseId, text: 'x', needs: [], commandId })).id).toBe(sent.id)
    expect((await foldOf(`case:${caseId}`)).seq).toBe(seq)
  })

  it('is refused whole when one of its parts is not right', async () => {
    const task = { title: 'x', forAccount: randomUUID() }
    await refuses(
      `case:${caseId}`,
      nurse.send('visit.record', {
        caseId,
        text: 'x',
        needs: [{ text: 'x', domain: 'social', tasks: [task] }],
      }),
      { code: 'invalid', data: { field: 'forAccount' } },
    )
    await refuses(
      `case:${caseId}`,
      nurse.send('visit.record', {
        caseId,
        text: 'x',
        readings: [{ kind: 'weight', value: 5_850 }],
        needs: [],
      }),
      { code: 'invalid' },
    )
    const past = { to: 'x', reason: 'x', remindAt: inDays(-1) }
    await refuses(
      `case:${caseId}`,
      nurse.send('visit.record', {
        caseId,
        text: 'x',
        needs: [{ text: 'x', domain: 'social', referral: past }],
      }),
      { code: 'invalid', data: { field: 'remindAt' } },
    )
  })

  it('leaves needs that are put in another order, met and dropped', async () => {
    const [meals, pills] = await all<Need>('need')
    const first = await doctor.done('needs.order', { caseId, ids: [pills!.id, meals!.id] })
    expect(first).toMatchObject({ id: pills!.id, rank: 1 })
    const ranks = (await all<Need>('need')).map(({ id, rank }) => [id, rank])
    expect(Object.fromEntries(ranks)).toMatchObject({ [pills!.id]: 1, [meals!.id]: 2 })
    const { seq } = await foldOf(`case:${caseId}`)
    await doctor.done('needs.order', { caseId, ids: [pills!.id, meals!.id] })
    expect((await foldOf(`case:${caseId}`)).seq, 'the same order changes nothing').toBe(seq)
    await refuses(`case:${caseId}`, doctor.send('needs.order', { caseId, ids: [pills!.id] }), {
      code: 'conflict',
      data: { why: 'needs_changed', ids: [pills!.id, meals!.id] },
    })
    await refuses(`case:${caseId}`, nurse.send('need.update', { needId: meals!.id, status: 'dropped' }), {
      code: 'invalid',
      data: { field: 'reason' },
    })
    expect(
      await nurse.done('need.update', { needId: meals!.id, status: 'dropped', reason: 'Sa fille cuisine' }),
    ).toMatchObject({ status: 'dropped', ended: { by: nurse.id, reason: 'Sa fille cuisine' } })
    await doctor.done('needs.order', { caseId, ids: [pills!.id] })
  })

  it('lists its needs page by page', async () => {
    const page = async (cursor: string | null) =>
      (await doctor.get(`/cases/${caseId}/needs?limit=1${cursor ? `&cursor=${cursor}` : ''}`)).body as {
        items: { id: string }[]
        next: string | null
      }
    const found: string[] = []
    for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
      const { items, next } = await page(cursor)
      found.push(...items.map(({ id }) => id))
      cursor = next
    }
    expect(found.sort()).toEqual((await all<Need>('need')).map(({ id }) => id).sort())
  })
})

describe('a referral', () => {
  const create = (over: { remindAt?: string } = {}) =>
    nurse.done('referral.create', { caseId, to: 'Dr Vidal', reason: 'Avis sur la marche', ...over })
  // Short, so that the tokens of the test outlive the jumps.
  const SOON = 0.001
  const read = async (id: string) => (await all<Referral>('referral')).find((held) => held.id === id)
  const later = async (days: number, nodes = [house.application]) => {
    await house.application.changes.catchUp(`case:${caseId}`)
    jumped += days * DAY
    await Promise.all(nodes.map((node) => node.jobs.runNow('referral-reminders')))
  }

  it('goes from being asked to its report, in the hands of whoever has the telephone', async () => {
    const { id } = await create()
    const [appointmentAt, remindAt] = [inDays(20), inDays(7)]
    await doctor.done('referral.advance', { referralId: id, status: 'sent', note: 'Par courrier', remindAt })
    expect(await read(id)).toMatchObject({ remindAt, status: 'sent' })
    await nurse.done('referral.advance', { referralId: id, status: 'appointment', appointmentAt })
    await refuses(
      `case:${caseId}`,
      nurse.send('referral.advance', { referralId: id, status: 'reportReceived' }),
      {
        code: 'conflict',
        data: { status: 'appointment', to: 'reportReceived' },
      },
    )
    await nurse.done('referral.advance', { referralId: id, status: 'seen' })
    const ended = await pharmacist.done('referral.advance', { referralId: id, status: 'reportReceived' })
    expect(ended).toMatchObject({ status: 'reportReceived', appointmentAt, remindAt: null })
    expect(ended.history.map(({ status, by }) => [status, by])).toEqual([
      ['asked', nurse.id],
      ['sent', doctor.id],
      ['appointment', nurse.id],
      ['seen', nurse.id],
      ['reportReceived', pharmacist.id],
    ])
  })

  it('that the person declines keeps their words', async () => {
    const { id } = await create()
    expect(
      await nurse.done('referral.decline', { referralId: id, words: 'J’en ai assez des médecins' }),
    ).toMatchObject({ status: 'declined', declinedWords: 'J’en ai assez des médecins', remindAt: null })
  })

  it('that has not moved reminds whoever follows it, once, on two nodes that wake up late', async () => {
    const { id } = await create({ remindAt: inDays(SOON) })
    const closed = await house.openCase(doctor, [nurse])
    const asleep = await nurse.done('referral.create', {
      caseId: closed,
      to: 'x',
      reason: 'x',
      remindAt: inDays(SOON),
    })
    await doctor.done('case.close', { caseId: closed, reason: 'Partie' })
    await house.application.changes.catchUp(`case:${closed}`)
    const second = (await house.secondNode()).application
    await later(0)
    expect((await read(id))?.remindedAt).toBeNull()
    await later(2 * SOON, [house.application, second])
    const reminded = await read(id)
    expect(reminded).toMatchObject({ remindAt: null, remindedAt: expect.any(String), status: 'asked' })
    const waits = expect.objectContaining({ kind: 'referral', entityId: id, band: 'today' })
    expect((await nurse.get('/me/queue')).body.items).toContainEqual(waits)
    expect((await doctor.get('/me/queue')).body.items).not.toContainEqual(waits)
    const { seq } = await foldOf(`case:${caseId}`)
    await later(SOON, [house.application, second])
    expect((await foldOf(`case:${caseId}`)).seq).toBe(seq)
    await doctor.done('referral.advance', { referralId: id, status: 'sent' })
    expect((await nurse.get('/me/queue')).body.items).not.toContainEqual(waits)
    const quiet = (await foldOf(`case:${closed}`)).get<Referral>('referral', asleep.id)?.after
    expect(quiet).toMatchObject({ remindAt: null, remindedAt: null })
  })
})
