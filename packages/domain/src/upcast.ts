/**
 * Reads states of an earlier version of the log as today's. Pure, and kept for ever: what was written stays as it
 * was written.
 */
import { plainAgendaItem } from './agenda-item.ts'
import { SECURITY_AT_FIRST } from './care-team.ts'
import { ESCALATION_AT_FIRST } from './escalation.ts'
import { TASK_ESCALATION_AT_FIRST } from './task-overdue.ts'
import { plainFlag } from './flag.ts'
import { plainMedication } from './medication.ts'
import { noParts, type Task } from './task.ts'

/** Version 1 had conversations in cases alone, plain words, no ladder, and tasks without parts. */
export function fromVersion1(type: string, after: unknown): unknown {
  const state = after as Record<string, unknown>
  if (type === 'message') return { ...MESSAGE_SINCE_2, ...state }
  if (type === 'careTeam')
    return { escalation: ESCALATION_AT_FIRST, taskEscalation: TASK_ESCALATION_AT_FIRST, ...state }
  if (type === 'flag') return { messageId: null, ...state }
  if (type === 'file') return { conversationId: null, ...state }
  if (type === 'task') return taskOfVersion1(state)
  return after
}

function taskOfVersion1(state: Record<string, unknown>) {
  const { waitingFor, status, claimed } = state as Pick<Task, 'waitingFor' | 'status' | 'claimed'>
  const waiting =
    waitingFor === null ? null : { for: waitingFor, who: null, phone: null, nextCallAt: null, calls: [] }
  return {
    ...noParts(),
    waiting,
    firstClaimedAt: claimed?.at ?? null,
    outcome: status === 'done' ? 'done' : null,
    ...state,
  }
}

const MESSAGE_SINCE_2 = {
  conversationId: null,
  body: null,
  asked: [],
  escalation: null,
  edited: null,
  deleted: null,
  pinned: null,
  closed: null,
  cardIds: [],
  moved: null,
}

/** Version 2 had lines of a treatment in words alone, and flags that ended with their answer. */
export function fromVersion2(type: string, after: unknown): unknown {
  const state = after as Record<string, unknown>
  if (type === 'medication') return { ...plainMedication(), ...state }
  if (type === 'flag') return flagOfVersion2(state)
  if (type === 'alertAnswer') return { doses: [], ...state }
  return after
}

/** An answered flag of version 2 had ended: nobody is asked to check it now. */
function flagOfVersion2({ status, ...state }: Record<string, unknown>) {
  const hasEnded = status === 'resolved' || status === 'dismissed'
  return {
    ...plainFlag(),
    kind: state['alertKey'] ? 'interaction' : 'other',
    ...state,
    status: hasEnded ? 'closed' : status,
  }
}

/** Version 3 had circles of colleagues alone without an end, houses in one place, and identities without an INS. */
export function fromVersion3(type: string, after: unknown): unknown {
  const state = after as Record<string, unknown>
  if (type === 'circleMember') return memberOfVersion3(state)
  if (type === 'careTeam') return { sites: [], security: SECURITY_AT_FIRST, ...state }
  if (type === 'teamMember') return { siteIds: [], ...state }
  if (type === 'patientCase') return { ...state, patient: { ins: null, ...(state['patient'] as object) } }
  return after
}

/** Whoever had an account saw the whole case as a colleague; whoever had none saw nothing. */
function memberOfVersion3(state: Record<string, unknown>) {
  const isRelative = state['accountId'] === null && state['profession'] === null
  const view = isRelative ? 'shared' : 'case'
  const basis = state['accountId'] !== null ? 'team' : isRelative ? 'relative' : 'consent'
  return { view, basis, why: null, until: null, replaces: null, ...state }
}

/** Version 4 had agenda items that waited for a meeting without a date. */
export function fromVersion4(type: string, after: unknown): unknown {
  return type === 'agendaItem' ? { ...plainAgendaItem(), ...(after as Record<string, unknown>) } : after
}
