/** Which flags and reports from home wait for one person, and how urgently. */
import { canBeAsked, canPrescribe, type CircleMember } from './care-circle.ts'
import { dueOnLadder } from './escalation.ts'
import { isFlagPending, isFlagToCheck, type Flag } from './flag.ts'
import type { Profession } from './profession.ts'
import type { FindTask } from './task-order.ts'
import { isTaskEnded } from './task.ts'
import type { TreatmentReport } from './treatment-report.ts'

interface Reader {
  readonly accountId: string
  readonly profession: Profession | null
}

export interface WaitingFlag {
  readonly kind: 'flag' | 'flagCheck' | 'flagWatch' | 'report'
  readonly band: 'urgent' | 'today' | 'later'
  readonly by: string
  readonly since: string
  readonly dueAt: string | null
}

/** What a flag's place in a queue depends on besides itself. `endOfDay`: ISO instant at which the reader's day ends. */
export interface AroundFlags {
  readonly circle: readonly CircleMember[]
  readonly find: FindTask
  readonly endOfDay: string
}

/**
 * How a flag waits for somebody: to be answered by those who prescribe and those whom its ladder asks, to be looked at
 * again by whoever had it watched, to be checked by whoever raised it.
 */
export function flagWaitsFor(reader: Reader, flag: Flag, around: AroundFlags): WaitingFlag | undefined {
  if (isFlagPending(flag)) return pendingFor(reader, flag)
  const { resolution, raisedBy } = flag
  if (!isFlagToCheck(flag) || !resolution) return undefined
  const watched = watchOf(flag, around)
  if (watched === 'running') return undefined
  const waits = { band: 'today', by: resolution.by, dueAt: null } as const
  if (watched === 'missed') {
    const isAsked = isThere(around.circle, resolution.by)
      ? reader.accountId === resolution.by
      : canPrescribe(reader.profession)
    return isAsked ? { ...waits, kind: 'flagWatch', by: raisedBy, since: resolution.at } : undefined
  }
  const isChecker = isThere(around.circle, raisedBy)
    ? reader.accountId === raisedBy
    : reader.profession === 'pharmacist'
  return isChecker ? { ...waits, kind: 'flagCheck', since: resolution.at } : undefined
}

function pendingFor(reader: Reader, flag: Flag): WaitingFlag | undefined {
  const { status, severity, escalation, asked, raisedBy, reopened } = flag
  const isClimbing = status === 'open' && escalation !== null
  if (!canPrescribe(reader.profession) && !(isClimbing && asked.includes(reader.accountId))) return undefined
  return {
    kind: 'flag',
    band: severity === 'CI' || isClimbing ? 'urgent' : status === 'open' ? 'today' : 'later',
    by: raisedBy,
    since: reopened.at(-1)?.at ?? flag.raisedAt,
    dueAt: isClimbing ? dueOnLadder(escalation) : null,
  }
}

const HOUR_MS = 3_600_000

/** Whether the watch over a flag runs, is done, or was missed: its date has passed, or its task was given up. */
function watchOf({ monitoring }: Flag, { find, endOfDay }: AroundFlags): 'running' | 'done' | 'missed' {
  if (!monitoring) return 'done'
  const task = find(monitoring.taskId)
  if (task?.outcome === 'done') return 'done'
  if (!task || isTaskEnded(task)) return 'missed'
  // The day after its last one reaches noon in UTC before it ends, in every zone of France but the farthest.
  const isPast = Date.parse(`${monitoring.until}T12:00:00Z`) + 24 * HOUR_MS <= Date.parse(endOfDay)
  return isPast ? 'missed' : 'running'
}

/** A report waits for the pharmacists of the circle; where there is none, for those who prescribe. */
export function reportWaitsFor(
  { profession, accountId }: Reader,
  { settled, reported }: TreatmentReport,
  { circle }: Pick<AroundFlags, 'circle'>,
): WaitingFlag | undefined {
  if (settled) return undefined
  const hasPharmacist = circle.some((member) => canBeAsked(member) && member.profession === 'pharmacist')
  const isFor = hasPharmacist ? profession === 'pharmacist' : canPrescribe(profession)
  // A prescriber who reported it knows of it; a pharmacist still has to make something of it.
  if (!isFor || (!hasPharmacist && reported.by === accountId)) return undefined
  return { kind: 'report', band: 'today', by: reported.by, since: reported.at, dueAt: null }
}

const isThere = (circle: readonly CircleMember[], accountId: string) =>
  circle.some((member) => member.accountId === accountId && canBeAsked(member))
