import { describe, expect, it } from 'vitest'
import { claimTask } from './task-acts.ts'
import { checkItem, completeWith, type Completion } from './task-completion.ts'
import type { RecordToTake } from './task-records.ts'
import { AT, buildTask, COLLEAGUE, NURSE, PHARMACIST, refused } from './testing/tasks.ts'

const item = (n: number) => `00000000-0000-4000-8000-0000000000b${n}`
const checklist = [1, 2].map((n) => ({ id: item(n), text: `Geste ${n}`, done: null }))
const weekly = buildTask({
  title: 'Pilulier de la semaine',
  checklist,
  records: [
    { kind: 'weight', required: true },
    { kind: 'bloodPressure', required: true },
    { kind: 'mood', required: false },
  ],
})
const readings = [
  { kind: 'weight' as const, value: 58.5 },
  { kind: 'bloodPressure' as const, value: 132, value2: 78 },
]
const complete = (completion: Completion, task = weekly, recorded: RecordToTake['kind'][] = []) =>
  completeWith(task, completion, {
    taskId: item(7),
    worker: NURSE,
    at: AT,
    recorded,
    newId: (n) => `00000000-0000-4000-8000-0000000000c${n}`,
  })

describe('being done', () => {
  it('makes measurements of its readings, and keeps words, ticks and files with the task', () => {
    const fileId = item(9)
    const { task, measurements } = complete({
      note: 'Elle a bien dormi',
      readings,
      observations: [{ kind: 'mood', words: 'Souriante' }],
      checked: [item(2)],
      fileIds: [fileId, fileId],
    })
    expect(task).toMatchObject({
      status: 'done',
      outcome: 'done',
      note: 'Elle a bien dormi',
      measurementIds: measurements.map(({ id }) => id),
      observations: [{ kind: 'mood', words: 'Souriante' }],
      checklist: [{ done: null }, { done: { by: NURSE.accountId, at: AT } }],
      fileIds: [fileId],
    })
    expect(measurements.map(({ after }) => [after.kind, after.value, after.value2, after.takenAt])).toEqual([
      ['weight', 58.5, null, AT],
      ['bloodPressure', 132, 78, AT],
    ])
  })

  it('is refused while a required reading is missing, and says which', () => {
    expect(refused(() => complete({ readings: readings.slice(0, 1) })).data).toEqual({
      field: 'readings',
      why: 'missing',
      kinds: ['bloodPressure'],
    })
    expect(complete({ readings: readings.slice(1) }, weekly, ['weight']).task.status).toBe('done')
  })

  it('was measured when the device says, and never later than now', () => {
    const takenAt = (doneAt: string) => complete({ readings, doneAt }).measurements[0]?.after.takenAt
    expect(takenAt('2026-03-09T08:10:00.000Z')).toBe('2026-03-09T08:10:00.000Z')
    expect(takenAt('2026-03-10T08:10:00.000Z')).toBe(AT)
  })

  it('asks of a joint task what is required with its last part alone', () => {
    const part = (profession: 'nurse' | 'pharmacist') => ({ profession, done: null, note: null })
    const joint = { ...weekly, forProfession: null, joint: [part('nurse'), part('pharmacist')] }
    const half = complete({ observations: [{ kind: 'mood', words: 'Bien' }] }, joint).task
    expect(half).toMatchObject({ status: 'open', observations: [{ kind: 'mood' }] })
    const last = (recorded: RecordToTake['kind'][]) =>
      completeWith(half, {}, { taskId: item(7), worker: PHARMACIST, at: AT, recorded, newId: () => item(8) })
    expect(refused(() => last(['weight'])).data).toMatchObject({ kinds: ['bloodPressure'] })
    expect(last(['weight', 'bloodPressure']).task.status).toBe('done')
  })

  it('keeps who had ticked an item before, and refuses one that is not of the list', () => {
    const held = checkItem(claimTask(weekly, NURSE, '2026-03-09T08:00:00.000Z'), NURSE, item(1), true, AT)
    const later = completeWith(
      held,
      { readings, checked: [item(1), item(2)] },
      { taskId: item(7), worker: NURSE, at: '2026-03-09T16:00:00.000Z', recorded: [], newId: item },
    ).task
    expect(later.checklist.map(({ done }) => done?.at)).toEqual([AT, '2026-03-09T16:00:00.000Z'])
    expect(refused(() => complete({ readings, checked: [item(3)] })).data).toMatchObject({ field: 'checked' })
  })
})

describe('a tick', () => {
  it('is of whoever holds the task, and is taken back', () => {
    const held = claimTask(weekly, NURSE, AT)
    const ticked = checkItem(held, NURSE, item(1), true, AT)
    expect(ticked.checklist[0]?.done).toEqual({ by: NURSE.accountId, at: AT })
    expect(checkItem(ticked, NURSE, item(1), true, AT)).toBe(ticked)
    expect(checkItem(ticked, NURSE, item(1), false, AT).checklist).toEqual(checklist)
    expect(refused(() => checkItem(held, COLLEAGUE, item(1), true, AT)).code).toBe('conflict')
    expect(refused(() => checkItem(held, NURSE, item(7), true, AT)).data).toMatchObject({ why: 'unknown' })
  })
})
