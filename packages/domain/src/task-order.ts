/** Which task waits for which, and which are alike. */
import { DomainError } from './errors.ts'
import { isTaskEnded, type Task } from './task.ts'
import { foldText } from './values.ts'

/** @returns undefined where there is no such task, or it was erased */
export type FindTask = (id: string) => Task | null | undefined

/** Those that a task waits for and that have not ended, whatever their end will be. */
export const blockersOf = ({ dependsOn }: Pick<Task, 'dependsOn'>, find: FindTask): string[] =>
  dependsOn.filter((id) => {
    const other = find(id)
    return other ? !isTaskEnded(other) : false
  })

/** Whether a task waits for others: it may be taken, and is not done before they are. */
export const isBlocked = (task: Task, find: FindTask): boolean =>
  !isTaskEnded(task) && blockersOf(task, find).length > 0

/** @throws conflict { why: 'waits_for', taskIds } */
export function requireUnblocked(task: Task, find: FindTask): void {
  const taskIds = blockersOf(task, find)
  if (taskIds.length > 0) throw new DomainError('conflict', { why: 'waits_for', taskIds })
}

/**
 * Checks what a task is to wait for.
 * @param id of the task itself; a new one has none that another could wait for
 * @throws invalid when one of them is not in the case, or would wait for this one
 */
export function requireOrder(id: string, dependsOn: readonly string[], find: FindTask): void {
  for (const other of dependsOn) {
    if (other !== id && !find(other)) throw new DomainError('invalid', { field: 'dependsOn', why: 'unknown' })
  }
  const seen = new Set<string>()
  const ahead = [...dependsOn]
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    if (next === id) throw new DomainError('invalid', { field: 'dependsOn', why: 'cycle' })
    if (seen.has(next)) continue
    seen.add(next)
    ahead.push(...(find(next)?.dependsOn ?? []))
  }
}

/** Words that say nothing of what is to be done: articles, prepositions, and verbs of any work; folded. */
const IDLE_WORDS = new Set(
  'faire refaire changer voir revoir prendre do make see le la les un une des de du d l a au aux et en pour par sur avec son sa ses chez the of to for and on'.split(
    ' ',
  ),
)

const wordsOf = (title: string) =>
  new Set(
    foldText(title)
      .split(' ')
      .filter((word) => word.length > 1 && !IDLE_WORDS.has(word))
      // « pansements » is the same work as « pansement ».
      .map((word) => word.replace(/(?<=.{3})[sx]$/u, '')),
  )

/**
 * Tasks that have not ended, for the same, whose title shares most of the words of the shorter one: shown
 * before a like one is asked for again. A warning, never a refusal.
 * @returns the likest first
 */
export function likeTasks<Entry extends { readonly after: Task }>(
  tasks: Iterable<Entry>,
  draft: Pick<Task, 'title' | 'forProfession' | 'forAccount'>,
): Entry[] {
  const words = wordsOf(draft.title)
  const found: { entry: Entry; likeness: number }[] = []
  for (const entry of tasks) {
    const { after } = entry
    if (isTaskEnded(after) || !mayBeForTheSame(after, draft)) continue
    const others = wordsOf(after.title)
    const shorter = Math.min(words.size, others.size)
    const shared = [...words].filter((word) => others.has(word)).length
    if (shorter > 0 && shared * 2 > shorter) found.push({ entry, likeness: shared / shorter })
  }
  return found.sort((one, other) => other.likeness - one.likeness).map(({ entry }) => entry)
}

type For = Pick<Task, 'forProfession' | 'forAccount'>
const mayBeForTheSame = (one: For, other: For) =>
  one.forAccount !== null && other.forAccount !== null
    ? one.forAccount === other.forAccount
    : one.forProfession === other.forProfession || one.forProfession === null || other.forProfession === null
