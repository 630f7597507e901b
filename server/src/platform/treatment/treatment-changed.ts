/**
 * What follows from a change of the treatment, in the same act: the pill organiser is to be filled again, and a flag
 * that the change makes true again asks anew.
 */
import {
  newTask,
  pillboxTasks,
  reopenFlag,
  startEscalation,
  isSevere,
  type ChangedLine,
  type EscalationSettings,
  type Flag,
  type Medication,
} from '@colloque/domain'
import { checkInteractions, pairKeyOf, type InteractionRule } from '@colloque/interactions'
import type { DecidedEntity } from '../change-log/index.ts'
import { entity, type CommandContext } from '../commands.ts'

/** The rules that treatments are checked against on this node. */
export interface TreatmentRules {
  rules(): readonly InteractionRule[]
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
  rules: TreatmentRules,
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
    ...reopened(context, before, after, rules, flags),
  ]
}

const linesOf = ({ fold }: CommandContext): HeldMedication[] =>
  fold.all<Medication>('medication').flatMap(({ id, after }) => (after ? [{ id, after }] : []))

function following(
  { actor, caseId, now, newId }: CommandContext,
  changed: readonly ChangedLine[],
  all: readonly HeldMedication[],
): DecidedEntity[] {
  return pillboxTasks(changed, all).map((task, index) =>
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
  { rules }: TreatmentRules,
  except: readonly string[],
): DecidedEntity[] {
  const answered = fold
    .all<Flag>('flag')
    .filter(({ id, after: flag }) => flag?.pairKey && flag.resolution && !except.includes(id))
  if (answered.length === 0) return []
  const known = pairKeys(before, rules())
  const arisen = [...pairKeys(after, rules())].filter((key) => !known.has(key))
  return answered.flatMap(({ id, after: flag }) =>
    flag && arisen.includes(flag.pairKey ?? '')
      ? [
          entity(
            'flag',
            id,
            climbing(reopenFlag(flag, actor.accountId, now, 'De nouveau dans le traitement'), now),
          ),
        ]
      : [],
  )
}

/** A severe one climbs again, with the delays that it had. */
function climbing(flag: Flag, now: string): Flag {
  const settings: EscalationSettings | null = flag.escalation
  return isSevere(flag) && settings
    ? {
        ...flag,
        escalation: startEscalation(
          { delayMinutes: settings.delayMinutes, repeatMinutes: settings.repeatMinutes },
          now,
        ),
      }
    : flag
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

function pairKeys(lines: readonly HeldMedication[], rules: readonly InteractionRule[]): Set<string> {
  const taken = toCheck(lines)
  return new Set(checkInteractions(taken, rules).alerts.map((alert) => pairKeyOf(alert, taken)))
}
