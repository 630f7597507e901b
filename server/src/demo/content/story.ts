import type { FlagOutcome, FlagSeverity, Moments, Profession, ReadingInput, Urgency } from '@colloque/domain'
import type { DemoEvent, PersonKey } from '../scenario.ts'

/** Short words in which the cases are written: who, at what time, did what. */

type Time = DemoEvent['time']
type ActOf<E> = E extends DemoEvent ? Omit<E, 'day' | 'time' | 'by'> : never
type Act = ActOf<DemoEvent>
type Line = readonly [time: Time, by: PersonKey, act: Act]

interface Said {
  readonly key?: string
  readonly thread?: string
  readonly urgency?: Urgency
  readonly to?: NonNullable<Extract<DemoEvent, { do: 'message' }>['to']>
}
type Noted = Omit<Said, 'thread' | 'to'>
type TaskEvent = Extract<DemoEvent, { do: 'task' }>
type Asked = Partial<Pick<TaskEvent, 'detail' | 'forProfession' | 'forPerson' | 'due' | 'urgency'>>

export const day = (number: number, ...lines: readonly Line[]): DemoEvent[] =>
  lines.map(([time, by, act]) => ({ day: number, time, by, ...act }))

/** In order of time; what happens in the same minute stays as written. */
export const story = (...days: readonly DemoEvent[][]): DemoEvent[] =>
  days
    .flat()
    .sort((one, other) => one.day - other.day || (one.time < other.time ? -1 : one.time > other.time ? 1 : 0))

export const says = (text: string, said: Said = {}): Act => ({ do: 'message', text, ...said })
/** Answers in the thread of that first message. */
export const re = (thread: string, text: string, said: Omit<Said, 'thread'> = {}): Act => ({
  do: 'message',
  thread,
  text,
  ...said,
})
export const notes = (text: string, readings: readonly ReadingInput[] = [], said: Noted = {}): Act => ({
  do: 'note',
  text,
  ...(readings.length > 0 && { readings }),
  ...said,
})
/** « Pris connaissance », by each at their own time. */
export const seen = (message: string, readers: Readonly<Record<PersonKey, Time>>): Line[] =>
  Object.entries(readers).map(([by, time]) => [time, by, { do: 'acknowledge', message }])

export const takesCharge = (message: string): Act => ({ do: 'takeCharge', message })
export const pins = (message: string): Act => ({ do: 'pin', message })
/** Closes the thread of that first message. */
export const concludes = (thread: string, outcome: string): Act => ({ do: 'closeThread', thread, outcome })
export const proposes = (question: string, message?: string): Act => ({
  do: 'propose',
  question,
  ...(message !== undefined && { message }),
})

export const kg = (value: number): ReadingInput => ({ kind: 'weight', value })
export const mmHg = (value: number, value2: number): ReadingInput => ({
  kind: 'bloodPressure',
  value,
  value2,
})
export const bpm = (value: number): ReadingInput => ({ kind: 'pulse', value })
export const celsius = (value: number): ReadingInput => ({ kind: 'temperature', value })
export const inr = (value: number): ReadingInput => ({ kind: 'inr', value })
/** In g/L, as French meters show it. */
export const glucose = (value: number): ReadingInput => ({ kind: 'glucose', value })
export const spo2 = (value: number): ReadingInput => ({ kind: 'spo2', value })
export const pain = (value: number): ReadingInput => ({ kind: 'pain', value })

export const asks = (key: string, title: string, asked: Asked = {}): Act => ({
  do: 'task',
  key,
  title,
  ...asked,
})
export const takes = (task: string): Act => ({ do: 'claim', task })
export const gives = (task: string, reason: string): Act => ({ do: 'release', task, reason })
export const waits = (task: string, waitingFor: string): Act => ({ do: 'hold', task, waitingFor })
export const resumes = (task: string): Act => ({ do: 'resume', task })
export const done = (task: string, note?: string): Act => ({ do: 'complete', task, ...(note && { note }) })
export const drops = (task: string, reason: string): Act => ({ do: 'abandon', task, reason })

/** @param dose in words, or by the moments of the day */
export const adds = (
  key: string,
  name: string,
  atc: string,
  dose: string | Moments,
  indication: string,
): Act => ({
  do: 'medication',
  key,
  name,
  atc,
  ...(typeof dose === 'string' ? { posology: dose } : { moments: dose }),
  indication,
})
export const changes = (medication: string, posology: string, reason: string): Act => ({
  do: 'changeMedication',
  medication,
  posology,
  reason,
})
/** The pill organiser with this line in it is filled by those of a profession. */
export const fills = (medication: string, preparedBy: Profession, reason: string): Act => ({
  do: 'changeMedication',
  medication,
  preparedBy,
  reason,
})
export const pauses = (medication: string, reason: string): Act => ({
  do: 'pauseMedication',
  medication,
  reason,
})
export const stops = (medication: string, reason: string): Act => ({
  do: 'stopMedication',
  medication,
  reason,
})

export const flags = (
  key: string,
  severity: FlagSeverity,
  title: string,
  detail: string,
  medications: readonly string[] = [],
): Act => ({ do: 'flag', key, severity, title, detail, medications })
export const answers = (flag: string): Act => ({ do: 'acknowledgeFlag', flag })
export const settles = (
  flag: string,
  outcome: FlagOutcome,
  reason: string,
  monitor?: Extract<Act, { do: 'resolveFlag' }>['monitor'],
): Act => ({ do: 'resolveFlag', flag, outcome, reason, ...(monitor && { monitor }) })
export const checks = (flag: string, note?: string): Act => ({ do: 'checkFlag', flag, ...(note && { note }) })
export const reports = (
  kind: 'sideEffect' | 'adherence',
  words: string,
  medications: readonly string[],
  noticedBy?: string,
): Act => ({ do: 'report', kind, words, medications, ...(noticedBy && { noticedBy }) })

export const wishes = (wish: string): Act => ({ do: 'wish', wish })
export const joins = (person: PersonKey): Act => ({ do: 'joinCircle', person })
export const leaves = (person: PersonKey): Act => ({ do: 'leaveCircle', person })
