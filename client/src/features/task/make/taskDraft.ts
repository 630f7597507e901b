/** What somebody asks for while it is being written, and the commands' inputs that it makes. Pure. */
import {
  windowBounds,
  type DayPart,
  type OccurrenceTime,
  type Profession,
  type RecordToTake,
  type Task,
  type TaskSeries,
  type Urgency,
} from '@colloque/domain'
import { formatRule } from '@colloque/recurrence'
import { dayAt, hourAt, instantAt } from '../../../platform/wallTime.ts'
import { noRepeat, previewOf, repeatOf, ruleOf, type RepeatDraft, type Repeats } from './repeat.ts'

export interface TaskDraft {
  caseId: string | undefined
  title: string
  detail: string
  /** `profession:nurse`, several of them jointly, or one `account:<id>`; none for the whole circle. */
  forWhom: string[]
  /** Accounts that alone see it, besides its author; undefined for the whole circle. */
  visibleTo: string[] | undefined
  /** YYYY-MM-DD; '' for no due date, or from today where it comes again. */
  day: string
  /** One at most, but for what comes again. */
  parts: DayPart[]
  /** HH:mm, where it is not for a part of the day. */
  hour: string
  urgency: Urgency
  /** Minutes before it is due. */
  remind: number | null
  /** An item a line. */
  checklist: string
  records: RecordToTake[]
  dependsOn: string[]
  repeat: RepeatDraft
  /** A rule that the form cannot show: kept as it is. */
  rule: string | undefined
}

export const newDraft = (caseId?: string): TaskDraft => ({
  caseId,
  title: '',
  detail: '',
  forWhom: [],
  visibleTo: undefined,
  day: '',
  parts: [],
  hour: '',
  urgency: 'routine',
  remind: null,
  checklist: '',
  records: [],
  dependsOn: [],
  repeat: noRepeat(),
  rule: undefined,
})

const MINUTE_MS = 60_000
const WITHOUT_HOUR = '18:00'
const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

/** A person alone, or professions: the last choice decides which. */
export function chosenFor(before: readonly string[], after: readonly string[]): string[] {
  const added = after.find((one) => !before.includes(one))
  if (!added) return [...after]
  return added.startsWith('account:') ? [added] : after.filter((one) => one.startsWith('profession:'))
}

export function addresseesOf(forWhom: readonly string[]) {
  const named = (kind: string) =>
    forWhom.flatMap((one) => (one.startsWith(`${kind}:`) ? one.slice(kind.length + 1) : []))
  const professions = named('profession') as Profession[]
  return {
    forAccount: named('account')[0] ?? null,
    forProfession: professions.length === 1 ? (professions[0] ?? null) : null,
    joint: professions.length > 1 ? professions : [],
  }
}

/** When a task that does not come again is due. */
function dueOf({ day, parts, hour }: Pick<TaskDraft, 'day' | 'parts' | 'hour'>) {
  const [part] = parts
  if (!day) return { dueAt: null, window: null, end: null }
  if (part) return { dueAt: null, window: { day, part }, end: windowBounds({ day, part }).to }
  const dueAt = instantAt(day, hour || WITHOUT_HOUR)
  return { dueAt, window: null, end: dueAt }
}

const minutesBefore = (at: string, minutes: number) =>
  new Date(Date.parse(at) - minutes * MINUTE_MS).toISOString()

/** @param items those that the task has: a line that stays the same keeps its tick */
function fieldsOf(draft: TaskDraft, items: Task['checklist'] = []) {
  const { dueAt, window, end } = dueOf(draft)
  const { title, detail, urgency, remind, records, dependsOn } = draft
  return {
    title: title.trim(),
    detail: detail.trim() || null,
    ...addresseesOf(draft.forWhom),
    ...{ urgency, dueAt, window, records, dependsOn },
    remindAt: end !== null && remind !== null ? minutesBefore(end, remind) : null,
    checklist: linesOf(draft.checklist).map((text) => {
      const held = items.find((item) => item.text === text)
      return held ? { id: held.id, text } : { text }
    }),
  }
}

