/** What a circle shares, and what is written and told between it and those with whom it shares. */
import {
  acknowledgeShared,
  authorIn,
  DomainError,
  ReadingInputSchema,
  SHARED_PARTS,
  type CircleMember,
  type Sharing,
} from '@colloque/domain'
import {
  decided,
  entity,
  parse,
  requireEntity,
  requireRev,
  type CommandContext,
  type CommandHandlers,
} from '../../platform/commands.ts'

type Handlers = Pick<
  CommandHandlers,
  'sharing.set' | 'shared.post' | 'shared.acknowledge' | 'shared.report' | 'shared.reading'
>

export const sharingCommands: Handlers = {
  'sharing.set':
    ({ parts: chosen, rev }) =>
    ({ actor, caseId, fold, now, newId }) => {
      const held = fold.all<Sharing>('sharing').find(({ after }) => after !== null)
      if (held) requireRev(held, rev)
      const parts = SHARED_PARTS.filter((part) => chosen.includes(part))
      if (held && JSON.stringify(held.after?.parts) === JSON.stringify(parts))
        return { unchanged: { type: 'sharing', id: held.id } }
      const after: Sharing = { caseId, parts, set: { by: actor.accountId, at: now } }
      return { kind: 'sharing.set', entities: [entity('sharing', held?.id ?? newId(0), after)] }
    },

  'shared.post':
    ({ text }) =>
    (context) => ({
      kind: 'shared.posted',
      entities: [
        entity('sharedMessage', context.newId(0), { ...authorOf(context), text, acknowledgements: [] }),
      ],
    }),

  'shared.acknowledge':
    ({ sharedMessageId }) =>
    ({ actor: { accountId, name }, fold, now }) => {
      const held = requireEntity(fold, 'sharedMessage', sharedMessageId)
      const after = acknowledgeShared(held.after, { by: accountId, at: now, name })
      return decided('shared.acknowledged', 'sharedMessage', held, after)
    },

  'shared.report':
    ({ kind, words, medicationName }) =>
    (context) => ({
      kind: 'shared.reported',
      entities: [
        entity('sharedReport', context.newId(0), {
          ...{ ...authorOf(context, 'shared'), kind, words },
          medicationName: medicationName ?? null,
        }),
      ],
    }),

  'shared.reading': ({ kind, value, value2 }) => {
    const reading = parse(ReadingInputSchema, { kind, value, ...(value2 === undefined ? {} : { value2 }) })
    return (context) => ({
      kind: 'shared.measured',
      entities: [
        entity('sharedReading', context.newId(0), {
          ...{ ...authorOf(context, 'shared'), ...reading },
          value2: reading.value2 ?? null,
        }),
      ],
    })
  },
}

/**
 * @param view that the author must have
 * @throws invalid when they have another: a professional reports and measures in the case itself
 */
function authorOf({ actor, member, now }: CommandContext, view?: CircleMember['view']) {
  if (!member) throw new DomainError('not_found')
  if (view !== undefined && member.view !== view) throw new DomainError('invalid', { why: 'of_the_circle' })
  return authorIn(member, actor, now)
}
