import {
  DomainError,
  planBundle,
  requireNotPast,
  requireSoundItems,
  SHIPPED_BUNDLES,
  type BundleContent,
  type PlannedItem,
  type TaskBundle,
} from '@colloque/domain'
import type { Actor } from '../../platform/actor.ts'
import type { ChangeLog } from '../../platform/change-log/index.ts'
import {
  decided,
  entity,
  requireEntity,
  requireRev,
  type CommandContext,
  type CommandHandlers,
} from '../../platform/commands.ts'
import { from, IDS_OF_A_TASK, plannedTask } from './planned-task.ts'

type Handlers = Pick<CommandHandlers, 'bundle.save' | 'bundle.retire' | 'bundle.start'>

const BUNDLES_MAX = 200
/** A start may be written down after the event: what should have been done meanwhile is due at once. */
const STARTED_AGO_DAYS = 60

/** Templates: a team's own, and all that one asks for, at once. */
export const bundleCommands = (changes: ChangeLog): Handlers => ({
  'bundle.save':
    ({ teamId, bundleId, rev, basedOn, name, purpose, source, items }) =>
    ({ actor, fold, now, newId }) => {
      requireSoundItems(items)
      const content = { name, purpose, source, items }
      const saved = { by: actor.accountId, at: now }
      if (bundleId === undefined) {
        if (basedOn !== undefined && !SHIPPED_BUNDLES.some(({ id }) => id === basedOn))
          throw new DomainError('invalid', { field: 'basedOn', why: 'unknown' })
        if (fold.all('taskBundle').length >= BUNDLES_MAX)
          throw new DomainError('invalid', { field: 'teamId', why: 'too_many' })
        const bundle: TaskBundle = {
          ...content,
          teamId,
          version: 1,
          basedOn: basedOn ?? null,
          saved,
          retired: null,
        }
        return { kind: 'bundle.saved', entities: [entity('taskBundle', newId(0), bundle)] }
      }
      const held = requireEntity(fold, 'taskBundle', bundleId)
      requireRev(held, rev)
      if (held.after.retired) throw new DomainError('conflict', { why: 'retired', ...held.after.retired })
      return decided('bundle.saved', 'taskBundle', held, {
        ...held.after,
        ...content,
        version: held.after.version + 1,
        saved,
      })
    },

  'bundle.retire':
    ({ bundleId }) =>
    ({ actor, fold, now }) => {
      const held = requireEntity(fold, 'taskBundle', bundleId)
      const retired = held.after.retired ?? { by: actor.accountId, at: now }
      return decided(
        'bundle.retired',
        'taskBundle',
        held,
        held.after.retired ? held.after : { ...held.after, retired },
      )
    },

  'bundle.start': async ({ bundleId, startsAt, items }, actor) => {
    const bundle = await findBundle(changes, actor, bundleId)
    return (context) => {
      requireNotPast('startsAt', later(startsAt, STARTED_AGO_DAYS), context.now)
      // What was changed in the preview is taken as it is; what was not is planned at this moment.
      const plan = items ?? planBundle(bundle, startsAt, context.now)
      return { kind: 'bundle.started', entities: tasksOfPlan(plan, bundleId, context) }
    }
  },
})

/** The tasks of a plan, each waiting for those that its items wait for. @throws invalid */
function tasksOfPlan(plan: readonly PlannedItem[], bundleId: string, context: CommandContext) {
  requireSoundItems(plan)
  const idOf = new Map(plan.map(({ key }, index) => [key, context.newId(index * IDS_OF_A_TASK)]))
  return plan.map((item, index) =>
    entity('task', idOf.get(item.key) ?? '', {
      ...plannedTask(item, from(context, index * IDS_OF_A_TASK)),
      dependsOn: item.after.flatMap((key) => idOf.get(key) ?? []),
      bundle: { id: bundleId, item: item.key },
    }),
  )
}

/** @throws not_found when it neither ships nor is one of the actor's teams'; conflict when it is retired */
async function findBundle(changes: ChangeLog, { teamIds }: Actor, bundleId: string): Promise<BundleContent> {
  const shipped = SHIPPED_BUNDLES.find(({ id }) => id === bundleId)
  if (shipped) return shipped
  for (const teamId of teamIds) {
    const held = (await changes.fold(`team:${teamId}`)).get<TaskBundle>('taskBundle', bundleId)?.after
    if (held?.retired) throw new DomainError('conflict', { why: 'retired', ...held.retired })
    if (held) return held
  }
  throw new DomainError('not_found', { type: 'taskBundle' })
}

const later = (at: string, days: number) => new Date(Date.parse(at) + days * 86_400_000).toISOString()
