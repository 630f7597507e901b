/** What a transmission says of one person: what remains, what was done and noted today. */
import { isTaskEnded, isTaskOf, type Message, type Task, type Worker } from '@colloque/domain'
import { dayAt } from '../../../platform/wallTime.ts'

interface Entry {
  readonly id: string
  readonly after: Task
}

export interface CaseDay<E extends Entry> {
  readonly caseId: string
  /** Mine, and not ended, whatever their due date: soonest first. */
  readonly open: readonly E[]
  /** Ended by me today. */
  readonly ended: readonly E[]
  /** What I have noted or said to the circle today. */
  readonly notes: readonly Message[]
}

/**
 * @returns undefined where there is nothing to hand on: nothing of today, and nothing due by the end of tomorrow
 * @param until ISO instant: what is due after that alone is no reason for a transmission
 */
export function caseDay<E extends Entry>(
  caseId: string,
  { tasks, messages }: { readonly tasks: readonly E[]; readonly messages: readonly Message[] },
  worker: Worker,
  now: Date,
  until: string,
): CaseDay<E> | undefined {
  const isToday = (at: string) => dayAt(new Date(at)) === dayAt(now)
  const open = tasks
    .filter(({ after }) => !isTaskEnded(after) && isTaskOf(after, worker))
    .sort((one, other) => (one.after.dueAt ?? '9999').localeCompare(other.after.dueAt ?? '9999'))
  const ended = tasks.filter(({ after: { ended: end } }) => end?.by === worker.accountId && isToday(end.at))
  const notes = messages.filter(
    ({ authorId, kind, deleted, postedAt }) =>
      authorId === worker.accountId && kind === 'note' && !deleted && isToday(postedAt),
  )
  const isSoon = open.some(({ after }) => after.dueAt !== null && after.dueAt <= until)
  return isSoon || ended.length > 0 || notes.length > 0 ? { caseId, open, ended, notes } : undefined
}

export interface TransmissionWords {
  readonly title: string
  readonly remains: string
  readonly nothing: string
  readonly done: string
  readonly noted: string
  open(task: Task): string
  ended(task: Task): string
  note(message: Message): string
}

/** The words that the message begins with; whoever sends it changes them as they like. */
export function transmissionText({ open, ended, notes }: CaseDay<Entry>, words: TransmissionWords): string {
  const section = (heading: string, lines: readonly string[]) =>
    lines.length ? [`${heading}\n${lines.map((line) => `– ${line}`).join('\n')}`] : []
  const remains = section(
    words.remains,
    open.map(({ after }) => words.open(after)),
  )
  return [
    words.title,
    ...(remains.length ? remains : [words.nothing]),
    ...section(
      words.done,
      ended.map(({ after }) => words.ended(after)),
    ),
    ...section(words.noted, notes.map(words.note)),
  ].join('\n\n')
}
