import { describe, expect, it } from 'vitest'
import { newAgendaItem, type AgendaItem } from './agenda-item.ts'
import type { EntityState } from './change.ts'
import { newFlag, type Flag } from './flag.ts'
import { newMessage, type Message } from './conversation.ts'
import { newCarePlan, type CarePlan } from './care-plan.ts'
import { newCircleMember, type CircleMember } from './care-circle.ts'
import type { Profession } from './profession.ts'
import { newTask, type Task } from './task.ts'
import { whatWaits, type QueueReader } from './queue.ts'

const CASE = '00000000-0000-4000-8000-0000000000aa'
const STREAM = `case:${CASE}` as const
const NURSE: QueueReader = { accountId: '00000000-0000-4000-8000-000000000001', profession: 'nurse' }
const DOCTOR: QueueReader = { accountId: '00000000-0000-4000-8000-000000000003', profession: 'physician' }
const OTHER = '00000000-0000-4000-8000-000000000009'
const NOW = '2026-03-09T10:00:00.000Z'
const END_OF_DAY = '2026-03-09T22:59:59.999Z'

let count = 0
function state<T>(type: string, after: T, createdSeq = ++count): EntityState<T> {
  const id = `00000000-0000-4000-8000-${String(createdSeq).padStart(12, '0')}`
  return {
    type,
    id,
    rev: 1,
    after,
    createdSeq,
    seq: createdSeq,
    createdAt: NOW,
    createdBy: OTHER,
    at: NOW,
    by: OTHER,
  }
}
const message = (over: Partial<Message> = {}): Message =>
  newMessage({ caseId: CASE, authorId: OTHER, text: 'x', postedAt: NOW, ...over })
const task = (over: Partial<Task> = {}): Task =>
  newTask({ caseId: CASE, title: 'x', createdBy: OTHER, createdAt: NOW, ...over })
const flag = (over: Partial<Flag> = {}): Flag =>
  newFlag({ caseId: CASE, title: 'x', severity: 'PE', detail: 'x', raisedBy: OTHER, raisedAt: NOW, ...over })
const waits = (reader: QueueReader, entities: EntityState[], readSeq = 0) =>
  whatWaits(reader, [{ stream: STREAM, readSeq, entities }], END_OF_DAY)

describe('what waits for somebody', () => {
  it('is urgent first, then today by what is due first, then later', () => {
    const items = waits(NURSE, [
      state('task', task({ forProfession: 'nurse' })),
      state('task', task({ forAccount: NURSE.accountId, dueAt: '2026-03-09T16:00:00.000Z' })),
      state('task', task({ forAccount: NURSE.accountId, dueAt: '2026-03-07T16:00:00.000Z' })),
      state('message', message({ urgency: 'urgent' })),
    ])
    expect(items.map(({ kind, band, dueAt }) => [kind, band, dueAt])).toEqual([
      ['acknowledge', 'urgent', null],
      ['task', 'today', '2026-03-07T16:00:00.000Z'],
      ['task', 'today', '2026-03-09T16:00:00.000Z'],
      ['freeTask', 'later', null],
    ])
  })

  it('leaves out what is done, held by another, for another, or erased', () => {
    const items = waits(NURSE, [
      state('task', task({ forProfession: 'physician' })),
      state('task', task({ forProfession: 'nurse', status: 'claimed', claimed: { by: OTHER, at: NOW } })),
      state('task', task({ forProfession: 'nurse', status: 'done' })),
      state('task', task()),
      state('task', null),
      state(
        'message',
        message({ urgency: 'important', to: { accountIds: [OTHER], professions: ['physician'] } }),
      ),
      state('message', message({ urgency: 'urgent', authorId: NURSE.accountId })),
      state('message', message({ urgency: 'urgent', acknowledgements: [{ by: NURSE.accountId, at: NOW }] })),
    ])
    expect(items).toEqual([])
  })

  it('gathers unread routine messages of a case in one line, from the first', () => {
    const messages = [1, 2, 3].map(() => state('message', message()))
    const read = messages[0]?.createdSeq ?? 0
    expect(waits(NURSE, messages, read)).toMatchObject([
      { kind: 'unread', entityId: messages[1]?.id, count: 2 },
    ])
    expect(waits(NURSE, messages, messages[2]?.createdSeq)).toEqual([])
  })

  it('counts as of today what came in the day of the reader, whatever the day is in UTC', () => {
    const bandOf = (postedAt: string) => waits(NURSE, [state('message', message({ postedAt }))])[0]?.band
    expect(bandOf('2026-03-08T22:59:59.999Z')).toBe('later')
    expect(bandOf('2026-03-08T23:00:00.000Z')).toBe('today')
    expect(bandOf('2026-03-09T22:59:59.999Z')).toBe('today')
  })

  it('brings flags to those who prescribe, a contre-indication as urgent', () => {
    const flags = [
      state('flag', flag({ severity: 'CI' })),
      state('flag', flag({ status: 'acknowledged' })),
      state('flag', flag({ status: 'resolved' })),
    ]
    expect(waits(DOCTOR, flags).map(({ kind, band }) => [kind, band])).toEqual([
      ['flag', 'urgent'],
      ['flag', 'later'],
    ])
    expect(waits(NURSE, flags)).toEqual([])
  })

  it('lets a routine message that names somebody wait until they have acknowledged it, read or not', () => {
    const named = { to: { accountIds: [NURSE.accountId], professions: [] } }
    const held = state('message', message(named))
    expect(waits(NURSE, [held], held.createdSeq).map(({ kind, band }) => [kind, band])).toEqual([
      ['mention', 'today'],
    ])
    const answered = message({ ...named, acknowledgements: [{ by: NURSE.accountId, at: NOW }] })
    expect(waits(NURSE, [state('message', answered, held.createdSeq)], held.createdSeq)).toEqual([])
  })

  it('leaves out of the unread what is muted, and keeps what asks by name', () => {
    const first = state('message', message())
    const answer = state('message', message({ threadId: first.id }))
    const asking = state(
      'message',
      message({ threadId: first.id, to: { accountIds: [NURSE.accountId], professions: [] } }),
    )
    const muted = { stream: STREAM, threadId: first.id, mode: 'muted' as const }
    const items = whatWaits(
      NURSE,
      [{ stream: STREAM, readSeq: 0, entities: [first, answer, asking] }],
      END_OF_DAY,
      [muted],
    )
    expect(items.map(({ kind, entityId }) => [kind, entityId])).toEqual([['mention', asking.id]])
  })

  it('shows what was said outside a case as well', () => {
    const direct = `conversation:${CASE}` as const
    const said = message({ caseId: null, conversationId: CASE })
    expect(
      whatWaits(NURSE, [{ stream: direct, readSeq: 0, entities: [state('message', said)] }], END_OF_DAY),
    ).toMatchObject([{ kind: 'unread', stream: direct, caseId: null }])
  })
})

