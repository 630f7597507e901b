import {
  addDays,
  DomainError,
  followingSeries,
  isPausedOn,
  notNeeded,
  pauseSeries,
  requireRunning,
  resumeSeries,
  seriesStateOn,
  wallClock,
  type EntityState,
  type Task,
  type TaskSeries,
} from '@colloque/domain'
import { checkRule, formatRule, nextOccurrences, parseRule } from '@colloque/recurrence'
import type { StreamFold } from '../../platform/change-log/index.ts'
import { requireInCircle } from '../../platform/circle.ts'
import {
  entity,
  requireEntity,
  requireRev,
  type CommandContext,
  type CommandHandlers,
} from '../../platform/commands.ts'
import { earlierOf, laterOf, makeOccurrences, occurrencesOf } from './occurrences.ts'

type Handlers = Pick<
  CommandHandlers,
  'series.create' | 'series.change' | 'series.pause' | 'series.resume' | 'series.end'
>

/** What was written offline yesterday may still come in. */
function dayFrom(field: 'from' | 'startsOn', day: string | undefined, today: string): string {
  if (day === undefined) return today
  if (day < addDays(today, -1)) throw new DomainError('invalid', { field, why: 'in_past' })
  return day < today ? today : day
}

/** @throws invalid when the rule, with these times and this end, is not one that a series may have */
function requireSound({ rule, startsOn, from, endsOn, times }: TaskSeries): void {
  if (endsOn !== null && endsOn < from)
    throw new DomainError('invalid', { field: 'endsOn', why: 'before_from' })
  if (new Set(times.map((time) => JSON.stringify(time))).size < times.length)
    throw new DomainError('invalid', { field: 'times', why: 'twice' })
  const parsed = parseRule(rule)
  checkRule({ rule: parsed, startsOn, endsOn, timesADay: Math.max(times.length, 1) })
  if (nextOccurrences(parsed, { startsOn, from, endsOn, limit: 1 }).length === 0)
    throw new DomainError('invalid', { field: 'rule', why: 'never' })
}

const todayOf = ({ now }: CommandContext) => wallClock(now).day

