import type { ParsedInput } from '@colloque/contract'
import {
  acknowledgeFlag,
  changeMedication,
  closeFlag,
  DomainError,
  isFlagPending,
  isSevere,
  newFlag,
  newMedication,
  newTask,
  pauseMedication,
  proposeOnFlag,
  reopenFlag,
  resolveFlag,
  settleReport,
  startEscalation,
  stopMedication,
  type ChangedLine,
  type EscalationSettings,
  type Flag,
  type Medication,
  type TreatmentChange,
} from '@colloque/domain'
import { checkInteractions, pairKeyOf } from '@colloque/interactions'
import type { Actor } from '../../platform/actor.ts'
import type { DecidedEntity } from '../../platform/change-log/index.ts'
import {
  decided,
  entity,
  requireEntity,
  type CommandContext,
  type CommandHandlers,
} from '../../platform/commands.ts'
import { toCheck, treatmentChanged, type TreatmentRules } from '../../platform/treatment/treatment-changed.ts'

type Handlers = Pick<
  CommandHandlers,
  | 'flag.raise'
  | 'flag.propose'
  | 'flag.acknowledge'
  | 'flag.resolve'
  | 'flag.check'
  | 'flag.reopen'
  | 'report.make'
  | 'report.settle'
>

interface Surroundings extends TreatmentRules {
  /** The delays that the team of a case has set for what is urgent. */
  escalationOf(actor: Actor): Promise<EscalationSettings>
}

/** Ids of the proposals, lines and tasks that a command makes, apart from one another. */
const PROPOSALS = 10
const NEW_LINES = 30
const MONITORING = 60

export const flagCommands = (surroundings: Surroundings): Handlers => ({
  'flag.raise': async (input, author) => {
    const escalation = isSevere(input) ? await surroundings.escalationOf(author) : undefined
    return (context) => {
      const { actor, caseId, fold, now, newId } = context
      const medicationIds = input.medicationIds ?? []
      for (const id of medicationIds) requireTaken(context, id)
      const pending = fold
        .all<Flag>('flag')
        .find(({ after }) => after?.alertKey === input.alertKey && after && isFlagPending(after))
      if (input.alertKey !== undefined && pending)
        throw new DomainError('conflict', { why: 'already_flagged', flagId: pending.id })
      const by = { by: actor.accountId, at: now }
      const proposals = (input.proposals ?? []).map((proposal, index) => {
        requireSound(context, proposal.changes)
        return { ...proposal, id: newId(PROPOSALS + index), ...by }
      })
      const flag = newFlag({
        ...{ caseId, title: input.title, severity: input.severity, detail: input.detail, medicationIds },
        kind: input.kind ?? (input.alertKey === undefined ? 'other' : 'interaction'),
        alertKey: input.alertKey ?? null,
        pairKey: pairOf(context, input.alertKey, surroundings),
        reportId: input.reportId ?? null,
        proposal: input.proposal ?? proposals[0]?.words ?? null,
        proposals,
        messageId: input.messageId ?? null,
        raisedBy: actor.accountId,
        raisedAt: now,
        escalation: escalation ? startEscalation(escalation, now) : null,
      })
      const raised = entity('flag', newId(0), flag)
      return { kind: 'flag.raised', entities: [raised, ...settled(context, input.reportId, newId(0))] }
    }
  },

  'flag.propose':
    ({ flagId, words, changes }) =>
    (context) => {
      const { actor, fold, now, newId } = context
      requireSound(context, changes)
      const held = requireEntity(fold, 'flag', flagId)
      const proposal = { id: newId(PROPOSALS), words, changes, by: actor.accountId, at: now }
      return decided('flag.proposed', 'flag', held, proposeOnFlag(held.after, proposal))
    },

  'flag.acknowledge':
    ({ flagId }) =>
    ({ fold, actor, now }) => {
      const held = requireEntity(fold, 'flag', flagId)
      return decided('flag.acknowledged', 'flag', held, acknowledgeFlag(held.after, actor.accountId, now))
    },

  // The answer and the change of treatment are one change: nobody ever sees the one without the other.
  'flag.resolve': (input) => (context) => {
    const { fold, actor, now } = context
    const { flagId, outcome, reason } = input
    const held = requireEntity(fold, 'flag', flagId)
    const lines = changedLines(context, changesOf(input, held.after), reason)
    if (lines.length > 0 && outcome !== 'treatmentChanged')
      throw new DomainError('invalid', { field: 'outcome' })
    if (input.monitor && outcome !== 'monitored') throw new DomainError('invalid', { field: 'monitor' })
    const answered = resolveFlag(held.after, actor.accountId, now, outcome, reason)
    const watch = input.monitor ? monitoringTask(context, held.after, input.monitor) : undefined
    const flag: Flag = {
      ...answered,
      monitoring: watch && input.monitor ? { taskId: watch.id, until: input.monitor.until } : null,
    }
    return {
      kind: 'flag.resolved',
      entities: [
        entity('flag', flagId, flag),
        ...treatmentChanged(context, lines, surroundings, [flagId]),
        ...(watch ? [watch] : []),
      ],
    }
  },

  'flag.check':
    ({ flagId, note }) =>
    (context) => {
      const held = requireEntity(context.fold, 'flag', flagId)
      requireChecker(context, held.after)
      const { actor, now } = context
      return decided('flag.checked', 'flag', held, closeFlag(held.after, actor.accountId, now, note ?? null))
    },

  'flag.reopen': async ({ flagId, reason }, author) => {
    const escalation = await surroundings.escalationOf(author)
    return (context) => {
      const { actor, fold, now } = context
      const held = requireEntity(fold, 'flag', flagId)
      requireChecker(context, held.after)
      const open = reopenFlag(held.after, actor.accountId, now, reason)
      const after = isSevere(open) ? { ...open, escalation: startEscalation(escalation, now) } : open
      return decided('flag.reopened', 'flag', held, after)
    }
  },

  'report.make':
    ({ kind, medicationIds = [], words, noticedBy }) =>
    ({ actor, caseId, fold, now, newId }) => {
      for (const id of medicationIds) requireEntity(fold, 'medication', id)
      const reported = { by: actor.accountId, at: now }
      const report = {
        caseId,
        kind,
        medicationIds,
        words,
        noticedBy: noticedBy ?? null,
        reported,
        settled: null,
      }
      return { kind: 'report.made', entities: [entity('treatmentReport', newId(0), report)] }
    },

  'report.settle':
    ({ reportId, word }) =>
    ({ actor, fold, now }) => {
      const held = requireEntity(fold, 'treatmentReport', reportId)
      const after = settleReport(held.after, { by: actor.accountId, at: now, flagId: null, word })
      return decided('report.settled', 'treatmentReport', held, after)
    },
})

