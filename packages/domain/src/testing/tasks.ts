/** People and tasks of the tests of tasks. */
import { DomainError } from '../errors.ts'
import { newTask, type Task, type Worker } from '../task.ts'

export const AT = '2026-03-09T14:30:00.000Z'
const person = (n: number, profession: Worker['profession']): Worker => ({
  accountId: `00000000-0000-4000-8000-00000000000${n}`,
  profession,
})
export const NURSE = person(1, 'nurse')
export const COLLEAGUE = person(2, 'nurse')
export const DOCTOR = person(3, 'physician')
export const PHARMACIST = person(4, 'pharmacist')
/** Asked for the tasks. */
export const AUTHOR = person(5, 'coordinator')
export const PEOPLE = [NURSE, COLLEAGUE, DOCTOR, PHARMACIST, AUTHOR]

/** A free task for nurses. */
export const buildTask = (over: Partial<Task> = {}): Task =>
  newTask({
    caseId: '00000000-0000-4000-8000-0000000000aa',
    title: 'Pansement',
    forProfession: 'nurse',
    createdBy: AUTHOR.accountId,
    createdAt: AT,
    ...over,
  })

/** @throws Error when it is not refused, or by something else than a rule */
export function refused(act: () => unknown): DomainError {
  try {
    act()
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
  throw new Error('it was not refused')
}
