/** Every projection of the log, with the texts that search finds it by. */
import { patientName } from '@colloque/domain'
import { projectionOf } from './projections.ts'

export const projections = {
  cases: projectionOf('cases', 'patientCase', ({ patient, reason }) => [
    patientName(patient),
    patient.birthName,
    reason,
  ]),
  circleMembers: projectionOf('circleMembers', 'circleMember', ({ name }) => [name], [
    { accountId: 1, status: 1 },
  ]),
  messages: projectionOf('messages', 'message', ({ text }) => [text], [
    { stream: 1, createdSeq: 1 },
    { stream: 1, threadId: 1, createdSeq: 1 },
    { 'escalation.nextAt': 1 },
  ]),
  files: projectionOf('attachments', 'file', ({ name }) => [name]),
  measurements: projectionOf('measurements', 'measurement', () => []),
  tasks: projectionOf('tasks', 'task', ({ title, detail, note }) => [title, detail, note], [
    { stream: 1, status: 1, _id: 1 },
  ]),
  medications: projectionOf('medications', 'medication', ({ name, indication }) => [name, indication]),
  flags: projectionOf('flags', 'flag', ({ title, detail }) => [title, detail]),
} as const
