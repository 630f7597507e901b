/** The answer to a flag, with all that it changes: one change, so that nobody ever sees the one without the other. */
import type { ParsedInput } from '@colloque/contract'
import {
  addedLine,
  changedLine,
  DomainError,
  newTask,
  resolveFlag,
  wallClock,
  type ChangedLine,
  type Flag,
  type TreatmentChange,
} from '@colloque/domain'
import { entity, requireEntity, type CommandContext, type Rule } from '../../platform/commands.ts'
import { requireInCircle } from '../../platform/circle.ts'
import { treatmentChanged, type AroundTreatment } from '../../platform/treatment/treatment-changed.ts'
import { requireSound, requireTaken } from './flag-subject.ts'

/** Ids of the new lines and of the task that an answer makes, apart from one another. */
const NEW_LINES = 30
const MONITORING = 60

export function answerFlag(input: ParsedInput<'flag.resolve'>, around: AroundTreatment): Rule {
  return (context) => {
    const { fold, actor, now } = context
    const { flagId, outcome, reason, monitor } = input
    const held = requireEntity(fold, 'flag', flagId)
    const lines = changedLines(context, changesOf(input, held.after), reason)
    if (lines.length > 0 && outcome !== 'treatmentChanged')
      throw new DomainError('invalid', { field: 'outcome' })
    if (monitor && outcome !== 'monitored') throw new DomainError('invalid', { field: 'monitor' })
    const answered = resolveFlag(held.after, actor.accountId, now, outcome, reason)
    const watch = monitor && monitoringTask(context, held.after, monitor)
    const flag: Flag = {
      ...answered,
      monitoring: watch ? { taskId: watch.id, until: monitor.until } : null,
    }
    return {
      kind: 'flag.resolved',
      entities: [
        entity('flag', flagId, flag),
        ...treatmentChanged(context, lines, around, [flagId]),
        ...(watch ? [watch] : []),
      ],
    }
  }
}

/** All that an answer changes, in the one form. @throws invalid for an unknown proposal */
function changesOf(
  { proposalId, changes = [], stopMedicationIds = [], changePosology = [] }: ParsedInput<'flag.resolve'>,
  flag: Flag,
): TreatmentChange[] {
  const proposal = flag.proposals.find(({ id }) => id === proposalId)
  if (proposalId !== undefined && !proposal) throw new DomainError('invalid', { field: 'proposalId' })
  return [
    ...(proposal?.changes ?? []),
    ...changes,
    ...stopMedicationIds.map((medicationId) => ({ act: 'stop' as const, medicationId })),
    ...changePosology.map((change) => ({ act: 'change' as const, ...change })),
  ]
}

function changedLines(
  context: CommandContext,
  changes: readonly TreatmentChange[],
  reason: string,
): ChangedLine[] {
  requireSound(context, changes)
  const { actor, caseId, now, newId } = context
  const by = { by: actor.accountId, at: now, reason: reason.slice(0, 300) }
  const lines = changes.map((change, index) => {
    if (change.act === 'add')
      return { id: newId(NEW_LINES + index), before: undefined, after: addedLine(change, caseId, by) }
    const before = requireTaken(context, change.medicationId)
    return { id: change.medicationId, before, after: changedLine(before, change, by) }
  })
  return lines.filter(({ before, after }) => after !== before)
}

/** The end of a day in the house's zone is a matter of the screen: a day's noon in UTC is that day everywhere in France. */
const NOON = 'T12:00:00.000Z'

/** @throws invalid when its day is past, or when somebody is named who is not in the circle */
function monitoringTask(
  context: CommandContext,
  flag: Flag,
  { title, until, forProfession, forAccount }: NonNullable<ParsedInput<'flag.resolve'>['monitor']>,
) {
  const { actor, caseId, now, newId } = context
  if (until < wallClock(now).day) throw new DomainError('invalid', { field: 'until', why: 'in_the_past' })
  if (forAccount !== undefined) requireInCircle(context.circle, forAccount, 'accountId', context.now)
  return entity(
    'task',
    newId(MONITORING),
    newTask({
      ...{ caseId, title, detail: `${flag.title}\n${flag.detail}`.slice(0, 2_000) },
      forProfession: forProfession ?? null,
      // Whoever has it watched watches themselves where nobody is named: a task for nobody waits nowhere.
      forAccount: forAccount ?? (forProfession === undefined ? actor.accountId : null),
      ...{ urgency: 'important', dueAt: `${until}${NOON}`, createdBy: actor.accountId, createdAt: now },
    }),
  )
}
