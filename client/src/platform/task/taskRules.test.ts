import { newTask, type Task } from '@colloque/domain'
import { describe, expect, it } from 'vitest'
import { afterStep, allowedActs, asksToRecord, isRace } from './taskRules.ts'

const nurse = { accountId: 'maelle', profession: 'nurse' } as const
const now = '2026-03-09T10:00:00.000Z'
const task = (fields: Partial<Task>): Task =>
  newTask({
    caseId: 'c',
    title: 'Peser',
    forProfession: 'nurse',
    createdBy: 'helene',
    createdAt: '2026-03-09T08:00:00.000Z',
    ...fields,
  })
const held = (by: string) => ({ by, at: '2026-03-09T09:00:00.000Z' })
const mine = (fields: Partial<Task> = {}) => task({ status: 'claimed', claimed: held('maelle'), ...fields })
const acts = (one: Task, others: Record<string, Task> = {}) =>
  allowedActs(one, nurse, { now, find: (id) => others[id] })
const context = {
  taskId: 't',
  worker: nurse,
  at: now,
  workerOf: () => ({ accountId: 'samuel', profession: 'nurse' }) as const,
}

describe('what is offered', () => {
  it('of a free task: it is taken, done at once, or set aside', () =>
    expect(acts(task({}))).toEqual(['claim', 'complete', 'abandon']))

  it('of a task that one holds: done, made to wait, handed over, given back; not taken again', () =>
    expect(acts(mine())).toEqual(['complete', 'hold', 'offer', 'delegate', 'release', 'abandon']))

  it('of a task that waits for a letter: it is taken up again', () =>
    expect(acts(afterStep('hold', mine(), { waitingFor: 'Le courrier' }, context).task)[0]).toBe('resume'))

  it('of a task that waits for somebody to be called: the call is noted first', () => {
    const waits = afterStep('hold', mine(), { waitingFor: 'Sa fille', phone: '06 11 22 33 44' }, context).task
    expect(acts(waits).slice(0, 2)).toEqual(['logCall', 'resume'])
  })

  it('of a task of another profession, or that somebody else holds: nothing', () => {
    expect(acts(task({ forProfession: 'pharmacist' }))).toEqual([])
    expect(acts(task({ status: 'claimed', claimed: held('samuel') }))).toEqual([])
  })

  it('of a task that was offered to one: accept, or decline', () => {
    const handover = { to: 'maelle', note: null, by: 'samuel', at: now }
    expect(acts(task({ status: 'claimed', claimed: held('samuel'), handover }))).toEqual([
      'accept',
      'decline',
    ])
  })

  it('of a task that one has offered: taking that back comes last', () =>
    expect(acts(afterStep('offer', mine(), { toAccount: 'samuel' }, context).task).at(-1)).toBe('decline'))

  it('to whoever asked: that it is no longer needed', () =>
    expect(acts(task({ status: 'claimed', claimed: held('samuel'), createdBy: 'maelle' }))).toEqual([
      'abandon',
    ]))

  it('of a task that waits for another: everything but being done, until that one has ended', () => {
    const waits = mine({ dependsOn: ['other'] })
    expect(acts(waits, { other: task({}) })).not.toContain('complete')
    expect(acts(waits, { other: task({ status: 'done' }) })[0]).toBe('complete')
  })

  it('of a task that one has ended: to open it again, for a day', () => {
    const done = mine({ status: 'done', ended: { by: 'maelle', at: '2026-03-09T09:30:00.000Z' } })
    expect(acts(done)).toEqual(['reopen'])
    expect(allowedActs(done, nurse, { now: '2026-03-10T09:31:00.000Z', find: () => undefined })).toEqual([])
  })
})

it('one tap does what has nothing to record and nothing left to tick', () => {
  expect(asksToRecord(task({}))).toBe(false)
  expect(asksToRecord(task({ records: [{ kind: 'weight', required: false }] }))).toBe(true)
  expect(asksToRecord(task({ checklist: [{ id: 'i', text: 'Matin', done: null }] }))).toBe(true)
  expect(asksToRecord(task({ checklist: [{ id: 'i', text: 'Matin', done: held('maelle') }] }))).toBe(false)
})

it('what is measured with a task is a measurement of the case', () => {
  const asked = mine({ records: [{ kind: 'weight', required: true }] })
  const { task: done, measurements } = afterStep(
    'complete',
    asked,
    { readings: [{ kind: 'weight', value: 61.4 }] },
    context,
  )
  expect(done.status).toBe('done')
  expect(done.measurementIds).toEqual(measurements.map(({ id }) => id))
  expect(measurements[0]?.after).toMatchObject({ kind: 'weight', value: 61.4, takenBy: 'maelle' })
})

it('taking is a race, and so is doing what nobody holds; what one holds is not', () => {
  expect(isRace('claim', task({}), nurse)).toBe(true)
  expect(isRace('complete', task({}), nurse)).toBe(true)
  expect(isRace('complete', mine(), nurse)).toBe(false)
  expect(isRace('hold', task({ delegate: { accountId: 'maelle', by: 'samuel', at: now } }), nurse)).toBe(
    false,
  )
})