/** @throws not_found for a line that is not there, conflict for one that is stopped */
function requireTaken({ fold }: CommandContext, medicationId: string): Medication {
  const { after } = requireEntity(fold, 'medication', medicationId)
  if (after.status === 'stopped') throw new DomainError('conflict', { status: 'stopped', medicationId })
  return after
}

/** Whoever raised it, or a pharmacist: those who see to it that the answer reaches the person. */
function requireChecker({ actor, member }: CommandContext, flag: Flag): void {
  if (flag.raisedBy === actor.accountId || member?.profession === 'pharmacist') return
  throw new DomainError('invalid', { why: 'not_your_profession', permission: 'flag.raise' })
}

/** What the alert of a flag is about, so that it is known again. */
function pairOf(
  { fold }: CommandContext,
  alertKey: string | undefined,
  { rules }: TreatmentRules,
): string | null {
  if (alertKey === undefined) return null
  const taken = toCheck(
    fold.all<Medication>('medication').flatMap(({ id, after }) => (after ? [{ id, after }] : [])),
  )
  const alert = checkInteractions(taken, rules()).alerts.find(({ key }) => key === alertKey)
  return alert ? pairKeyOf(alert, taken) : null
}

/** The report that a flag takes up is settled by it. */
function settled(
  { actor, fold, now }: CommandContext,
  reportId: string | undefined,
  flagId: string,
): DecidedEntity[] {
  if (reportId === undefined) return []
  const { after } = requireEntity(fold, 'treatmentReport', reportId)
  return [
    entity(
      'treatmentReport',
      reportId,
      settleReport(after, { by: actor.accountId, at: now, flagId, word: null }),
    ),
  ]
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

/** @throws invalid when one line is named twice; not_found and conflict for one that is not there, or stopped */
function requireSound(context: CommandContext, changes: readonly TreatmentChange[]): void {
  const named = changes.flatMap((change) => (change.act === 'add' ? [] : [change.medicationId]))
  if (new Set(named).size !== named.length) throw new DomainError('invalid', { why: 'medication_twice' })
  for (const id of named) requireTaken(context, id)
}

function changedLines(
  context: CommandContext,
  changes: readonly TreatmentChange[],
  reason: string,
): ChangedLine[] {
  requireSound(context, changes)
  const { actor, caseId, now, newId } = context
  const why = reason.slice(0, 300)
  return changes.map((change, index) => {
    if (change.act === 'add') {
      const { act: _act, atc, ...given } = change
      const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
      const after = newMedication({
        ...said,
        ...{ caseId, name: given.name, atc: atc ?? null, addedBy: actor.accountId, startedAt: now },
      })
      return { id: newId(NEW_LINES + index), before: undefined, after }
    }
    const before = requireTaken(context, change.medicationId)
    return { id: change.medicationId, before, after: changed(before, change, actor.accountId, now, why) }
  })
}

function changed(
  before: Medication,
  change: Exclude<TreatmentChange, { act: 'add' }>,
  by: string,
  at: string,
  why: string,
): Medication {
  if (change.act === 'stop') return stopMedication(before, by, at, why)
  if (change.act === 'pause') return pauseMedication(before, by, at, why, change.until ?? null)
  const { posology, moments } = change
  return changeMedication(
    before,
    by,
    at,
    { ...(posology === undefined ? {} : { posology }), ...(moments === undefined ? {} : { moments }) },
    why,
  )
}

/** The end of a day in the house's zone is a matter of the screen: a day's noon in UTC is that day everywhere in France. */
const NOON = 'T12:00:00.000Z'

function monitoringTask(
  { actor, caseId, now, newId }: CommandContext,
  flag: Flag,
  { title, until, forProfession, forAccount }: NonNullable<ParsedInput<'flag.resolve'>['monitor']>,
) {
  if (until < now.slice(0, 10)) throw new DomainError('invalid', { field: 'until', why: 'in_the_past' })
  return entity(
    'task',
    newId(MONITORING),
    newTask({
      ...{ caseId, title, detail: `${flag.title}\n${flag.detail}`.slice(0, 2_000) },
      ...{ forProfession: forProfession ?? null, forAccount: forAccount ?? null },
      ...{ urgency: 'important', dueAt: `${until}${NOON}`, createdBy: actor.accountId, createdAt: now },
    }),
  )
}
