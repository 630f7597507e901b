/** Emergency access: opened from outside the circle, seen by all of it, ended and reviewed. */
import {
  BREAK_GLASS_MS,
  canBreakGlass,
  DomainError,
  endBreakGlass,
  newCircleMember,
  reviewBreakGlass,
  type BreakGlass,
  type CircleMember,
  type PatientCase,
} from '@colloque/domain'
import { membershipOf } from '../../platform/circle.ts'
import { decided, entity, requireEntity, type CommandHandlers } from '../../platform/commands.ts'
import { requireNoObjection } from './care-circle.commands.ts'
import { freedTasks } from './circle-changes.ts'

type Handlers = Pick<CommandHandlers, 'breakGlass.open' | 'breakGlass.end' | 'breakGlass.review'>

export const breakGlassCommands: Handlers = {
  'breakGlass.open': ({ reason, words }, actor) => {
    const { accountId, name, profession } = actor
    if (profession === null || !canBreakGlass(profession))
      throw new DomainError('invalid', { why: 'not_your_profession' })
    return ({ fold, caseId, now, newId }) => {
      const patientCase = fold.get<PatientCase>('patientCase', caseId)?.after
      if (!patientCase || !actor.teamIds.includes(patientCase.teamId)) throw new DomainError('not_found')
      if (membershipOf(fold, actor.accountId, now))
        throw new DomainError('conflict', { why: 'already_in_circle' })
      requireNoObjection(fold, { accountId, profession })
      const until = new Date(Date.parse(now) + BREAK_GLASS_MS).toISOString()
      const [id, memberId] = [newId(0), newId(1)]
      const access: BreakGlass = {
        ...{ caseId, accountId, memberId, name, profession, reason, words, until },
        ...{ openedAt: now, ended: null, review: null },
      }
      const member = newCircleMember({
        ...{ caseId, accountId, name, profession, until, basis: 'emergency' },
        ...{ addedBy: accountId, addedAt: now },
      })
      return {
        kind: 'breakGlass.opened',
        entities: [entity('breakGlass', id, access), entity('circleMember', memberId, member)],
      }
    }
  },

  'breakGlass.end':
    ({ breakGlassId }) =>
    ({ actor, member, fold, now }) => {
      const held = requireEntity(fold, 'breakGlass', breakGlassId)
      const isHolder = held.after.accountId === actor.accountId
      // Another emergency access has no word in this one.
      if (!isHolder && member?.basis === 'emergency') throw new DomainError('invalid', { why: 'not_yours' })
      const membership = requireEntity(fold, 'circleMember', held.after.memberId)
      const left: CircleMember = { ...membership.after, status: 'left', leftAt: now }
      return {
        kind: 'breakGlass.ended',
        entities: [
          entity('breakGlass', breakGlassId, endBreakGlass(held.after, actor.accountId, now)),
          entity('circleMember', held.after.memberId, left),
          ...freedTasks(fold, held.after.accountId),
        ],
      }
    },

  'breakGlass.review':
    ({ breakGlassId, verdict, word }) =>
    ({ actor, fold, now }) => {
      const held = requireEntity(fold, 'breakGlass', breakGlassId)
      const circle = fold.all<CircleMember>('circleMember').flatMap(({ after }) => after ?? [])
      const review = { by: actor.accountId, at: now, verdict, word: word ?? null }
      return decided('breakGlass.reviewed', 'breakGlass', held, reviewBreakGlass(held.after, circle, review))
    },
}