describe('a care plan', () => {
  const member = ({ accountId }: QueueReader, profession: Profession, over: Partial<CircleMember> = {}) =>
    state(
      'circleMember',
      newCircleMember({
        ...{ caseId: CASE, accountId, name: 'x', profession, addedBy: OTHER, addedAt: NOW },
        ...over,
      }),
    )
  const plan = (over: Partial<CarePlan>) => state('carePlan', { ...newCarePlan(CASE), ...over })
  const submission = { by: NURSE.accountId, at: NOW, docSeq: 3, word: 'Tout y est' }
  const kinds = (reader: QueueReader, entities: EntityState[]) =>
    waits(reader, entities).map(({ kind, band, by, since }) => [kind, band, by, since])
  const SECOND: QueueReader = { accountId: OTHER, profession: 'physician' }

  it('asks nothing of whoever is there in an emergency', () => {
    const there = (basis: CircleMember['basis']) => [
      member(NURSE, 'nurse'),
      member(DOCTOR, 'physician', { basis }),
      plan({ submission }),
    ]
    expect(kinds(DOCTOR, there('team'))).toHaveLength(1)
    expect(kinds(DOCTOR, there('emergency'))).toEqual([])
  })

  it('that is ready waits for every doctor of the circle, for today', () => {
    const held = [
      member(NURSE, 'nurse'),
      member(DOCTOR, 'physician'),
      member(SECOND, 'physician'),
      plan({ submission }),
    ]
    for (const doctor of [DOCTOR, SECOND])
      expect(kinds(doctor, held)).toEqual([['signPlan', 'today', NURSE.accountId, NOW]])
    expect(kinds(NURSE, held)).toEqual([])
  })

  it('waits for its referent alone where that is a doctor who is still there', () => {
    const held = (over: Partial<CircleMember> = {}) => [
      plan({ submission, referentId: SECOND.accountId }),
      member(DOCTOR, 'physician'),
      member(SECOND, 'physician', over),
    ]
    expect(kinds(DOCTOR, held())).toEqual([])
    expect(kinds(SECOND, held())).toHaveLength(1)
    expect(kinds(DOCTOR, held({ status: 'left' }))).toHaveLength(1)
  })

  it('that came back waits for whoever had sent it, until it is sent again or signed', () => {
    const returned = { by: DOCTOR.accountId, at: NOW, word: 'Qui appelle ?', to: NURSE.accountId }
    const circle = [member(NURSE, 'nurse'), member(DOCTOR, 'physician')]
    expect(kinds(NURSE, [...circle, plan({ returned })])).toEqual([
      ['planReturned', 'today', DOCTOR.accountId, NOW],
    ])
    expect(kinds(DOCTOR, [...circle, plan({ returned })])).toEqual([])
    expect(kinds(NURSE, [...circle, plan({})])).toEqual([])
  })
})

describe('minutes', () => {
  const member = ({ accountId }: QueueReader) =>
    state(
      'circleMember',
      newCircleMember({
        ...{ caseId: CASE, accountId, name: 'x', profession: 'nurse', addedBy: OTHER, addedAt: NOW },
      }),
    )
  const item = (over: Partial<AgendaItem> = {}) =>
    state('agendaItem', {
      ...newAgendaItem({ caseId: CASE, question: 'x', proposedBy: OTHER, proposedAt: NOW }),
      ...{ status: 'discussed', discussed: { by: NURSE.accountId, at: NOW }, chairId: DOCTOR.accountId },
      ...over,
    })
  const circle = [member(NURSE), member(DOCTOR)]
  const kinds = (reader: QueueReader, entities: EntityState[]) =>
    waits(reader, entities).map(({ kind, band, by, since }) => [kind, band, by, since])

  it('of a case that was talked over wait for the chair, for today, until they are filed', () => {
    const held = item()
    expect(kinds(DOCTOR, [...circle, held])).toEqual([['signMinutes', 'today', NURSE.accountId, NOW]])
    expect(kinds(NURSE, [...circle, held])).toEqual([])
    const filed = state('filedMinutes', { agendaItemId: held.id })
    expect(kinds(DOCTOR, [...circle, held, filed])).toEqual([])
  })

  it('of a case that waits for its meeting wait for nobody', () =>
    expect(kinds(DOCTOR, [...circle, item({ status: 'proposed', discussed: null })])).toEqual([]))
})
