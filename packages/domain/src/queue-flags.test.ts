import { describe, expect, it } from 'vitest'
import type { CircleMember } from './care-circle.ts'
import { startEscalation, ESCALATION_AT_FIRST } from './escalation.ts'
import { newFlag, reopenFlag, resolveFlag, type Flag, type FlagOutcome } from './flag.ts'
import type { Profession } from './profession.ts'
import { flagWaitsFor, reportWaitsFor } from './queue-flags.ts'
import { newTask, type Task } from './task.ts'
import type { TreatmentReport } from './treatment-report.ts'

const CASE = '00000000-0000-4000-8000-0000000000aa'
const TASK = '00000000-0000-4000-8000-0000000000bb'
const NOW = '2026-03-09T10:00:00.000Z'
const PARIS_EVENING = '2026-03-09T22:59:59.999Z'

const member = (accountId: string, profession: Profession, status: CircleMember['status'] = 'active') =>
  ({ caseId: CASE, accountId, name: 'x', profession, role: 'member', status }) as CircleMember
const doctor = { accountId: 'doctor', profession: 'physician' as const }
const pharmacist = { accountId: 'pharmacist', profession: 'pharmacist' as const }
const second = { accountId: 'second', profession: 'pharmacist' as const }
const nurse = { accountId: 'nurse', profession: 'nurse' as const }
const circle = [doctor, pharmacist, second, nurse].map(({ accountId, profession }) =>
  member(accountId, profession),
)
const READERS = [doctor, pharmacist, second, nurse]

const flag = (over: Partial<Flag> = {}) =>
  newFlag({
    caseId: CASE,
    title: 'x',
    severity: 'PE',
    detail: 'x',
    raisedBy: 'pharmacist',
    raisedAt: NOW,
    ...over,
  })
const answered = (outcome: FlagOutcome, over: Partial<Flag> = {}): Flag => ({
  ...resolveFlag(flag(), 'doctor', NOW, outcome, 'x'),
  ...over,
})
const waiting = (
  one: Flag,
  { members = circle, task = null as Task | null, endOfDay = PARIS_EVENING } = {},
) =>
  READERS.flatMap((reader) => {
    const waits = flagWaitsFor(reader, one, { circle: members, find: () => task ?? undefined, endOfDay })
    return waits ? [[reader.accountId, waits.kind, waits.band]] : []
  })

describe('a flag that is answered', () => {
  it.each<FlagOutcome>(['treatmentChanged', 'refused', 'dismissed'])('%s waits to be checked', (outcome) => {
    expect(waiting(answered(outcome))).toEqual([['pharmacist', 'flagCheck', 'today']])
  })

  it('waits for every pharmacist once whoever raised it has left, and for nobody once it is closed', () => {
    const members = [
      ...circle.filter(({ accountId }) => accountId !== 'pharmacist'),
      member('pharmacist', 'pharmacist', 'left'),
    ]
    expect(waiting(answered('refused'), { members }).filter(([who]) => who !== 'pharmacist')).toEqual([
      ['second', 'flagCheck', 'today'],
    ])
    expect(waiting({ ...answered('refused'), status: 'closed' })).toEqual([])
  })
})

describe('a flag that is watched', () => {
  const until = '2026-03-09'
  const watched = answered('monitored', { monitoring: { taskId: TASK, until } })
  const task = (over: Partial<Task> = {}) =>
    newTask({ caseId: CASE, title: 'INR', createdBy: 'doctor', createdAt: NOW, ...over })

  it('waits for nobody while the watch runs, its last day included, wherever in France the day ends', () => {
    for (const endOfDay of ['2026-03-08T22:59:59.999Z', PARIS_EVENING, '2026-03-10T03:59:59.999Z'])
      expect(waiting(watched, { task: task(), endOfDay })).toEqual([])
  })

  it('comes back to whoever had it watched when its day is past or its task given up', () => {
    const missed = [['doctor', 'flagWatch', 'today']]
    expect(waiting(watched, { task: task(), endOfDay: '2026-03-10T22:59:59.999Z' })).toEqual(missed)
    expect(waiting(watched, { task: task({ status: 'notDone', outcome: 'refused' }) })).toEqual(missed)
  })

  it('comes back to all who prescribe when that one has left', () => {
    const other = { accountId: 'other', profession: 'midwife' as const }
    const around = { circle: circle.slice(1), find: () => undefined, endOfDay: PARIS_EVENING }
    expect(flagWaitsFor(other, watched, around)?.kind).toBe('flagWatch')
    expect(flagWaitsFor(nurse, watched, around)).toBeUndefined()
  })

  it('is checked once the task is done, or where there is none', () => {
    const check = [['pharmacist', 'flagCheck', 'today']]
    expect(waiting(watched, { task: task({ status: 'done', outcome: 'done' }) })).toEqual(check)
    expect(waiting(answered('monitored'))).toEqual(check)
  })
})

describe('a severe flag', () => {
  const escalation = startEscalation(ESCALATION_AT_FIRST, NOW)
  it('is urgent for those who prescribe and for those whom its ladder asks, until somebody has seen it', () => {
    const climbing = flag({ severity: 'AD', escalation, asked: ['doctor', 'nurse'] })
    expect(waiting(climbing)).toEqual([
      ['doctor', 'flag', 'urgent'],
      ['nurse', 'flag', 'urgent'],
    ])
    expect(waiting({ ...climbing, status: 'acknowledged' })).toEqual([['doctor', 'flag', 'later']])
  })

  it('that is taken up again waits since then', () => {
    const again = reopenFlag(answered('refused'), 'pharmacist', '2026-03-11T10:00:00.000Z', 'x')
    const around = { circle, find: () => undefined, endOfDay: PARIS_EVENING }
    expect(flagWaitsFor(doctor, again, around)?.since).toBe('2026-03-11T10:00:00.000Z')
  })
})

describe('a report from home', () => {
  const report: TreatmentReport = {
    ...{ caseId: CASE, kind: 'adherence', medicationIds: [], words: 'x', noticedBy: null, settled: null },
    reported: { by: 'nurse', at: NOW },
  }
  const readers = (one: TreatmentReport, members: readonly CircleMember[]) =>
    READERS.filter((reader) => reportWaitsFor(reader, one, { circle: members })).map(
      ({ accountId }) => accountId,
    )

  it('waits for the pharmacists, for those who prescribe where there is none, and for nobody once settled', () => {
    expect(readers(report, circle)).toEqual(['pharmacist', 'second'])
    expect(
      readers(
        report,
        circle.filter(({ profession }) => profession !== 'pharmacist'),
      ),
    ).toEqual(['doctor'])
    const settled = { by: 'pharmacist', at: NOW, flagId: null, word: 'x' }
    expect(readers({ ...report, settled }, circle)).toEqual([])
  })
})
