import type { ParsedInput } from '@colloque/contract'
import { newNeed, nextRank, openNeeds, orderNeeds, updateNeed, type Need } from '@colloque/domain'
import type { Actor } from '../../platform/actor.ts'
import type { DecidedEntity, StreamFold } from '../../platform/change-log/index.ts'
import {
  decided,
  entity,
  requireEntity,
  type CommandContext,
  type CommandHandlers,
} from '../../platform/commands.ts'
import { from, IDS_OF_A_TASK, plannedTask } from './planned-task.ts'
import { referralFrom } from './referral.commands.ts'

type Handlers = Pick<CommandHandlers, 'visit.record' | 'needs.order' | 'need.update'>
type Found = ParsedInput<'visit.record'>['needs'][number]
type Note = Pick<ParsedInput<'visit.record'>, 'text' | 'readings' | 'writtenAt'>

interface Parts {
  /** Gathers what a note must know of its author's teams, and writes it: the note comes first. */
  noteWriter(
    author: Actor,
  ): Promise<(context: CommandContext, note: Note) => readonly [DecidedEntity, ...DecidedEntity[]]>
  readonly idsOfANote: number
}

/** Ids that a need takes: its own, its referral's, and its tasks'. */
const IDS_OF_A_NEED = 2 + 10 * IDS_OF_A_TASK

const needsOf = (fold: StreamFold) =>
  fold.all<Need>('need').flatMap(({ id, after }) => (after ? [{ id, need: after }] : []))

/** What a visit finds: a note, needs in order, and the tasks and referrals that follow from them. */
export const visitCommands = ({ noteWriter, idsOfANote }: Parts): Handlers => ({
  'visit.record': async ({ text, readings, writtenAt, needs }, author) => {
    const writeNote = await noteWriter(author)
    return (context) => {
      const note = writeNote(context, { text, readings, writtenAt })
      const rank = nextRank(needsOf(context.fold))
      const found = needs.flatMap((need, index) =>
        entitiesOf(need, rank + index, note[0].id, from(context, idsOfANote + index * IDS_OF_A_NEED)),
      )
      return { kind: 'visit.recorded', entities: [...note, ...found] }
    }
  },

  'needs.order':
    ({ ids }) =>
    ({ fold }) => {
      const needs = needsOf(fold)
      const moved = orderNeeds(needs, ids).sort((one, other) => one.need.rank - other.need.rank)
      const first = moved[0]
      if (!first) return { unchanged: { type: 'need', id: openNeeds(needs)[0]?.id ?? '' } }
      return { kind: 'needs.ordered', entities: moved.map(({ id, need }) => entity('need', id, need)) }
    },

  'need.update':
    ({ commandId: _c, needId, ...update }) =>
    ({ fold, actor, now }) => {
      const held = requireEntity(fold, 'need', needId)
      const said = Object.fromEntries(Object.entries(update).filter(([, value]) => value !== undefined))
      return decided('need.updated', 'need', held, updateNeed(held.after, said, actor.accountId, now))
    },
})

/** A need with its tasks and its referral, each under ids of its own. */
function entitiesOf(
  { tasks = [], referral, text, domain, necessary, possible }: Found,
  rank: number,
  noteId: string,
  context: CommandContext,
): DecidedEntity[] {
  const { actor, caseId, now, newId } = context
  const needId = newId(0)
  const follow = tasks.map((draft, index) => {
    const own = from(context, 2 + index * IDS_OF_A_TASK)
    return entity('task', own.newId(0), { ...plannedTask(draft, own), messageId: noteId })
  })
  const sent = referral
    ? [entity('referral', newId(1), referralFrom(referral, context, { needId, noteId }))]
    : []
  const need = newNeed({
    ...{ caseId, text, domain, rank, noteId, addedBy: actor.accountId, addedAt: now },
    ...{ necessary: necessary ?? null, possible: possible ?? null },
    taskIds: follow.map(({ id }) => id),
    referralIds: sent.map(({ id }) => id),
  })
  return [entity('need', needId, need), ...follow, ...sent]
}
