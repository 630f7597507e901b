import { DomainError, type Account, type Conversation } from '@colloque/domain'
import { v5 } from 'uuid'
import { entity, type CommandHandlers } from '../../platform/commands.ts'

interface Directory {
  account(accountId: string): Promise<Account | undefined>
}

/** Direct conversations, and what somebody wants to hear of. */
export function directCommands(
  directory: Directory,
): Pick<CommandHandlers, 'conversation.open' | 'attention.set' | 'reach.set'> {
  return {
    'conversation.open': async ({ accountIds }, actor) => {
      const others = [...new Set(accountIds)].filter((id) => id !== actor.accountId)
      if (others.length === 0) throw new DomainError('invalid', { field: 'accountIds', why: 'oneself' })
      const found = await Promise.all(others.map((id) => directory.account(id)))
      const areColleagues = found.every((account) =>
        account?.teamIds.some((teamId) => actor.teamIds.includes(teamId)),
      )
      if (!areColleagues) throw new DomainError('invalid', { field: 'accountIds' })
      return ({ fold, now }) => {
        const id = fold.stream.slice('conversation:'.length)
        const held = fold.all('conversation')[0]
        if (held) return { unchanged: { type: 'conversation', id: held.id } }
        const after: Conversation = {
          kind: 'direct',
          teamId: null,
          memberIds: [actor.accountId, ...others].sort(),
          createdBy: actor.accountId,
          createdAt: now,
        }
        // Under the stream's own id: what the reply names is what the next message names.
        return { kind: 'conversation.opened', entities: [entity('conversation', id, after)] }
      }
    },

    'attention.set':
      ({ stream, threadId, mode }) =>
      ({ actor }) => {
        const id = v5(`attention ${stream} ${threadId ?? ''}`, actor.accountId)
        return { kind: 'attention.set', entities: [entity('attention', id, { stream, threadId, mode })] }
      },

    'reach.set':
      ({ quiet, urgentBreaksQuiet, push, email }) =>
      ({ actor }) => {
        const after = { quiet, urgentBreaksQuiet, push, email }
        return { kind: 'reach.set', entities: [entity('reach', v5('reach', actor.accountId), after)] }
      },
  }
}
