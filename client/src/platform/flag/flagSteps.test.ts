import {
  acknowledgeFlag,
  changeMedication,
  closeFlag,
  newFlag,
  newMedication,
  newTask,
  proposeOnFlag,
  reopenFlag,
  resolveFlag,
  stopMedication,
} from '@colloque/domain'
import { expect, it } from 'vitest'
import { flagSteps, linesOfAnswer, tasksOfAnswer } from './flagSteps.ts'

const at = (hour: number) => `2026-03-09T${String(hour).padStart(2, '0')}:00:00.000Z`
const raised = newFlag({
  ...{ caseId: 'c', title: 'Apixaban avec ibuprofène', severity: 'AD', detail: 'Saignement' },
  ...{ raisedBy: 'linh', raisedAt: at(8) },
})
const kinds = (flag: typeof raised) => flagSteps(flag).map(({ kind }) => kind)

it('tells each step in order, those of its ladder among them', () => {
  const asked = {
    ...raised,
    escalation: {
      ...{ delayMinutes: 15, repeatMinutes: 5, nextAt: null },
      steps: [{ rung: 'referent' as const, at: at(9), accountIds: ['nadia'] }],
    },
  }
  const proposed = proposeOnFlag(asked, { id: 'p', words: 'Arrêter', changes: [], by: 'samuel', at: at(10) })
  const seen = acknowledgeFlag(proposed, 'helene', at(11))
  const answered = resolveFlag(seen, 'helene', at(12), 'refused', 'Bénéfice supérieur')
  expect(kinds(closeFlag(answered, 'linh', at(13), null))).toEqual([
    ...['raised', 'asked', 'proposed', 'acknowledged', 'answered', 'checked'],
  ])
})

it('tells no acknowledgement where the answer is one, and says why it was taken up again', () => {
  const answered = resolveFlag(raised, 'helene', at(9), 'treatmentChanged', 'Arrêté')
  expect(kinds(answered)).toEqual(['raised', 'answered'])
  expect(flagSteps(reopenFlag(answered, 'linh', at(10), 'Encore pris')).at(-1)).toMatchObject({
    kind: 'reopened',
    words: 'Encore pris',
  })
})

it('knows the lines and the tasks of an answer by its instant', () => {
  const answered = resolveFlag(raised, 'helene', at(9), 'treatmentChanged', 'Arrêté')
  const medication = newMedication({ caseId: 'c', name: 'Ibuprofène', addedBy: 'linh', startedAt: at(1) })
  const lines = [
    { id: '1', after: stopMedication(medication, 'helene', at(9), 'Arrêté') },
    { id: '2', after: changeMedication(medication, 'helene', at(10), { posology: '1' }, 'plus tard') },
    { id: '3', after: medication },
  ]
  expect(linesOfAnswer(answered, lines).map(({ id }) => id)).toEqual(['1'])
  expect(linesOfAnswer(raised, lines)).toEqual([])
  const task = newTask({ caseId: 'c', title: 'Refaire le pilulier', createdBy: 'helene', createdAt: at(9) })
  const tasks = [
    { id: 'a', after: task },
    { id: 'b', after: { ...task, createdAt: at(10) } },
    { id: 'w', after: { ...task, createdAt: at(11) } },
  ]
  expect(
    tasksOfAnswer({ ...answered, monitoring: { taskId: 'w', until: '2026-03-12' } }, tasks).map(
      ({ id }) => id,
    ),
  ).toEqual(['a', 'w'])
})
