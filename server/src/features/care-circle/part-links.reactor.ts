import {
  parseStream,
  withoutPerson,
  type CaseLink,
  type Change,
  type Part,
  type PartLink,
  type Task,
} from '@colloque/domain'
import { v5 } from 'uuid'
import type { ReactorCommand, ReactorDefinition } from '../../platform/change-log/index.ts'
import { caseLinkId } from './case-links.reactor.ts'

/**
 * Tells each person, in their own stream, which parts of a case they see; and frees in a part what somebody held who
 * sees it no longer, since they could not give it back any more.
 */
export const partLinksReactor: ReactorDefinition = {
  name: 'part-links',
  on: (change) => {
    switch (parseStream(change.stream)?.kind) {
      case 'part':
        return linksOf(change)
      case 'member':
        return freedBy(change)
      default:
        return []
    }
  },
}

function linksOf({ entities }: Change): ReactorCommand[] {
  return entities.flatMap(({ type, id: partId, after }) => {
    if (type !== 'part' || after === null) return []
    const { caseId, memberIds } = after as Part
    return memberIds.map((accountId) => ({
      stream: `member:${accountId}` as const,
      input: { partId },
      decide: (fold) => {
        // Who has left meanwhile is told so, and not to come.
        const status =
          fold.get<CaseLink>('caseLink', caseLinkId(caseId, accountId))?.after?.status ?? 'active'
        const link: PartLink = { partId, caseId, status }
        return {
          kind: status === 'active' ? 'member.partJoined' : 'member.partLeft',
          entities: [{ type: 'partLink', id: v5(partId, accountId), after: link }],
        }
      },
    })) satisfies ReactorCommand[]
  })
}

function freedBy({ stream, entities }: Change): ReactorCommand[] {
  const accountId = parseStream(stream)?.id ?? ''
  return entities.flatMap(({ type, after }) => {
    const link = after as PartLink | null
    if (type !== 'partLink' || link?.status !== 'left') return []
    const { partId } = link
    const command: ReactorCommand = {
      stream: `part:${partId}`,
      input: { left: accountId },
      decide: (fold) => {
        const freed = fold.all<Task>('task').flatMap(({ id, after: task }) => {
          const left = task && withoutPerson(task, accountId)
          return left && left !== task ? [{ type: 'task', id, after: left }] : []
        })
        return freed.length > 0
          ? { kind: 'part.memberLeft', entities: freed }
          : { unchanged: { type: 'part', id: partId } }
      },
    }
    return [command]
  })
}