/** Of `task.create`. */
export function createInput(draft: TaskDraft & { caseId: string }) {
  const fields = fieldsOf(draft)
  const given = Object.entries({
    ...fields,
    caseId: draft.caseId,
    checklist: fields.checklist.map(({ text }) => text),
  }).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))
  // Nobody is not everybody: as it is, the server refuses it.
  const narrowed = draft.visibleTo ? { visibleTo: draft.visibleTo } : {}
  return { ...Object.fromEntries(given), ...narrowed } as Given<typeof fields> & {
    caseId: string
    visibleTo?: string[]
    checklist?: string[]
  }
}
type Given<Fields> = { title: string } & {
  [Name in Exclude<keyof Fields, 'checklist'>]?: NonNullable<Fields[Name]>
}

const differing = <Fields extends object>(now: Fields, before: Fields): Partial<Fields> =>
  Object.fromEntries(
    Object.entries(now).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof Fields]),
    ),
  ) as Partial<Fields>

/** Of `task.update`: what differs from the task; empty where nothing does. */
export const updateInput = (draft: TaskDraft, task: Task) =>
  differing(fieldsOf(draft, task.checklist), fieldsOf(draftOf(task), task.checklist))

/** A task as the form shows it. */
export function draftOf(task: Task): TaskDraft {
  const { caseId, title, detail, window, dueAt, remindAt, urgency, records, dependsOn } = task
  const end = window ? windowBounds(window).to : dueAt
  return {
    ...newDraft(caseId),
    ...{ title, urgency, records, dependsOn },
    detail: detail ?? '',
    forWhom:
      task.joint.length > 0
        ? task.joint.map(({ profession }) => `profession:${profession}`)
        : forWhomOf(task.forProfession, task.forAccount),
    day: window?.day ?? (dueAt ? dayAt(new Date(dueAt)) : ''),
    parts: window ? [window.part] : [],
    hour: dueAt && !window ? hourAt(new Date(dueAt)) : '',
    remind: remindAt && end ? Math.round((Date.parse(end) - Date.parse(remindAt)) / MINUTE_MS) : null,
    checklist: task.checklist.map(({ text }) => text).join('\n'),
  }
}

const forWhomOf = (profession: Profession | null, account: string | null) =>
  account ? [`account:${account}`] : profession ? [`profession:${profession}`] : []

const timesOf = ({ parts, hour }: TaskDraft): OccurrenceTime[] =>
  parts.length > 0 ? parts.map((part) => ({ part })) : hour ? [{ time: hour }] : []

export const isRepeated = (draft: TaskDraft) => draft.repeat.every !== '' || draft.rule !== undefined

/** @param startsOn from where weeks and months are reckoned */
function seriesFieldsOf(draft: TaskDraft, startsOn: string) {
  const { title, detail, urgency, remind, records, repeat } = draft
  const { forProfession, forAccount } = addresseesOf(draft.forWhom)
  return {
    ...{ title: title.trim(), detail: detail.trim() || null, forProfession, forAccount, urgency, records },
    times: timesOf(draft),
    remindBefore: remind,
    checklist: linesOf(draft.checklist),
    rule: draft.rule ?? formatRule(ruleOf(repeat as RepeatDraft & { every: Repeats }, startsOn)),
  }
}

/** Of `series.create`. */
export function seriesInput(draft: TaskDraft & { caseId: string }, today: string) {
  const startsOn = draft.day || today
  const { detail, forProfession, forAccount, remindBefore, ...fields } = seriesFieldsOf(draft, startsOn)
  return {
    ...fields,
    ...(detail === null ? {} : { detail }),
    ...(forProfession === null ? {} : { forProfession }),
    ...(forAccount === null ? {} : { forAccount }),
    ...(remindBefore === null ? {} : { remindBefore }),
    ...{ caseId: draft.caseId, startsOn },
  }
}

