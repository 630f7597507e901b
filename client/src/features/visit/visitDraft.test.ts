import { commands } from '@colloque/contract'
import { expect, it } from 'vitest'
import {
  draftOfInput,
  emptyVisit,
  isEmptyVisit,
  moveNeed,
  newDraftNeed,
  newDraftTask,
  problemOfNeed,
  visitInput,
  type DraftNeed,
  type VisitDraft,
} from './visitDraft.ts'
import { visitOverlay } from './visitOverlay.ts'

const CASE = '01a2b3c4-0000-7000-8000-000000000001'
let count = 0
const newId = () => `01a2b3c4-0000-7000-8000-${String(++count).padStart(12, '0')}`

const need = (fields: Partial<DraftNeed>): DraftNeed => ({
  ...newDraftNeed(newId()),
  text: 'Oublie le soir',
  domain: 'medication',
  ...fields,
})
const followed = need({
  necessary: true,
  possible: true,
  tasks: [
    { id: 'a', title: 'Préparer le pilulier', forWhom: 'profession:nurse', day: '2026-03-09' },
    { id: 'b', title: 'Appeler la fille', forWhom: `account:${CASE}`, day: '' },
  ],
  referral: { to: ' Consultation mémoire ', profession: '', reason: 'Oublis', phone: '04 00' },
})
const visit = (needs: DraftNeed[]): VisitDraft => ({
  text: 'Vue chez elle',
  entered: { bloodPressure: { value: 142, value2: 78 } },
  needs,
})

it('is what the contract takes, in the order of the needs, without the lines left empty', () => {
  const input = visitInput(
    CASE,
    visit([need({ text: 'Seule' }), newDraftNeed('x'), followed]),
    'Vue chez elle',
  )
  const parsed = commands['visit.record'].input.parse({ commandId: CASE, ...input })
  expect(parsed.needs.map(({ text }) => text)).toEqual(['Seule', 'Oublie le soir'])
  expect(parsed.needs[1]).toMatchObject({
    tasks: [
      { title: 'Préparer le pilulier', forProfession: 'nurse', dueAt: '2026-03-09T17:00:00.000Z' },
      { title: 'Appeler la fille', forAccount: CASE, dueAt: null },
    ],
    referral: { to: 'Consultation mémoire', phone: '04 00' },
  })
  expect(parsed.readings).toEqual([{ kind: 'bloodPressure', value: 142, value2: 78 }])
})

it('comes back as it was written when it is refused', () => {
  const written = visit([followed])
  const back = draftOfInput(visitInput(CASE, written, written.text), newId)
  expect(visitInput(CASE, back, back.text)).toEqual(visitInput(CASE, written, written.text))
})

it('says what is missing before it is sent', () => {
  expect(problemOfNeed(need({ domain: '' }))).toBe('needDomain')
  expect(problemOfNeed(need({ text: ' ' }))).toBe('needText')
  expect(problemOfNeed(need({ tasks: [newDraftTask('t', newDraftNeed('n'))] }))).toBe('taskTitle')
  expect(problemOfNeed(need({ referral: { to: '', profession: '', reason: 'x', phone: '' } }))).toBe(
    'referralMissingTo',
  )
  expect(problemOfNeed(followed)).toBeUndefined()
})

it('puts needs in order one place at a time, and stops at the ends', () => {
  const needs = ['a', 'b', 'c'].map((id) => newDraftNeed(id))
  const ids = () => needs.map(({ id }) => id).join('')
  expect(moveNeed(needs, 'c', -1)).toBe(true)
  expect(ids()).toBe('acb')
  expect(moveNeed(needs, 'a', 1)).toBe(true)
  expect(ids()).toBe('cab')
  expect(moveNeed(needs, 'c', -1)).toBe(false)
  expect(moveNeed(needs, 'b', 1)).toBe(false)
  expect(ids()).toBe('cab')
})

it('is empty until something is written, measured or needed', () => {
  expect(isEmptyVisit(emptyVisit())).toBe(true)
  expect(isEmptyVisit({ ...emptyVisit(), needs: [newDraftNeed('a')] })).toBe(false)
})

it('shows at once: the note, its readings, and each need with its tasks and its referral behind those that stand', () => {
  const input = visitInput(CASE, visit([followed]), 'Vue chez elle')
  const at = '2026-03-09T10:00:00.000Z'
  const made = visitOverlay(input, { authorId: 'maelle', at, newId, held: [] })
  expect(made.map(({ type }) => type)).toEqual(['message', 'measurement', 'task', 'task', 'referral', 'need'])
  const [note, measured, , task, referral, last] = made
  expect(note?.after).toMatchObject({ kind: 'note', measurementIds: [measured?.id] })
  expect(referral?.after).toMatchObject({ status: 'asked', followedBy: 'maelle', noteId: note?.id })
  expect(last?.after).toMatchObject({ rank: 1, referralIds: [referral?.id], noteId: note?.id })
  expect((last?.after as { taskIds: string[] }).taskIds).toContain(task?.id)
})
