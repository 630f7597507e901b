/** Every projection of the log, with the texts that search finds it by. */
import { parseStream, patientName, type Attention, type EntityState, type StreamName } from '@colloque/domain'
import { projectionOf } from './projections.ts'

/** Who follows a stream or one of its threads: under `of`, since `stream` is the follower's own. */
const followedProjection = {
  name: 'followed',
  type: 'attention',
  types: ['attention'],
  indexes: [{ key: { of: 1 } }],
  toDocument: ({ after }: EntityState, stream: StreamName) => {
    const { stream: of, threadId, mode } = after as Attention
    return mode === 'followed' ? { of, threadId, accountId: parseStream(stream)?.id } : null
  },
} as const

export const projections = {
  cases: projectionOf('cases', 'patientCase', ({ patient, reason }) => [
    patientName(patient),
    patient.birthName,
    reason,
  ]),
  circleMembers: projectionOf('circleMembers', 'circleMember', ({ name }) => [name], [
    { accountId: 1, status: 1 },
    { status: 1, until: 1 },
  ]),
  messages: projectionOf('messages', 'message', ({ text }) => [text], [
    { stream: 1, createdSeq: 1 },
    { stream: 1, threadId: 1, createdSeq: 1 },
    { 'escalation.nextAt': 1 },
    { stream: 1, fileIds: 1 },
  ]),
  files: projectionOf('attachments', 'file', ({ name }) => [name]),
  measurements: projectionOf('measurements', 'measurement', () => []),
  tasks: projectionOf('tasks', 'task', ({ title, detail, note }) => [title, detail, note], [
    { stream: 1, status: 1, _id: 1 },
    { status: 1, remindAt: 1 },
    { status: 1, dueAt: 1 },
    { status: 1, occurrence: 1 },
  ]),
  taskSeries: projectionOf('taskSeries', 'taskSeries', () => [], [{ status: 1, madeUntil: 1 }]),
  needs: projectionOf('needs', 'need', ({ text }) => [text]),
  referrals: projectionOf('referrals', 'referral', ({ to, kind, reason }) => [to, kind, reason], [
    { remindAt: 1 },
  ]),
  medications: projectionOf('medications', 'medication', ({ name, indication }) => [name, indication]),
  followed: followedProjection,
  flags: projectionOf('flags', 'flag', ({ title, detail }) => [title, detail], [{ 'escalation.nextAt': 1 }]),
  readingAlerts: projectionOf('readingAlerts', 'readingAlert', () => [], [{ 'escalation.nextAt': 1 }]),
  protocolRuns: projectionOf('protocolRuns', 'protocolRun', () => [], [{ status: 1, until: 1 }]),
  filedMinutes: projectionOf('filedMinutes', 'filedMinutes', () => [], [{ meetingId: 1 }]),
  treatmentReports: projectionOf('treatmentReports', 'treatmentReport', ({ words, noticedBy }) => [
    words,
    noticedBy,
  ]),
  decisions: projectionOf('decisions', 'decision', ({ text }) => [text]),
  wordedReadings: projectionOf('wordedReadings', 'wordedReading', ({ words }) => [words]),
} as const