/** Of `series.change`, without its `from`: what differs from the series. */
export const seriesChange = (draft: TaskDraft, series: TaskSeries) =>
  differing(seriesFieldsOf(draft, series.startsOn), {
    ...seriesFieldsOf(draftOfSeries(series), series.startsOn),
    rule: series.rule,
  })

/** A series as the form shows it. */
export function draftOfSeries(series: TaskSeries): TaskDraft {
  const repeat = repeatOf(series.rule)
  return {
    ...newDraft(series.caseId),
    ...{ title: series.title, detail: series.detail ?? '', urgency: series.urgency, records: series.records },
    forWhom: forWhomOf(series.forProfession, series.forAccount),
    parts: series.times.flatMap((time) => ('part' in time ? [time.part] : [])),
    hour: series.times.flatMap((time) => ('time' in time ? [time.time] : []))[0] ?? '',
    remind: series.remindBefore,
    checklist: series.checklist.map(({ text }) => text).join('\n'),
    repeat: repeat ?? noRepeat(),
    rule: repeat ? undefined : series.rule,
  }
}

export type DraftProblem =
  | 'caseMissing'
  | 'whatMissing'
  | 'duePast'
  | 'remindPast'
  | 'jointRepeated'
  | 'seenByNobody'
  | 'narrowedRepeated'
  | 'narrowedWaits'

/**
 * What must be mended before it can be sent, by the field that says so; `repeat` is a rule's `data.why`.
 * @param before as it was: a due date that is over already may stay
 */
export function problemsOf(
  draft: TaskDraft,
  now: Date,
  before?: TaskDraft,
): {
  caseId?: DraftProblem
  title?: DraftProblem
  due?: DraftProblem
  forWhom?: DraftProblem
  visibleTo?: DraftProblem
  repeat?: string
} {
  const { end } = dueOf(draft)
  const at = now.toISOString()
  const isDueAnew = end !== (before ? dueOf(before).end : null) || draft.remind !== (before?.remind ?? null)
  const remindsLate = end !== null && draft.remind !== null && minutesBefore(end, draft.remind) < at
  const once = !isRepeated(draft)
  const why = repeatProblem(draft, now)
  return {
    ...(draft.caseId ? {} : { caseId: 'caseMissing' }),
    ...(draft.title.trim() ? {} : { title: 'whatMissing' }),
    ...(once && isDueAnew && end !== null && end < at
      ? { due: 'duePast' }
      : once && isDueAnew && remindsLate
        ? { due: 'remindPast' }
        : !once && draft.day && draft.day < dayAt(now)
          ? { due: 'duePast' }
          : {}),
    ...(!once && draft.forWhom.length > 1 ? { forWhom: 'jointRepeated' } : {}),
    ...visibleProblem(draft, once),
    ...(why ? { repeat: why } : {}),
  }
}

/** Nobody ticked must not come to mean everybody; and what is narrowed stands alone. */
function visibleProblem({ visibleTo, dependsOn }: TaskDraft, once: boolean): { visibleTo?: DraftProblem } {
  if (!visibleTo) return {}
  if (visibleTo.length === 0) return { visibleTo: 'seenByNobody' }
  if (!once) return { visibleTo: 'narrowedRepeated' }
  return dependsOn.length > 0 ? { visibleTo: 'narrowedWaits' } : {}
}

function repeatProblem({ repeat, day, ...draft }: TaskDraft, now: Date): string {
  if (repeat.every === '') return ''
  const startsOn = day || dayAt(now)
  if (repeat.end === 'until' && repeat.until < startsOn) return 'before_from'
  const rule = ruleOf(repeat as RepeatDraft & { every: Repeats }, startsOn)
  return previewOf(rule, startsOn, timesOf({ ...draft, repeat, day })).why
}
