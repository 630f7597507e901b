/**
 * What follows from a change of the treatment, in the same act: the pill organiser is to be filled again, and a flag
 * that the change makes true again asks anew.
 */
import {
  askPrescribers,
  newTask,
  pillboxTasks,
  reopenFlag,
  type ChangedLine,
  type EscalationSettings,
  type Flag,
  type Medication,
  type Reachable,
} from '@colloque/domain'
import {
  checkInteractions,
  pairKeyOf,
  type InteractionAlert,
  type InteractionRule,
} from '@colloque/interactions'
import type { Actor } from '../actor.ts'
import type { DecidedEntity, StreamFold } from '../change-log/index.ts'
import { entity, type CommandContext } from '../commands.ts'

/** The rules that treatments are checked against on this node. */
export interface TreatmentRules {
  rules(): readonly InteractionRule[]
}

/** What a change of treatment is decided with besides its case: the rules, who is there, the delays of the ladder. */
export interface AroundTreatment extends TreatmentRules {
  readonly escalation: EscalationSettings
  reachableIn(fold: StreamFold): Reachable
}

/** Gathers it for an author before a rule decides. */
export interface TreatmentHouse {
  around(author: Actor): Promise<AroundTreatment>
}

/** Ids from here on are those of what follows: a command makes fewer entities of its own. */
const FIRST_FOLLOWING = 100

interface HeldMedication {
  readonly id: string
  readonly after: Medication
}

/**
 * The changed lines, and all that follows from them.
 * @param flags flags that the command changes itself: they are not reopened by it
 * @throws nothing of its own: the lines are as the domain made them
 */
export function treatmentChanged(
  context: CommandContext,
  changed: readonly ChangedLine[],
  around: AroundTreatment,
  flags: readonly string[] = [],
): DecidedEntity[] {
  const before = linesOf(context)
  const after = [
    ...before.filter(({ id }) => !changed.some((line) => line.id === id)),
    ...changed.map(({ id, after: state }) => ({ id, after: state })),
  ]
  return [
    ...changed.map(({ id, after: state }) => entity('medication', id, state)),
    ...following(context, changed, after),
    ...reopened(context, before, after, around, flags),
  ]
}

const linesOf = ({ fold }: CommandContext): HeldMedication[] =>
  fold.all<Medication>('medication').flatMap(({ id, after }) => (after ? [{ id, after }] : []))

function following(
  { actor, caseId, now, newId }: CommandContext,
  changed: readonly ChangedLine[],
  all: readonly HeldMedication[],
): DecidedEntity[] {
  return pillboxTasks(changed, all, actor.accountId).map((task, index) =>
    entity(
      'task',
      newId(FIRST_FOLLOWING + index),
      newTask({ ...task, caseId, createdBy: actor.accountId, createdAt: now }),
    ),
  )
}

/** Flags that were answered, and whose alert was not there before this change and is there after it. */
function reopened(
  { fold, actor, now }: CommandContext,
  before: readonly HeldMedication[],
  after: readonly HeldMedication[],
  { rules, reachableIn, escalation }: AroundTreatment,
  except: readonly string[],
): DecidedEntity[] {
  const answered = fold
    .all<Flag>('flag')
    .filter(({ id, after: flag }) => flag?.pairKey && flag.resolution && !except.includes(id))
  if (answered.length === 0) return []
  const known = alertsByPair(before, rules())
  const arisen = alertsByPair(after, rules())
  return answered.flatMap(({ id, after: flag }) => {
    const alert = flag?.pairKey && !known.has(flag.pairKey) ? arisen.get(flag.pairKey) : undefined
    if (!flag || !alert) return []
    const open: Flag = {
      ...reopenFlag(flag, actor.accountId, now, 'De nouveau dans le traitement'),
      // The same pair may be made by other lines by now.
      alertKey: alert.key,
      medicationIds: [...new Set([...alert.medications, ...flag.medicationIds])],
    }
    return [entity('flag', id, askPrescribers(open, reachableIn(fold), escalation, now))]
  })
}

/** What is taken, as the rules see it. */
export const toCheck = (lines: readonly HeldMedication[]) =>
  lines.flatMap(({ id, after }) =>
    after.status === 'current'
      ? [
          {
            id,
            name: after.name,
            ...(after.atc ? { atc: after.atc } : {}),
            ...(after.substances.length > 0 ? { substances: after.substances } : {}),
          },
        ]
      : [],
  )

function alertsByPair(
  lines: readonly HeldMedication[],
  rules: readonly InteractionRule[],
): Map<string, InteractionAlert> {
  const taken = toCheck(lines)
  return new Map(checkInteractions(taken, rules).alerts.map((alert) => [pairKeyOf(alert, taken), alert]))
}
