import type { Task } from '@colloque/domain'
import type { BoardCard, LinkType } from '@colloque/board'

export const KINDS = ['task', 'flag', 'measurement', 'due', 'plain'] as const
export type Kind = (typeof KINDS)[number]

export interface BoardFilter {
  /** Account id of whoever wrote the card, or has to do with one of its tasks. */
  readonly person: string | undefined
  readonly kind: Kind | undefined
}

export const NO_FILTER: BoardFilter = { person: undefined, kind: undefined }

export const isFiltering = ({ person, kind }: BoardFilter) => person !== undefined || kind !== undefined

/** @param taskOf finds a task that the reader can see */
export function isShown(
  card: BoardCard,
  { person, kind }: BoardFilter,
  taskOf: (id: string) => Task | undefined,
): boolean {
  return (!person || peopleOf(card, taskOf).includes(person)) && (!kind || isOfKind(card, kind))
}

/** Whoever wrote the card, holds one of its tasks, or is asked for one by name. */
export function peopleOf(card: BoardCard, taskOf: (id: string) => Task | undefined): string[] {
  const ofTasks = card.links.flatMap(({ type, id }) => {
    const task = type === 'task' ? taskOf(id) : undefined
    return task ? [task.claimed?.by, task.forAccount] : []
  })
  return [card.createdBy, ...ofTasks].filter((id): id is string => Boolean(id))
}

function isOfKind(card: BoardCard, kind: Kind): boolean {
  if (kind === 'due') return card.due !== undefined
  if (kind === 'plain') return card.links.length === 0
  return hasLink(card, kind)
}

const hasLink = (card: BoardCard, type: LinkType) => card.links.some((link) => link.type === type)
