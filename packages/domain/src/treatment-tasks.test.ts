import { expect, it } from 'vitest'
import { changeMedication, newMedication, stopMedication, type Medication } from './medication.ts'
import { doseInWords, pillboxTasks } from './treatment-tasks.ts'

const ID = '00000000-0000-4000-8000-000000000001'
const ME = '00000000-0000-4000-8000-000000000009'
const AT = '2026-11-22T09:00:00.000Z'
const line = (name: string, over: Partial<Medication> = {}) =>
  newMedication({ caseId: ID, name, addedBy: ID, startedAt: AT, ...over })
const nurse = { profession: 'nurse' } as const

it('evening to morning makes the task of whoever fills the organiser, with before and after', () => {
  const before = line('Apixaban', { moments: { evening: '1' }, preparedBy: nurse })
  const after = changeMedication(before, ID, AT, { moments: { morning: '1' } }, 'Oublis')
  expect(pillboxTasks([{ id: 'a', before, after }], [{ id: 'a', after }], ME)).toEqual([
    {
      title: 'Refaire le pilulier : Apixaban',
      detail: 'Apixaban\nAvant : 1 soir\nMaintenant : 1 matin',
      forAccount: null,
      forProfession: 'nurse',
      urgency: 'important',
    },
  ])
})

it('several changes for one person are one task, and a relative is told by whoever made them', () => {
  const apixaban = line('Apixaban', { preparedBy: { words: 'sa fille' } })
  const bisoprolol = line('Bisoprolol', { preparedBy: { words: 'sa fille' } })
  const tasks = pillboxTasks(
    [
      { id: 'a', before: apixaban, after: stopMedication(apixaban, ID, AT, 'Saignement') },
      { id: 'b', before: undefined, after: bisoprolol },
    ],
    [],
    ME,
  )
  expect(tasks).toHaveLength(1)
  expect(tasks[0]).toMatchObject({
    title: 'Prévenir sa fille : pilulier à refaire (Apixaban, Bisoprolol)',
    forAccount: ME,
    forProfession: null,
  })
  expect(tasks[0]?.detail).toContain('Maintenant : arrêté')
})

it('nothing follows where nobody fills one, or the dose stays', () => {
  const before = line('Apixaban', { preparedBy: nurse })
  expect(pillboxTasks([{ id: 'a', before, after: { ...before, indication: 'FA' } }], [], ME)).toEqual([])
  expect(pillboxTasks([{ id: 'a', before: undefined, after: line('Doliprane') }], [], ME)).toEqual([])
})

it('a dose is said by its moments, its words, or both', () => {
  expect(doseInWords(line('x', { moments: { morning: '1', night: '½' }, posology: 'avec de l’eau' }))).toBe(
    '1 matin, ½ coucher (avec de l’eau)',
  )
  expect(doseInWords(line('x'))).toBe('sans posologie notée')
})
