/** A protocol at work on a case: which steps are due, as acts are done and readings come in. */
import { z } from 'zod'
import { dueOfOffset } from './bundle.ts'
import { DomainError } from './errors.ts'
import { ProtocolContentSchema, type ProtocolStep, type Trigger } from './protocol.ts'
import { READING_KINDS, type ReadingKind } from './measurement.ts'
import { bandOf, TargetBandSchema, type TargetBand } from './threshold.ts'
import type { TaskWindow } from './task-window.ts'
import { newTask, type Task } from './task.ts'
import { DoneBySchema, IdSchema, InstantSchema, line } from './values.ts'

const MadeStepSchema = z.object({ key: z.string(), taskId: IdSchema, at: InstantSchema })

export const ProtocolRunSchema = z.object({
  caseId: IdSchema,
  protocolId: IdSchema,
  version: z.number().int().positive(),
  /** As it stood when the run began: what the team decides later changes nothing here. */
  content: ProtocolContentSchema,
  /** Chosen at the start, by kind of reading. */
  targets: z.partialRecord(z.enum(READING_KINDS), TargetBandSchema),
  startsAt: InstantSchema,
  started: DoneBySchema,
  /** When it ends by itself. */
  until: InstantSchema.nullable(),
  status: z.enum(['running', 'ended']),
  /** By nobody where its time was over. */
  ended: z.object({ by: IdSchema.nullable(), at: InstantSchema, reason: line(300).nullable() }).nullable(),
  /** Every task that it made, the latest last. */
  steps: z.array(MadeStepSchema).max(1_000),
  /** Readings in a row in the target. */
  streaks: z.partialRecord(z.enum(READING_KINDS), z.number().int().nonnegative()),
  thresholdIds: z.array(IdSchema),
  delegationIds: z.array(IdSchema),
})
export type ProtocolRun = z.infer<typeof ProtocolRunSchema>

/** A step that is due, to become a task. */
export interface DueStep {
  readonly step: ProtocolStep
  readonly dueAt: string | null
  readonly window: TaskWindow | null
}

/** What happened, and when it counts from (ISO). */
export type RunEvent =
  | { readonly on: 'start'; readonly at: string }
  | { readonly on: 'step'; readonly step: string; readonly at: string }
  | {
      readonly on: 'reading'
      readonly kind: ReadingKind
      readonly value: number
      /** Key of the rule that it crosses. */
      readonly rule: string | undefined
      readonly at: string
    }

export const targetOf = ({ content, targets }: Pick<ProtocolRun, 'content' | 'targets'>, kind: ReadingKind) =>
  targets[kind] ?? content.thresholds.find((one) => one.kind === kind)?.target ?? null

/**
 * What a run asks for after something happened. A step whose task is still open is not asked for twice: where it would
 * be due sooner, it is given with its new day, for its task to be moved.
 * @param openSteps keys of the steps whose tasks have not ended, with when they are due
 * @returns the run after it, and the steps due
 */
export function advanceRun(
  run: ProtocolRun,
  event: RunEvent,
  openSteps: ReadonlyMap<string, string | null>,
): { readonly run: ProtocolRun; readonly due: readonly DueStep[] } {
  if (run.status === 'ended' || (run.until !== null && event.at >= run.until)) return { run, due: [] }
  const after = event.on === 'reading' ? { ...run, streaks: streaksAfter(run, event) } : run
  const due = run.content.steps.flatMap((step): DueStep[] => {
    const trigger = firing(after, step, event)
    if (!trigger) return []
    const when = dueOfOffset(trigger.offset, event.at)
    const open = openSteps.get(step.key)
    const isSooner = open === null || (typeof open === 'string' && when.dueAt !== null && when.dueAt < open)
    return open === undefined || isSooner ? [{ step, ...when }] : []
  })
  return { run: after, due }
}

function streaksAfter(
  run: ProtocolRun,
  { kind, value }: RunEvent & { on: 'reading' },
): ProtocolRun['streaks'] {
  const band = bandOf(targetOf(run, kind), { value })
  if (band === undefined) return run.streaks
  return { ...run.streaks, [kind]: band === 'inTarget' ? (run.streaks[kind] ?? 0) + 1 : 0 }
}

/** A crossing says more than the band it stands in, wherever it is written. */
function firing(run: ProtocolRun, { when }: ProtocolStep, event: RunEvent): Trigger | undefined {
  const fires = when.filter((trigger) => isFired(run, trigger, event))
  return fires.find(({ on }) => on === 'crossing') ?? fires[0]
}

function isFired(run: ProtocolRun, trigger: Trigger, event: RunEvent): boolean {
  switch (trigger.on) {
    case 'start':
      return event.on === 'start'
    case 'step':
      return event.on === 'step' && event.step === trigger.step
    case 'crossing':
      return event.on === 'reading' && event.kind === trigger.kind && event.rule === trigger.rule
    case 'reading': {
      if (event.on !== 'reading' || event.kind !== trigger.kind) return false
      if (bandOf(targetOf(run, event.kind), event) !== trigger.is) return false
      const inARow = run.streaks[event.kind] ?? 0
      const { from, to } = trigger.streak ?? { from: 0, to: null }
      return inARow >= from && (to === null || inARow <= to)
    }
  }
}

/** Chosen targets that the protocol offers. @throws invalid for a kind without choices, or another band */
export function requireOfferedTargets(
  content: ProtocolRun['content'],
  targets: Readonly<Partial<Record<ReadingKind, TargetBand>>>,
): void {
  for (const [kind, { from, to }] of Object.entries(targets) as [ReadingKind, TargetBand][]) {
    const choices = content.thresholds.find((one) => one.kind === kind)?.choices ?? []
    if (!choices.some((one) => one.from === from && one.to === to))
      throw new DomainError('invalid', { field: 'targets', why: 'not_offered', kind })
  }
}

/** @throws conflict when it is over */
export function endRun(run: ProtocolRun, by: string | null, at: string, reason: string | null): ProtocolRun {
  if (run.status === 'ended') throw new DomainError('conflict', { status: run.status })
  return { ...run, status: 'ended', ended: { by, at, reason } }
}

/** What should have been due already is given two hours, so that it is not overdue as it appears. */
const AT_ONCE_MS = 2 * 3_600_000

/** When a step is due, seen from now: never in the past. @param now ISO instant */
export function dueFromNow(
  { dueAt, window }: Omit<DueStep, 'step'>,
  now: string,
): Pick<Task, 'dueAt' | 'window'> {
  if (dueAt === null || dueAt > now) return { dueAt, window }
  return { dueAt: new Date(Date.parse(now) + AT_ONCE_MS).toISOString(), window: null }
}

/**
 * The task of a step.
 * @param made at, ISO, in the name of whom; ids for the items of its checklist
 */
export function taskOfStep(
  due: DueStep,
  run: { readonly id: string; readonly caseId: string },
  made: { readonly by: string; readonly at: string; itemId(n: number): string },
): Task {
  const { key, title, detail, forProfession, outside, urgency, records, checklist } = due.step
  const said = [outside === null ? null : `Avec : ${outside}`, detail].filter((one) => one !== null)
  return newTask({
    ...{ caseId: run.caseId, createdBy: made.by, createdAt: made.at },
    ...{ title, forProfession, urgency, records, detail: said.length > 0 ? said.join('\n') : null },
    ...dueFromNow(due, made.at),
    checklist: checklist.map((text, n) => ({ id: made.itemId(n), text, done: null })),
    run: { id: run.id, step: key },
  })
}
