import { SHIPPED_PROTOCOLS, type Measurement, type ReadingAlert } from '@colloque/domain'
import { describe, expect, it } from 'vitest'
import { aRun as run, aRunTask as task } from '../../testing/aRun.ts'
import { kindsOf, runStateOf } from './runState.ts'

const [content] = SHIPPED_PROTOCOLS
if (!content) throw new Error('The first shipped protocol is that of anticoagulants.')
const NOW = '2026-03-06T08:00:00.000Z'

const inr = (value: number, takenAt: string): Measurement => ({
  ...{ caseId: 'c', kind: 'inr', value, value2: null, takenAt, takenBy: 'maelle', messageId: null },
})
const alert = (takenAt: string, status: ReadingAlert['status']) => ({
  id: takenAt,
  after: {
    ...{
      kind: 'inr',
      readings: [{ measurementId: 'm', takenAt, takenBy: 'maelle' }],
      raisedAt: takenAt,
      status,
    },
  } as unknown as ReadingAlert,
})
const NOTHING = { tasks: [], measurements: [], alerts: [] }

describe('the state of a run', () => {
  it('is its tasks, the soonest first: what is late, what comes next, what is done', () => {
    const tasks = [
      task('later', { dueAt: '2026-03-08T08:00:00.000Z' }),
      task('some day'),
      task('late', { dueAt: '2026-03-05T08:00:00.000Z' }),
      task('done', { status: 'done', ended: { by: 'maelle', at: '2026-03-03T08:00:00.000Z' } }),
      task('of another run', { run: { id: 'other', step: 'x' } }),
      task('of none', { run: null }),
    ]
    const state = runStateOf(run(), { ...NOTHING, tasks }, NOW)
    expect(state.open.map(({ id }) => id)).toEqual(['late', 'later', 'some day'])
    expect(state.next?.id).toBe('late')
    expect(state.late.map(({ id }) => id)).toEqual(['late'])
    expect(state.ended.map(({ id }) => id)).toEqual(['done'])
  })

  it('has the last reading since it began, beside the target that was chosen', () => {
    const measurements = [
      inr(3.4, '2026-03-05T08:00:00.000Z'),
      inr(9, '2026-02-01T08:00:00.000Z'),
      inr(2.4, '2026-03-04T08:00:00.000Z'),
    ]
    const ofCase = { ...NOTHING, measurements }
    const [series] = runStateOf(run(), ofCase, NOW).series
    expect(series).toMatchObject({ kind: 'inr', last: { value: 3.4 }, band: 'above' })
    expect(series?.readings.map(({ value }) => value)).toEqual([2.4, 3.4])
    const mechanical = run({ targets: { inr: { from: 3, to: 4.5 } } })
    expect(runStateOf(mechanical, ofCase, NOW).series[0]?.band).toBe('inTarget')
  })

  it('has the alerts of its readings, from its beginning to its end', () => {
    const alerts = [
      alert('2026-02-01T08:00:00.000Z', 'open'),
      alert('2026-03-03T08:00:00.000Z', 'closed'),
      alert('2026-03-05T08:00:00.000Z', 'open'),
    ]
    const state = runStateOf(run(), { ...NOTHING, alerts }, NOW)
    expect(state.alerts).toHaveLength(2)
    expect(state.waiting.map(({ id }) => id)).toEqual(['2026-03-05T08:00:00.000Z'])
    const ended = run({ status: 'ended', ended: { by: null, at: '2026-03-04T08:00:00.000Z', reason: null } })
    expect(runStateOf(ended, { ...NOTHING, alerts }, NOW).alerts).toHaveLength(1)
  })
})

it('measures what it aims at and what its steps take', () => {
  const weighed = {
    ...content,
    steps: [{ ...content.steps[0]!, records: [{ kind: 'weight' as const, required: true }] }],
  }
  expect(kindsOf({ content: weighed })).toEqual(['weight', 'inr'])
})
