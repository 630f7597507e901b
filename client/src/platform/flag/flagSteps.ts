/** What has happened to a flag, in order, as its circle sees it. */
import type { Flag, FlagOutcome, Medication, Rung, Task } from '@colloque/domain'

export type FlagStep = { readonly at: string } & (
  | { readonly kind: 'raised' | 'acknowledged'; readonly by: string }
  | { readonly kind: 'asked'; readonly rung: Rung; readonly accountIds: readonly string[] }
  | { readonly kind: 'proposed'; readonly by: string; readonly words: string }
  | { readonly kind: 'reopened'; readonly by: string; readonly words: string }
  | { readonly kind: 'checked'; readonly by: string; readonly words: string | null }
  | { readonly kind: 'answered'; readonly by: string; readonly outcome: FlagOutcome; readonly words: string }
)

/** The oldest first. What was proposed as it was raised is part of that. */
export function flagSteps(flag: Flag): FlagStep[] {
  const { acknowledgement, resolution, checked } = flag
  const steps: FlagStep[] = [
    { kind: 'raised', by: flag.raisedBy, at: flag.raisedAt },
    ...flag.proposals
      .filter(({ at }) => at !== flag.raisedAt)
      .map(({ by, at, words }) => ({ kind: 'proposed', by, at, words }) as const),
    ...flag.reopened.map(({ by, at, reason }) => ({ kind: 'reopened', by, at, words: reason }) as const),
    ...(flag.escalation?.steps ?? []).map((step) => ({ ...step, kind: 'asked' }) as const),
  ]
  // An answer is an acknowledgement: it is told apart only where it came later.
  if (acknowledgement && acknowledgement.at !== resolution?.at)
    steps.push({ ...acknowledgement, kind: 'acknowledged' })
  if (resolution) {
    const { by, at, outcome, reason } = resolution
    steps.push({ kind: 'answered', by, at, outcome, words: reason })
  }
  if (checked) steps.push({ kind: 'checked', by: checked.by, at: checked.at, words: checked.note })
  return steps.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
}

interface Held<Entity> {
  readonly id: string
  readonly after: Entity
}

/** Lines as they are now that the answer to a flag has changed, those that were changed again since left out. */
export function linesOfAnswer<Line extends Held<Medication>>(
  { resolution }: Flag,
  medications: readonly Line[],
): Line[] {
  if (resolution?.outcome !== 'treatmentChanged') return []
  return medications.filter(({ after }) =>
    [after.changed?.at, after.paused?.at, after.stopped?.at, after.startedAt].includes(resolution.at),
  )
}

/** Tasks that the answer to a flag has made, and the one that watches over it: one act makes all at one instant. */
export function tasksOfAnswer<Line extends Held<Task>>(
  { resolution, monitoring }: Flag,
  tasks: readonly Line[],
): Line[] {
  if (!resolution) return []
  return tasks.filter(
    ({ id, after }) =>
      id === monitoring?.taskId || (after.createdAt === resolution.at && after.createdBy === resolution.by),
  )
}
