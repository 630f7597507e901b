import {
  canPrescribe,
  DomainError,
  endDelegation,
  endRun,
  isAdopted,
  needsPrescriber,
  notNeeded,
  ProtocolContentSchema,
  requireNotPast,
  requireOfferedTargets,
  type Delegation,
  type Protocol,
  type ProtocolRun,
  type Threshold,
} from '@colloque/domain'
import type { Actor } from '../../platform/actor.ts'
import type { ChangeLog, DecidedEntity, StreamFold } from '../../platform/change-log/index.ts'
import { entity, requireEntity, type CommandContext, type CommandHandlers } from '../../platform/commands.ts'
import { ownThreshold } from '../../platform/readings.ts'
import { requirePermission } from '../care-circle/access.ts'
import { openTasks, runningIn, stepsAfter } from './run-steps.ts'

/** A start may be written down after the event: what should have been done meanwhile is due at once. */
const STARTED_AGO_DAYS = 60
const DAY_MS = 86_400_000
/** A delegation has an end; that of a run without one is ended with the run. */
const LONGEST_DAYS = 3_650

/** Protocols at work on a case. */
export const runCommands = (changes: ChangeLog): Pick<CommandHandlers, 'run.start' | 'run.end'> => ({
  'run.start': async ({ caseId, protocolId, startsAt, targets }, actor) => {
    const protocol = await findProtocol(changes, actor, protocolId)
    return (context) => {
      const { fold, now, newId } = context
      const content = ProtocolContentSchema.parse(contentOf(protocol))
      if (!isAdopted(protocol, canPrescribe)) throw new DomainError('conflict', { why: 'not_adopted' })
      if (needsPrescriber(content)) requirePermission(context, 'threshold.set')
      requireNotPast('startsAt', daysAfter(startsAt, STARTED_AGO_DAYS), now)
      requireOfferedTargets(content, targets)
      if (runningIn(fold).some(({ after }) => after.content.name === content.name))
        throw new DomainError('conflict', { why: 'running' })
      const started = { by: actor.accountId, at: now }
      const until = content.lastsDays === null ? null : daysAfter(startsAt, content.lastsDays)
      const id = newId(0)
      const begun: ProtocolRun = {
        ...{ caseId, protocolId, version: protocol.version, content, targets, startsAt, started, until },
        ...{ status: 'running', ended: null, steps: [], streaks: {} },
        ...{ thresholdIds: [], delegationIds: [] },
      }
      const thresholds = thresholdsOf(begun, id, context)
      const delegations = delegationsOf(begun, context)
      const run = { ...begun, thresholdIds: idsOf(thresholds), delegationIds: idsOf(delegations) }
      const making = { now, newId: (n: number) => newId(FIRST_STEP_ID + n) }
      const [first, ...tasks] = stepsAfter(fold, { id, after: run }, { on: 'start', at: startsAt }, making)
      return {
        kind: 'run.started',
        entities: [first ?? entity('protocolRun', id, run), ...thresholds, ...delegations, ...tasks],
      }
    }
  },

  'run.end':
    ({ runId, reason }) =>
    ({ actor, fold, now }) => {
      const held = requireEntity(fold, 'protocolRun', runId)
      const after = endRun(held.after, actor.accountId, now, reason)
      return { kind: 'run.ended', entities: ended(fold, runId, after) }
    },
})

/** Ids: 0 for the run, then thresholds, then delegations, then what its steps take. */
const FIRST_DELEGATION_ID = 20
const FIRST_STEP_ID = 40

const idsOf = (entities: readonly DecidedEntity[]) => entities.map(({ id }) => id)
const daysAfter = (at: string, days: number) => new Date(Date.parse(at) + days * DAY_MS).toISOString()

const contentOf = ({ name, purpose, source, steps, thresholds, delegations, lastsDays }: Protocol) => ({
  ...{ name, purpose, source, steps, thresholds, delegations, lastsDays },
})

/** Its thresholds, with the target that was chosen, in the place of those that the case has. */
function thresholdsOf(run: ProtocolRun, runId: string, { fold, actor, now, newId }: CommandContext) {
  return run.content.thresholds.map(({ kind, target, rules }, index) => {
    const threshold: Threshold = {
      ...{ caseId: run.caseId, kind, target: run.targets[kind] ?? target, rules, runId },
      ...{ set: { by: actor.accountId, at: now }, reason: run.content.name, withdrawnAt: null },
    }
    return entity('threshold', ownThreshold(fold, kind)?.id ?? newId(1 + index), threshold)
  })
}

function delegationsOf({ caseId, content, version, startsAt, until }: ProtocolRun, context: CommandContext) {
  const { actor, now, newId } = context
  return content.delegations.map(({ act, profession }, index) => {
    const delegation: Delegation = {
      ...{ caseId, act, profession, protocol: `${content.name}, version ${version}` },
      ...{ opened: { by: actor.accountId, at: now }, ended: null },
      until: until ?? daysAfter(startsAt, LONGEST_DAYS),
    }
    return entity('delegation', newId(FIRST_DELEGATION_ID + index), delegation)
  })
}

/** A run that is over: nobody waits for its tasks, and what it handed on goes back. Its thresholds stay until changed. */
export function ended(
  fold: StreamFold,
  runId: string,
  after: ProtocolRun,
): [DecidedEntity, ...DecidedEntity[]] {
  const { by, at, reason } = after.ended ?? { by: null, at: after.startsAt, reason: null }
  const tasks = openTasks(fold, runId).map((task) =>
    entity('task', task.id, notNeeded(task.after, by === null ? null : { by, at }, reason)),
  )
  const delegations = after.delegationIds.flatMap((id) => {
    const held = fold.get<Delegation>('delegation', id)?.after
    const isOver = !held || held.ended !== null || at >= held.until
    return isOver ? [] : [entity('delegation', id, endDelegation(held, by ?? after.started.by, at))]
  })
  return [entity('protocolRun', runId, after), ...tasks, ...delegations]
}

/** @throws not_found when it is none of the actor's teams' */
async function findProtocol(changes: ChangeLog, { teamIds }: Actor, protocolId: string): Promise<Protocol> {
  for (const teamId of teamIds) {
    const held = (await changes.fold(`team:${teamId}`)).get<Protocol>('protocol', protocolId)?.after
    if (held) return held
  }
  throw new DomainError('not_found', { type: 'protocol' })
}
