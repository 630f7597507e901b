/** What comes again, on a clock that jumps over days and weeks, and on two nodes. */
import { randomUUID } from 'node:crypto'
import type { CommandInput, CommandName, CommandOutput } from '@colloque/contract'
import { addDays, instantAt, type StreamName, type Task } from '@colloque/domain'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

/** The Monday before the clocks go forward; each test begins on the same morning of a year of its own. */
const MONDAYS = [
  '2027-03-22',
  '2028-03-20',
  '2029-03-19',
  '2030-03-25',
  '2031-03-24',
  '2032-03-22',
  '2033-03-21',
  '2034-03-20',
]

let offset = 0
let today: string
let house: TestHouse
let nurse: TestPerson
let otherNurse: TestPerson
let doctor: TestPerson
let caseId: string

const setClock = (day: string, time: string) => {
  offset = Date.parse(instantAt(day, time)) - Date.now()
}

beforeAll(async () => {
  setClock(MONDAYS[0] ?? '', '04:30')
  house = await startTestHouse({ clock: () => new Date(Date.now() + offset) })
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  otherNurse = await house.person('Bea Nurse', 'nurse')
})
afterAll(() => house.stop())
beforeEach(async () => {
  today = MONDAYS.shift() ?? ''
  setClock(today, '05:00')
  const opened = await send(doctor, 'case.create', {
    patient: {
      birthName: `Essai ${today}`.replace(/[\d-]/g, 'x'),
      firstNames: 'Paule',
      birthDate: '1941-03-09',
      sex: 'female',
    },
    reason: 'Essai',
    informed: { how: 'oral' },
    circle: [nurse.id, otherNurse.id],
    confirmedDistinct: true,
  })
  caseId = opened.id
})

/** Past HTTP: no session outlives these jumps. */
async function send<Name extends CommandName>(
  { id, name: called, profession, teamIds }: TestPerson,
  name: Name,
  input: Omit<CommandInput<Name>, 'commandId'>,
): Promise<CommandOutput<Name>> {
  const actor = { accountId: id, sessionId: '', name: called, profession, teamIds }
  return (await house.application.execute(name, { commandId: randomUUID(), ...input }, actor)).data
}
const refusal = (act: Promise<unknown>) =>
  act.then(
    () => undefined,
    (error: { code: string; data: object }) => ({ code: error.code, ...error.data }),
  )

const stream = (): StreamName => `case:${caseId}`
async function tasks(): Promise<(Task & { id: string; rev: number })[]> {
  const fold = await house.application.changes.fold(stream())
  return fold
    .all<Task>('task')
    .map(({ id, rev, after }) => ({ ...(after as Task), id, rev }))
    .sort((one, other) => ((one.dueAt ?? '') < (other.dueAt ?? '') ? -1 : 1))
}
const states = async () =>
  Object.fromEntries(
    (await tasks()).map(({ occurrence, status, outcome }) => [occurrence?.slice(5), outcome ?? status]),
  )
const day = (count: number) => addDays(today, count)
const short = (count: number) => day(count).slice(5)

async function jump(count: number, time: string, ...jobs: string[]) {
  await house.application.changes.catchUp(stream())
  setClock(day(count), time)
  for (const job of jobs) await house.application.jobs.runNow(job)
}

const everyMorning = (over: object = {}) =>
  send(nurse, 'series.create', {
    caseId,
    title: 'Pansement',
    forProfession: 'nurse',
    times: [{ part: 'morning' as const }],
    rule: 'FREQ=DAILY;COUNT=10',
    startsOn: today,
    ...over,
  })

