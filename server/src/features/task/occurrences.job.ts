import {
  addDays,
  isMissed,
  missed,
  SERIES_AHEAD_DAYS,
  wallClock,
  type PatientCase,
  type StreamName,
  type Task,
  type TaskSeries,
} from '@colloque/domain'
import { trusted } from 'mongoose'
import { v5 } from 'uuid'
import type { ChangeLog, Decide } from '../../platform/change-log/index.ts'
import { entity } from '../../platform/commands.ts'
import { projections } from '../../platform/entity-projections.ts'
import type { JobDefinition } from '../../platform/jobs/index.ts'
import type { ProjectionReader } from '../../platform/reader.ts'
import { daysToMake, isOver, makeOccurrences, occurrencesOf } from './occurrences.ts'

/** More than a year of standstill. */
const MAX_STEPS = 20
/** Undone occurrences of past days looked at in one run; the next run takes the rest. */
const MAX_MISSED = 2_000

/** Makes the tasks of each series a week ahead, and puts on record which of past days nobody did. */
export function occurrencesJob(changes: ChangeLog, reader: ProjectionReader): JobDefinition {
  /** Those with days to be made, and those whose rule is over. */
  async function behind(today: string): Promise<Kept[]> {
    const series = (await reader
      .model(projections.taskSeries)
      .find({
        status: trusted({ $in: ['active', 'paused'] }),
        madeUntil: trusted({ $lt: addDays(today, SERIES_AHEAD_DAYS) }),
      } as never)
      .lean()) as unknown as Kept[]
    return series.filter((one) => daysToMake(one, today).days.length > 0 || isOver(one, today))
  }

  async function withMissed(now: Date, today: string): Promise<Kept[]> {
    const tasks = (await reader
      .model(projections.tasks)
      .find({ status: trusted({ $in: ['open', 'claimed'] }), occurrence: trusted({ $lt: today }) } as never)
      .sort({ occurrence: 1 })
      .limit(MAX_MISSED)
      .lean()) as unknown as Task[]
    const ids = new Set(
      tasks.flatMap((task) => (isMissed(task, now.toISOString()) ? (task.seriesId ?? []) : [])),
    )
    return reader
      .model(projections.taskSeries)
      .find({ _id: trusted({ $in: [...ids] }) } as never)
      .lean() as never
  }

  return {
    name: 'occurrences',
    every: '1 minute',
    run: async (now) => {
      const today = wallClock(now.toISOString()).day
      const due = new Map(
        [...(await behind(today)), ...(await withMissed(now, today))].map((one) => [one._id, one]),
      )
      for (const { _id, stream, rev } of due.values()) {
        let seen = rev
        for (let step = 0; step < MAX_STEPS; step++) {
          const { entity, change } = await changes.execute({
            stream,
            // Each of its changes has another rev: the same on every node, and nothing is made twice.
            commandId: v5(`advance ${seen} ${today}`, _id),
            by: 'system:occurrences',
            input: { seriesId: _id, today },
            decide: advance(_id, today),
          })
          if (!change) break
          seen = entity.rev
        }
      }
    },
  }
}

type Kept = TaskSeries & { readonly _id: string; readonly stream: StreamName; readonly rev: number }

/** What a run does with one series: decided on its case as it stands. */
export function advance(seriesId: string, today: string): Decide {
  const unchanged = { unchanged: { type: 'taskSeries', id: seriesId } }
  return (fold, { now }) => {
    const series = fold.get<TaskSeries>('taskSeries', seriesId)?.after
    if (!series) return unchanged
    if (fold.get<PatientCase>('patientCase', series.caseId)?.after?.status === 'closed') return unchanged
    const late = occurrencesOf(fold, seriesId).filter(({ after }) => isMissed(after, now))
    const isRunning = series.status !== 'ended'
    const made = isRunning ? makeOccurrences(series, { fold, seriesId, now, today }) : { series, tasks: [] }
    const ends = isRunning && isOver(made.series, today)
    if (late.length + made.tasks.length === 0 && !ends) return unchanged
    return {
      kind: ends ? 'series.cameToEnd' : 'series.advanced',
      entities: [
        entity('taskSeries', seriesId, ends ? { ...made.series, status: 'ended' } : made.series),
        ...made.tasks,
        ...late.map(({ id, after }) => entity('task', id, missed(after))),
      ],
    }
  }
}
