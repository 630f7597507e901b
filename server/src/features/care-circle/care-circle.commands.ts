import {
  canRemoveFromCircle,
  DomainError,
  withoutPerson,
  type Account,
  type CircleMember,
  type Task,
} from '@colloque/domain'
import { membershipOf } from '../../platform/circle.ts'
import { entity, type CommandHandlers } from '../../platform/commands.ts'
import type { StreamFold } from '../../platform/change-log/index.ts'

interface Directory {
  /** @returns the account, or undefined when there is none */
  account(accountId: string): Promise<Account | undefined>
}

export function careCircleCommands(
  directory: Directory,
): Pick<CommandHandlers, 'circle.add' | 'circle.remove'> {
  return {
    'circle.add': async (input, actor) => {
      const account = input.accountId === undefined ? undefined : await directory.account(input.accountId)
      // Only colleagues of a team that both are in: a wider directory would tell who works where.
      const colleague = account?.teamIds.some((teamId) => actor.teamIds.includes(teamId))
      if (input.accountId !== undefined && !colleague)
        throw new DomainError('invalid', { field: 'accountId' })
      if (!account && input.name === undefined) throw new DomainError('invalid', { field: 'name' })
      if (!account && input.profession === undefined && input.relation === undefined) {
        throw new DomainError('invalid', { field: 'relation' })
      }
      return ({ fold, caseId, now, newId }) => {
        if (account && membershipOf(fold, account.id))
          throw new DomainError('conflict', { why: 'already_in_circle' })
        const member: CircleMember = {
          caseId,
          accountId: account?.id ?? null,
          name: account?.name ?? input.name ?? '',
          profession: account?.profession ?? input.profession ?? null,
          relation: input.relation ?? null,
          phone: account?.phone ?? input.phone ?? null,
          role: input.role ?? 'member',
          status: 'active',
          addedBy: actor.accountId,
          addedAt: now,
          leftAt: null,
          leftReason: null,
        }
        return { kind: 'circle.memberAdded', entities: [entity('circleMember', newId(0), member)] }
      }
    },

    'circle.remove':
      (input) =>
      ({ fold, member, now }) => {
        const leaving = fold
          .all<CircleMember>('circleMember')
          .find(
            ({ id, after }) =>
              after?.status === 'active' &&
              (id === input.memberId ||
                (input.accountId !== undefined && after.accountId === input.accountId)),
          )
        if (!leaving?.after || !member) throw new DomainError('not_found', { type: 'circleMember' })
        if (!canRemoveFromCircle(member, leaving.after))
          throw new DomainError('invalid', { why: 'not_yours_to_remove' })
        const others = fold
          .all<CircleMember>('circleMember')
          .filter(
            ({ id, after }) => id !== leaving.id && after?.status === 'active' && after.accountId !== null,
          )
        // A case without a professional could be opened by nobody ever again.
        if (leaving.after.accountId !== null && others.length === 0)
          throw new DomainError('conflict', { why: 'last_of_circle' })
        const left: CircleMember = {
          ...leaving.after,
          status: 'left',
          leftAt: now,
          leftReason: input.reason ?? null,
        }
        return {
          kind: 'circle.memberRemoved',
          entities: [entity('circleMember', leaving.id, left), ...freedTasks(fold, left.accountId)],
        }
      },
  }
}

/** What somebody who leaves held is free in the same change: they could not give it back any more. */
function freedTasks(fold: StreamFold, accountId: string | null) {
  if (accountId === null) return []
  return fold.all<Task>('task').flatMap(({ id, after }) => {
    const freed = after && withoutPerson(after, accountId)
    return freed && freed !== after ? [entity('task', id, freed)] : []
  })
}