export const seriesCommands: Handlers = {
  'series.create': (input) => (context) => {
    const { actor, caseId, fold, now, newId } = context
    const today = todayOf(context)
    const seriesId = newId(0)
    const from = dayFrom('startsOn', input.startsOn, today)
    if (input.forAccount) requireInCircle(fold, input.forAccount, 'forAccount', now)
    const series: TaskSeries = {
      caseId,
      title: input.title,
      detail: input.detail ?? null,
      forProfession: input.forProfession ?? null,
      forAccount: input.forAccount ?? null,
      urgency: input.urgency ?? 'routine',
      ...(input.forPerson === undefined ? {} : { forPerson: input.forPerson }),
      times: input.times ?? [],
      remindBefore: input.remindBefore ?? null,
      checklist: (input.checklist ?? []).map((text, index) => ({ id: newId(index + 1), text })),
      records: input.records ?? [],
      rule: formatRule(parseRule(input.rule)),
      startsOn: input.startsOn,
      from,
      endsOn: input.endsOn ?? null,
      status: 'active',
      pauses: [],
      madeUntil: addDays(from, -1),
      originId: seriesId,
      changedFrom: null,
      changedTo: null,
      createdBy: actor.accountId,
      createdAt: now,
      ended: null,
      reason: null,
    }
    requireSound(series)
    const made = makeOccurrences(series, { fold, seriesId, now, today, onlyAhead: true })
    return { kind: 'series.created', entities: [entity('taskSeries', seriesId, made.series), ...made.tasks] }
  },

  'series.change':
    ({ commandId: _, seriesId, rev, from: asked, checklist, rule, ...fields }) =>
    (context) => {
      const { actor, fold, now, newId } = context
      const today = todayOf(context)
      const held = requireEntity(fold, 'taskSeries', seriesId)
      requireRev(held, rev)
      requireRunning(held.after, today)
      if (held.after.changedTo !== null)
        throw new DomainError('conflict', { why: 'changed', seriesId: held.after.changedTo })
      const from = laterOf(dayFrom('from', asked, today), held.after.from)
      const text = rule === undefined ? held.after.rule : formatRule(parseRule(rule))
      // From its first day on it is the same series; later, another goes on.
      const isSame = from === held.after.from
      const nextId = isSame ? seriesId : newId(0)
      const next: TaskSeries = {
        ...held.after,
        ...given(fields),
        ...(checklist
          ? { checklist: checklist.map((item, index) => ({ id: newId(index + 1), text: item })) }
          : {}),
        rule: text,
        // With the same rule its weeks and its count go on.
        startsOn: text === held.after.rule ? held.after.startsOn : from,
        from,
        pauses: held.after.pauses.filter(({ to }) => isSame || to === null || to >= from),
        madeUntil: addDays(from, -1),
        ...(isSame ? {} : { changedFrom: seriesId, createdBy: actor.accountId, createdAt: now }),
      }
      if (next.forAccount !== null) requireInCircle(fold, next.forAccount, 'forAccount', now)
      requireSound(next)
      const made = makeOccurrences(next, {
        ...{ fold, seriesId: nextId, now, today, onlyAhead: true },
        revise: (task, occurrence) => (task.status === 'open' ? followingSeries(task, occurrence) : task),
      })
      const ended = { by: actor.accountId, at: now }
      const dropped = occurrencesOf(fold, seriesId).filter(
        ({ id, after }) => after.status === 'open' && (after.occurrence ?? '') >= from && !made.meant.has(id),
      )
      const before = isSame
        ? []
        : [
            entity('taskSeries', seriesId, {
              ...held.after,
              ...{ endsOn: addDays(from, -1), changedTo: nextId },
              status: from <= today ? ('ended' as const) : held.after.status,
            }),
          ]
      return {
        kind: 'series.changed',
        entities: [
          entity('taskSeries', nextId, made.series),
          ...before,
          ...made.tasks,
          ...dropped.map(({ id, after }) => entity('task', id, notNeeded(after, ended, null))),
        ],
      }
    },

  'series.pause':
    ({ seriesId, from, to, reason }) =>
    (context) => {
      const { actor, fold, now } = context
      const today = todayOf(context)
      const done = { by: actor.accountId, at: now }
      const line = lineOf(fold, seriesId, today)
      return {
        kind: 'series.paused',
        entities: [
          ...line.map(({ id, after }) =>
            entity('taskSeries', id, pauseSeries(after, { from, to: to ?? null, reason, ...done }, today)),
          ),
          ...tasksOf(fold, line, from, to)
            .filter(({ after }) => isUndone(after) || after.outcome === 'missed')
            .map(({ id, after }) => entity('task', id, notNeeded(after, done, reason))),
        ],
      }
    },

  'series.resume':
    ({ seriesId, from: asked }) =>
    (context) => {
      const { fold, now } = context
      const today = todayOf(context)
      const from = dayFrom('from', asked, today)
      const resting = lineOf(fold, seriesId, today).filter(({ after }) => isPausedOn(after, from))
      if (resting.length === 0) throw new DomainError('conflict', { why: 'not_paused' })
      const resumed = resting.map(({ id, after }) => {
        const series = resumeSeries(after, from, today)
        const made = makeOccurrences(
          { ...series, madeUntil: earlierOf(addDays(from, -1), series.madeUntil) },
          {
            ...{ fold, seriesId: id, now, today, onlyAhead: true },
            revise: (task, fields) => (endedByPause(after, task) ? awake(task, fields) : task),
          },
        )
        return { series: entity('taskSeries', id, made.series), tasks: made.tasks }
      })
      return {
        kind: 'series.resumed',
        entities: [...resumed.map(({ series }) => series), ...resumed.flatMap(({ tasks }) => tasks)],
      }
    },

  'series.end':
    ({ seriesId, from: asked, reason }) =>
    (context) => {
      const { actor, fold, now } = context
      const today = todayOf(context)
      const from = dayFrom('from', asked, today)
      const ended = { by: actor.accountId, at: now }
      const line = lineOf(fold, seriesId, today)
      return {
        kind: 'series.ended',
        entities: [
          ...line.map(({ id, after }) =>
            entity('taskSeries', id, {
              ...after,
              endsOn: earlierOf(after.endsOn ?? '9999-12-31', addDays(from, -1)),
              status: from <= today ? 'ended' : after.status,
              ended,
              reason,
            }),
          ),
          ...tasksOf(fold, line, from)
            .filter(({ after }) => isUndone(after))
            .map(({ id, after }) => entity('task', id, notNeeded(after, ended, reason))),
        ],
      }
    },
}

/** Somebody could still do it. What waits for somebody outside goes on waiting. */
const isUndone = ({ status }: Task) => status === 'open' || status === 'claimed'

type Held = EntityState<TaskSeries> & { after: TaskSeries }

/**
 * A series and those of its line that still run: one that will be changed from a later day on, and the one after it.
 * @returns the one that was named first
 * @throws not_found, conflict when it has ended
 */
function lineOf(fold: StreamFold, seriesId: string, today: string): Held[] {
  const named = requireEntity(fold, 'taskSeries', seriesId)
  requireRunning(named.after, today)
  const others = fold
    .all<TaskSeries>('taskSeries')
    .filter(
      (one): one is Held =>
        one.id !== seriesId &&
        one.after?.originId === named.after.originId &&
        seriesStateOn(one.after, today) !== 'ended',
    )
  return [named, ...others]
}

const tasksOf = (fold: StreamFold, line: readonly Held[], from: string, to = '9999-12-31') =>
  line
    .flatMap(({ id }) => occurrencesOf(fold, id))
    .filter(({ after }) => after.occurrence !== null && from <= after.occurrence && after.occurrence <= to)

/** The fields that were given at all: null says that there is none. */
function given<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]: Exclude<Fields[Name], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}

/** A pause ends occurrences in its own change: who and when are those of the pause. */
const endedByPause = ({ pauses }: TaskSeries, { outcome, ended }: Task): boolean =>
  outcome === 'notNeeded' && pauses.some(({ by, at }) => by === ended?.by && at === ended.at)

const awake = (task: Task, fields: Parameters<typeof followingSeries>[1]): Task => ({
  ...followingSeries(task, fields),
  ...{
    status: 'open',
    outcome: null,
    ended: null,
    reason: null,
    claimed: null,
    delegate: null,
    overdue: null,
  },
})
