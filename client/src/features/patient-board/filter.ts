import type { Task } from '@colloque/domain'
import type { BoardCard } from '@colloque/board'

export const KINDS = [
  'mine',
  'task',
  'flag',
  'measurement',
  'file',
  'checks',
  'due',
  'overdue',
  'plain',
] as const
export type Kind = (typeof KINDS)[number]

/** What a card must be to be shown: all of it at once. */
export interface BoardFilter {
  /** Account id of whoever has to do with the card. */
  readonly person: string | undefined
  readonly kinds: readonly Kind[]
}

export const NO_FILTER: BoardFilter = { person: undefined, kinds: [] }

export const isFiltering = ({ person, kinds }: BoardFilter) => person !== undefined || kinds.length > 0

/** What a card is looked at with. */
export interface FilterView {
  /** The reader. */
  readonly me: string | undefined
  /** A calendar day. */
  readonly today: string
  /** Finds a task that the reader can see. */
  taskOf(id: string): Task | undefined
}

export function isShown(card: BoardCard, { person, kinds }: BoardFilter, view: FilterView): boolean {
  const isOf = (who: string) => peopleOf(card, view).includes(who)
  return (
    (person === undefined || isOf(person)) &&
    kinds.every((kind) =>
      kind === 'mine' ? view.me !== undefined && isOf(view.me) : isOfKind(card, kind, view),
    )
  )
}

/** Whoever is on the card, wrote it, holds one of its tasks, or is asked for one by name. */
export function peopleOf(card: BoardCard, { taskOf }: Pick<FilterView, 'taskOf'>): string[] {
  const ofTasks = card.links.flatMap(({ type, id }) => {
    const task = type === 'task' ? taskOf(id) : undefined
    return task ? [task.claimed?.by, task.forAccount] : []
  })
  return [...card.people, card.createdBy, ...ofTasks].filter((id): id is string => Boolean(id))
}

function isOfKind(card: BoardCard, kind: Exclude<Kind, 'mine'>, { today }: FilterView): boolean {
  switch (kind) {
    case 'due':
      return card.due !== undefined
    case 'overdue':
      return card.due !== undefined && card.due < today
    case 'checks':
      return card.checks > 0
    case 'plain':
      return card.links.length === 0
    default:
      return card.links.some(({ type }) => type === kind)
  }
}
