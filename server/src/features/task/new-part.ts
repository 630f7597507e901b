import type { ParsedInput } from '@colloque/contract'
import { DomainError, type Part } from '@colloque/domain'
import type { CommandContext } from '../../platform/commands.ts'
import { requireWorker } from './task-input.ts'

/**
 * The part of the case that a task makes whose author has said who sees it.
 * @returns undefined where the whole circle does
 * @throws invalid when one of them is not in the circle, or nobody but the author is named
 */
export function newPart(
  { visibleTo }: ParsedInput<'task.create'>,
  context: CommandContext,
): Part | undefined {
  if (visibleTo === undefined) return undefined
  const { actor, among = [], caseId, now } = context
  for (const accountId of visibleTo) requireWorker(context, 'visibleTo', accountId)
  if (among.length < 2) throw new DomainError('invalid', { field: 'visibleTo', why: 'yourself' })
  return { caseId, memberIds: [...among], createdBy: actor.accountId, createdAt: now }
}
