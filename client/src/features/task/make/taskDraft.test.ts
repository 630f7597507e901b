import { newTask, type TaskSeries } from '@colloque/domain'
import { expect, it } from 'vitest'
import {
  chosenFor,
  createInput,
  draftOf,
  draftOfSeries,
  newDraft,
  problemsOf,
  seriesChange,
  seriesInput,
  updateInput,
  type TaskDraft,
} from './taskDraft.ts'
import { noRepeat, previewOf, repeatOf, ruleOf } from './repeat.ts'

const MONDAY = '2026-03-09'
const now = new Date(`${MONDAY}T09:00:00Z`)
const draft = (given: Partial<TaskDraft> = {}) => ({
  ...newDraft('lucien'),
  caseId: 'lucien',
  title: 'Peser',
  ...given,
})
const weekly = { ...noRepeat(), every: 'weekly', weekdays: [4, 1] } as const

it('a title is enough', () =>
  expect(createInput(draft())).toEqual({ caseId: 'lucien', title: 'Peser', urgency: 'routine' }))

it('tomorrow morning is a window, with its reminder before the window ends', () =>
  expect(createInput(draft({ day: '2026-03-10', parts: ['morning'], remind: 60 }))).toMatchObject({
    window: { day: '2026-03-10', part: 'morning' },
    remindAt: '2026-03-10T10:00:00.000Z',
  }))

it('two professions do it jointly; a person is alone', () => {
  const both = ['profession:nurse', 'profession:physician']
  expect(createInput(draft({ forWhom: both }))).toMatchObject({ joint: ['nurse', 'physician'] })
  expect(chosenFor(both, [...both, 'account:samuel'])).toEqual(['account:samuel'])
  expect(chosenFor(['account:samuel'], ['account:samuel', 'profession:nurse'])).toEqual(['profession:nurse'])
})

it('only what was changed is sent; a line that stays keeps its item', () => {
  const task = newTask({
    caseId: 'lucien',
    title: 'Peser',
    createdBy: 'helene',
    createdAt: now.toISOString(),
    dueAt: '2026-03-10T17:00:00.000Z',
    remindAt: '2026-03-10T14:00:00.000Z',
    checklist: [{ id: 'one', text: 'Balance', done: null }],
  })
  expect(updateInput(draftOf(task), task)).toEqual({})
  const changed = { ...draftOf(task), checklist: 'Balance\n\nCarnet ', parts: ['evening'] as const }
  expect(updateInput({ ...changed, parts: [...changed.parts] }, task)).toEqual({
    checklist: [{ id: 'one', text: 'Balance' }, { text: 'Carnet' }],
    dueAt: null,
    window: { day: '2026-03-10', part: 'evening' },
    remindAt: '2026-03-10T18:00:00.000Z',
  })
})

it('what is over, or reminded of too late, is said before it is sent', () => {
  expect(problemsOf(draft({ day: '2026-03-08', hour: '10:00' }), now).due).toBe('duePast')
  expect(problemsOf(draft({ day: MONDAY, hour: '10:30', remind: 60 }), now).due).toBe('remindPast')
  expect(problemsOf({ ...draft(), title: ' ', caseId: undefined }, now)).toEqual({
    caseId: 'caseMissing',
    title: 'whatMissing',
  })
  const late = draft({ day: '2026-03-08', hour: '10:00' })
  expect(problemsOf({ ...late, title: 'Autre' }, now, late)).toEqual({})
})

it('every Monday and Thursday from today on, morning and evening', () =>
  expect(
    seriesInput(draft({ repeat: { ...weekly, weekdays: [4, 1] }, parts: ['morning', 'evening'] }), MONDAY),
  ).toMatchObject({
    rule: 'FREQ=WEEKLY;BYDAY=MO,TH',
    startsOn: MONDAY,
    times: [{ part: 'morning' }, { part: 'evening' }],
  }))

it('of a series only what differs is changed', () => {
  const series = {
    ...{ caseId: 'lucien', title: 'Peser', detail: null, forProfession: 'nurse', forAccount: null },
    ...{ urgency: 'routine', times: [{ time: '08:30' }], remindBefore: null, checklist: [], records: [] },
    ...{ rule: 'FREQ=WEEKLY;BYDAY=MO', startsOn: MONDAY },
  } as unknown as TaskSeries
  const shown = draftOfSeries(series)
  expect(seriesChange(shown, series)).toEqual({})
  expect(seriesChange({ ...shown, hour: '', parts: ['evening'] }, series)).toEqual({
    times: [{ part: 'evening' }],
  })
})

it('a rule that the form cannot show is kept', () =>
  expect(repeatOf('FREQ=MONTHLY;BYDAY=1MO')).toBeUndefined())

it('the last day of a month stays the last', () => {
  const monthly = { ...noRepeat(), every: 'monthly' } as const
  expect(ruleOf(monthly, '2026-03-31').monthDays).toEqual([-1])
  expect(previewOf(ruleOf(monthly, '2026-03-31'), '2026-03-31', []).days.slice(0, 2)).toEqual([
    '2026-03-31',
    '2026-04-30',
  ])
})

it('a rule without an end that comes three times a day is refused before it is sent', () => {
  const daily = { ...noRepeat(), every: 'daily' as const }
  const twice = draft({ repeat: daily, parts: ['morning', 'midday', 'evening'] })
  expect(problemsOf(twice, now).repeat).toBe('needs_end')
  expect(problemsOf({ ...twice, repeat: { ...daily, end: 'count' } }, now).repeat).toBeUndefined()
})

it('a narrowed task names who sees it, stands alone, and is never sent to everybody for want of a tick', () => {
  expect(createInput(draft({ visibleTo: ['ada'] }))).toMatchObject({ visibleTo: ['ada'] })
  expect(createInput(draft())).not.toHaveProperty('visibleTo')
  expect(createInput(draft({ visibleTo: [] }))).toMatchObject({ visibleTo: [] })
  const why = (given: Partial<TaskDraft>) => problemsOf(draft(given), now).visibleTo
  expect(why({ visibleTo: ['ada'] })).toBeUndefined()
  expect(why({ visibleTo: [] })).toBe('seenByNobody')
  expect(why({ visibleTo: ['ada'], repeat: { ...weekly, weekdays: [1] } })).toBe('narrowedRepeated')
  expect(why({ visibleTo: ['ada'], dependsOn: ['other'] })).toBe('narrowedWaits')
})
