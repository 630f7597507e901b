import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completeTask } from './task-acts.ts'
import { isBlocked, likeTasks, requireOrder, requireUnblocked } from './task-order.ts'
import type { Task } from './task.ts'
import { AT, buildTask, NURSE, refused } from './testing/tasks.ts'

const id = (n: number) => `00000000-0000-4000-8000-0000000001${String(n).padStart(2, '0')}`
const findIn = (tasks: Record<string, Task>) => (one: string) => tasks[one]

describe('a task that waits for others', () => {
  const first = buildTask({ title: 'Commander le lit médicalisé' })
  const second = buildTask({ title: 'Installer la chambre', dependsOn: [id(1)] })

  it('is blocked until they have ended, whatever their end, or are there no more', () => {
    const whenFirst = (task: Task | undefined) =>
      isBlocked(second, (one) => (one === id(1) ? task : undefined))
    expect(whenFirst(first)).toBe(true)
    expect(whenFirst(completeTask(first, NURSE, AT, null))).toBe(false)
    expect(whenFirst(buildTask({ status: 'notDone' }))).toBe(false)
    expect(whenFirst(undefined)).toBe(false)
    expect(refused(() => requireUnblocked(second, findIn({ [id(1)]: first }))).data).toEqual({
      why: 'waits_for',
      taskIds: [id(1)],
    })
  })

  it('does not wait for itself, nor in a circle, nor for what is not in the case', () => {
    const tasks = { [id(1)]: first, [id(2)]: second }
    expect(() => requireOrder(id(3), [id(1), id(2)], findIn(tasks))).not.toThrow()
    expect(refused(() => requireOrder(id(1), [id(2)], findIn(tasks))).data).toMatchObject({ why: 'cycle' })
    expect(refused(() => requireOrder(id(1), [id(1)], findIn(tasks))).data).toMatchObject({ why: 'cycle' })
    expect(refused(() => requireOrder(id(1), [id(9)], findIn(tasks))).data).toMatchObject({ why: 'unknown' })
  })

  it('never stands in a circle, whatever orders are asked for one after the other', () => {
    const aLink = fc.tuple(fc.nat(7), fc.nat(7))
    fc.assert(
      fc.property(fc.array(aLink, { maxLength: 40 }), (links) => {
        const tasks = Object.fromEntries([...Array(8).keys()].map((n) => [id(n), buildTask()]))
        for (const [from, to] of links) {
          const dependsOn = [...tasks[id(from)]!.dependsOn, id(to)]
          try {
            requireOrder(id(from), dependsOn, findIn(tasks))
          } catch {
            continue
          }
          tasks[id(from)] = { ...tasks[id(from)]!, dependsOn }
        }
        // Taking away what waits for nothing that is left takes everything away.
        let left = Object.keys(tasks)
        for (;;) {
          const next = left.filter((one) => tasks[one]!.dependsOn.some((other) => left.includes(other)))
          if (next.length === left.length) break
          left = next
        }
        expect(left).toEqual([])
      }),
    )
  })
})

describe('a task that is like another', () => {
  const entry = (title: string, over: Partial<Task> = {}) => ({ title, after: buildTask({ title, ...over }) })
  const like = (draft: Partial<Task>, ...entries: ReturnType<typeof entry>[]) =>
    likeTasks(entries, buildTask(draft)).map(({ title }) => title)

  it('shares most of its words, whatever the accents and the number, and is for the same', () => {
    const entries = [
      entry('Refaire les pansements'),
      entry('Peser'),
      entry('Pansement du talon', { forProfession: 'physician' }),
      entry('Pansement du talon', { status: 'done' }),
    ]
    expect(like({ title: 'pansement' }, ...entries)).toEqual(['Refaire les pansements'])
    expect(like({ title: 'Prise de sang' }, ...entries)).toEqual([])
    expect(like({ title: 'Pesér', forProfession: null }, ...entries)).toEqual(['Peser'])
  })

  it('comes the likest first; words that say nothing, and one shared word of two, do not make it like', () => {
    const entries = [
      entry('Appeler la fille de Lucien'),
      entry('Appeler la fille'),
      entry('Appeler la pharmacie'),
      entry('Changer le pansement'),
    ]
    expect(like({ title: 'Appeler la fille de Lucien' }, ...entries)).toEqual([
      'Appeler la fille de Lucien',
      'Appeler la fille',
    ])
    expect(like({ title: 'Faire le pansement du talon' }, ...entries)).toEqual(['Changer le pansement'])
    expect(like({ title: 'Demander à la mairie' }, ...entries)).toEqual([])
  })

  it('is not another person’s', () => {
    const entries = [entry('Peser', { forAccount: NURSE.accountId })]
    expect(like({ title: 'Peser', forAccount: id(3) }, ...entries)).toEqual([])
    expect(like({ title: 'Peser', forAccount: NURSE.accountId }, ...entries)).toEqual(['Peser'])
  })
})
