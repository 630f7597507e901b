import {
  newPersonWish,
  recordWish,
  takeBackWish,
  type WishesChanged,
  type WishesOfCase,
} from '@colloque/domain'
import type { DecidedEntity, StreamFold } from '../../platform/change-log/index.ts'
import { requireInCircle } from '../../platform/circle.ts'
import { entity, requireEntity, type CommandHandlers } from '../../platform/commands.ts'
import { requireNotLater } from '../../platform/days.ts'
import { wishesOf } from '../../platform/wishes.ts'

type Handlers = Pick<CommandHandlers, 'wish.record' | 'wish.withdraw'>

/** What the person wants. The project heard last is the sentence in the strip of the case: they change together. */
export const wishCommands: Handlers = {
  'wish.record':
    (input) =>
    ({ fold, caseId, actor, now, newId }) => {
      const heardBy = input.heardBy ?? actor.accountId
      requireInCircle(fold, heardBy, 'heardBy', now)
      requireNotLater(input.heardOn, now, 'heardOn')
      const { aspect, text, heardOn } = input
      const recorded = { by: actor.accountId, at: now }
      const wish = newPersonWish({ caseId, aspect, text, heardOn, heardBy, recorded })
      const before = wishesOf(fold, caseId)
      const after = recordWish(before, { id: newId(0), wish }, newId(1), input.replaces)
      return { kind: 'wish.recorded', entities: wishEntities(fold, before, after) }
    },

  'wish.withdraw':
    ({ wishId, reason }) =>
    ({ fold, caseId, actor, now }) => {
      const before = wishesOf(fold, caseId)
      const after = takeBackWish(before, wishId, { by: actor.accountId, at: now, reason })
      return { kind: 'wish.withdrawn', entities: wishEntities(fold, before, after) }
    },
}

/** The wishes that change, and the sentence of the case where it becomes another. */
function wishEntities(
  fold: StreamFold,
  { caseId, sentence: before }: WishesOfCase,
  { changed, sentence }: WishesChanged,
): DecidedEntity[] {
  const wishes = changed.map(({ id, wish }) => entity('personWish', id, wish))
  if (JSON.stringify(before) === JSON.stringify(sentence)) return wishes
  const held = requireEntity(fold, 'patientCase', caseId)
  return [...wishes, entity('patientCase', caseId, { ...held.after, wish: sentence })]
}