describe('a series', () => {
  it('each morning for ten days: tasks a week ahead, at noon on the wall over the change of the clocks', async () => {
    const series = await everyMorning({ remindBefore: 60, checklist: ['Photo'] })
    expect(series).toMatchObject({ status: 'active', madeUntil: day(7), rule: 'FREQ=DAILY;COUNT=10' })
    const made = await tasks()
    expect(made.map(({ occurrence }) => occurrence)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map(day))
    for (const task of made) {
      const { occurrence } = task
      expect(task).toMatchObject({
        title: 'Pansement',
        seriesId: series.id,
        window: { day: occurrence, part: 'morning' },
        dueAt: instantAt(occurrence ?? '', '12:00'),
        remindAt: instantAt(occurrence ?? '', '11:00'),
        checklist: [{ text: 'Photo', done: null }],
        status: 'open',
      })
    }
    // The clocks went forward on Sunday: an hour less between two noons.
    expect(Date.parse(made[6]?.dueAt ?? '') - Date.parse(made[5]?.dueAt ?? '')).toBe(23 * 3_600_000)
  })

  it('over a week on two nodes: each occurrence once, the undone of past days missed, the rule’s end its end', async () => {
    const series = await everyMorning()
    const [first, second] = await tasks()
    await send(nurse, 'task.complete', { taskId: first?.id ?? '' })
    await send(nurse, 'task.claim', { taskId: second?.id ?? '' })
    const node = (await house.secondNode()).application
    await house.application.changes.catchUp(stream())
    setClock(day(1), '05:00')
    await Promise.all([house.application, node].map(({ jobs }) => jobs.runNow('occurrences')))
    expect(await states()).toMatchObject({ [short(0)]: 'done', [short(1)]: 'claimed', [short(8)]: 'open' })
    await jump(7, '05:00')
    await Promise.all([house.application, node].map(({ jobs }) => jobs.runNow('occurrences')))
    const made = await tasks()
    expect(made).toHaveLength(10)
    expect(new Set(made.map(({ occurrence }) => occurrence)).size).toBe(10)
    expect(await states()).toEqual({
      ...{ [short(0)]: 'done', [short(1)]: 'missed', [short(2)]: 'missed', [short(3)]: 'missed' },
      ...{ [short(4)]: 'missed', [short(5)]: 'missed', [short(6)]: 'missed' },
      ...{ [short(7)]: 'open', [short(8)]: 'open', [short(9)]: 'open' },
    })
    expect(made.filter(({ outcome }) => outcome === 'missed').every(({ ended }) => ended === null)).toBe(true)
    // Made, then missed: two changes each, however many nodes looked.
    expect(made[2]?.rev).toBe(2)
    await jump(11, '05:00', 'occurrences')
    const fold = await house.application.changes.fold(stream())
    expect(fold.get('taskSeries', series.id)?.after).toMatchObject({ status: 'ended', ended: null })
    expect((await tasks()).filter(({ status }) => status === 'open')).toEqual([])
    const head = fold.seq
    await jump(12, '05:00', 'occurrences')
    expect((await house.application.changes.fold(stream())).seq).toBe(head)
  })

  it('after a standstill of six weeks: the days gone by are on record as missed, none of them is asked of anybody', async () => {
    await everyMorning({ rule: 'FREQ=WEEKLY;BYDAY=MO,TH', times: [{ time: '08:00' }, { time: '20:00' }] })
    await jump(42, '10:00', 'occurrences')
    const made = await tasks()
    // Thirteen days up to the Monday a week later, twice each.
    expect(made).toHaveLength(2 * (2 * 7 + 1))
    const later = made.filter(({ status }) => status === 'open')
    expect(later.map(({ occurrence }) => occurrence)).toEqual([42, 42, 45, 45, 49, 49].map(day))
    expect(made.filter(({ outcome }) => outcome === 'missed')).toHaveLength(made.length - 6)
  })

  it('changed from a day on: what is free follows, what is taken or done stays, and all of it is read as one', async () => {
    const series = await everyMorning({ rule: 'FREQ=DAILY' })
    const [first, , , fourth] = await tasks()
    await send(nurse, 'task.complete', { taskId: first?.id ?? '' })
    await send(nurse, 'task.claim', { taskId: fourth?.id ?? '' })
    const next = await send(otherNurse, 'series.change', {
      seriesId: series.id,
      from: day(2),
      title: 'Pansement sec',
      times: [{ part: 'evening' }],
      rule: 'FREQ=WEEKLY;BYDAY=WE,TH,SA',
    })
    expect(next).toMatchObject({ changedFrom: series.id, startsOn: day(2), from: day(2), status: 'active' })
    expect(
      (await tasks()).map(({ occurrence, title, outcome, status }) => [occurrence, title, outcome ?? status]),
    ).toEqual(
      [
        [day(0), 'Pansement', 'done'],
        [day(1), 'Pansement', 'open'],
        // Taken by then, in the morning.
        [day(3), 'Pansement', 'claimed'],
        [day(2), 'Pansement sec', 'open'],
        [day(4), 'Pansement', 'notNeeded'],
        [day(5), 'Pansement sec', 'open'],
        [day(6), 'Pansement', 'notNeeded'],
        [day(7), 'Pansement', 'notNeeded'],
      ].sort((one, other) => dueOf(one) - dueOf(other)),
    )
    expect(
      await refusal(send(nurse, 'series.change', { seriesId: series.id, from: day(3), title: 'x' })),
    ).toMatchObject({
      code: 'conflict',
    })
    await jump(9, '05:00', 'occurrences')
    expect(await states()).toMatchObject({ [short(10)]: 'open', [short(12)]: 'open', [short(16)]: 'open' })
  })

  it('rests for a stay in hospital, and goes on when the person comes home earlier', async () => {
    const series = await everyMorning({ rule: 'FREQ=DAILY' })
    const [, second] = await tasks()
    await send(nurse, 'task.claim', { taskId: second?.id ?? '' })
    const paused = await send(doctor, 'series.pause', {
      seriesId: series.id,
      from: day(1),
      to: day(20),
      reason: 'Hospitalisée',
    })
    expect(paused.pauses).toMatchObject([
      { from: day(1), to: day(20), reason: 'Hospitalisée', by: doctor.id },
    ])
    expect(
      (await tasks()).slice(1).map(({ outcome, reason, ended }) => [outcome, reason, ended?.by]),
    ).toEqual(Array.from({ length: 7 }, () => ['notNeeded', 'Hospitalisée', doctor.id]))
    await jump(5, '05:00', 'occurrences')
    expect(await tasks()).toHaveLength(8)
    expect((await tasks())[0]?.outcome).toBe('missed')
    await send(nurse, 'series.resume', { seriesId: series.id, from: day(6) })
    expect(await states()).toEqual({
      ...{ [short(0)]: 'missed', [short(1)]: 'notNeeded', [short(2)]: 'notNeeded', [short(3)]: 'notNeeded' },
      ...{ [short(4)]: 'notNeeded', [short(5)]: 'notNeeded' },
      ...{ [short(6)]: 'open', [short(7)]: 'open', [short(8)]: 'open', [short(9)]: 'open' },
      ...{ [short(10)]: 'open', [short(11)]: 'open', [short(12)]: 'open' },
    })
    expect(await refusal(send(nurse, 'series.resume', { seriesId: series.id, from: day(6) }))).toMatchObject({
      code: 'conflict',
      why: 'not_paused',
    })
  })

  it('rests until somebody resumes it, however long, and ends when it is no longer needed', async () => {
    const series = await everyMorning({ rule: 'FREQ=DAILY' })
    await send(doctor, 'series.pause', { seriesId: series.id, from: today, reason: 'Hospitalisée' })
    expect(
      await refusal(send(doctor, 'series.pause', { seriesId: series.id, from: day(3), reason: 'x' })),
    ).toMatchObject({
      why: 'paused_already',
    })
    const { seq } = await house.application.changes.fold(stream())
    await jump(40, '05:00', 'occurrences')
    expect((await house.application.changes.fold(stream())).seq).toBe(seq)
    const resumed = await send(doctor, 'series.resume', { seriesId: series.id })
    expect(resumed).toMatchObject({ status: 'active', madeUntil: day(47) })
    expect(
      (await tasks()).filter(({ status }) => status === 'open').map(({ occurrence }) => occurrence),
    ).toEqual([40, 41, 42, 43, 44, 45, 46, 47].map(day))
    const ended = await send(nurse, 'series.end', {
      seriesId: series.id,
      from: day(42),
      reason: 'Cicatrisée',
    })
    expect(ended).toMatchObject({ endsOn: day(41), status: 'active', reason: 'Cicatrisée' })
    expect((await tasks()).filter(({ status }) => status === 'open')).toHaveLength(2)
    await jump(43, '05:00', 'occurrences')
    expect((await tasks()).filter(({ status }) => status === 'open')).toEqual([])
    expect(await refusal(send(nurse, 'series.end', { seriesId: series.id, reason: 'x' }))).toMatchObject({
      code: 'conflict',
    })
  })

  it('is refused, and nothing has changed, when nobody could mean it', async () => {
    const { seq } = await house.application.changes.fold(stream())
    const why = async (over: object) => refusal(everyMorning(over))
    expect(await why({ rule: 'FREQ=HOURLY' })).toMatchObject({ code: 'invalid', why: 'too_often' })
    expect(await why({ rule: 'FREQ=DAILY;COUNT=10000' })).toMatchObject({ why: 'too_many', max: 1098 })
    expect(
      await why({ rule: 'FREQ=DAILY', times: [{ part: 'morning' }, { part: 'evening' }] }),
    ).toMatchObject({
      why: 'needs_end',
    })
    expect(
      await why({ times: ['06:00', '12:00', '18:00', '22:00'].map((time) => ({ time })) }),
    ).toMatchObject({
      code: 'invalid',
    })
    expect(await why({ rule: 'Chaque lundi' })).toMatchObject({ why: 'not_a_rule' })
    expect(await why({ startsOn: day(-2) })).toMatchObject({ field: 'startsOn', why: 'in_past' })
    expect(await why({ endsOn: day(-1) })).toMatchObject({ field: 'endsOn' })
    expect(await why({ forAccount: randomUUID() })).toMatchObject({
      field: 'forAccount',
      why: 'not_in_circle',
    })
    expect((await house.application.changes.fold(stream())).seq).toBe(seq)
  })
})

const dueOf = ([occurrence, title]: readonly string[]) =>
  Date.parse(instantAt(occurrence ?? '', title === 'Pansement sec' ? '22:00' : '12:00'))
