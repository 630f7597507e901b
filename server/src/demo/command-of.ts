import type { CommandName } from '@colloque/contract'
import type { Addressees, Profession } from '@colloque/domain'
import type { DemoEvent } from './scenario.ts'
import { instantOf } from './time.ts'

/** What the story's keys stand for while it is told. */
interface Names {
  readonly caseId: string
  readonly today: Date
  idOf(key: string): string
  accountIdOf(person: string): string
}

/** People and professions of the story as a command names them. */
export function addresseesOf(
  { people = [], professions = [] }: { people?: readonly string[]; professions?: readonly Profession[] },
  accountIdOf: (person: string) => string,
): Addressees {
  return { accountIds: people.map(accountIdOf), professions: [...professions] }
}

/** The command that an event of the story amounts to, and the key by which it is named later. */
export function commandOf(
  event: DemoEvent,
  { caseId, idOf, accountIdOf, today }: Names,
): [name: CommandName, input: object, key?: string | undefined] {
  switch (event.do) {
    case 'message':
      return [
        'message.post',
        {
          caseId,
          text: event.text,
          ...(event.urgency ? { urgency: event.urgency } : {}),
          ...(event.thread ? { threadId: idOf(event.thread) } : {}),
          ...(event.to ? { to: addresseesOf(event.to, accountIdOf) } : {}),
        },
        event.key,
      ]
    case 'note':
      return [
        'note.record',
        {
          caseId,
          text: event.text,
          ...(event.urgency ? { urgency: event.urgency } : {}),
          ...(event.readings ? { readings: event.readings } : {}),
        },
        event.key,
      ]
    case 'acknowledge':
      return ['message.acknowledge', { messageId: idOf(event.message) }]
    case 'takeCharge':
      return ['message.takeCharge', { messageId: idOf(event.message) }]
    case 'pin':
      return ['message.pin', { messageId: idOf(event.message) }]
    case 'closeThread':
      return ['thread.close', { threadId: idOf(event.thread), outcome: event.outcome }]
    case 'propose': {
      const messageId = event.message && { messageId: idOf(event.message) }
      return ['agenda.propose', { caseId, question: event.question, ...messageId }]
    }
    case 'task': {
      const { title, detail, forProfession, urgency } = event
      return [
        'task.create',
        {
          caseId,
          title,
          ...(detail ? { detail } : {}),
          ...(forProfession ? { forProfession } : {}),
          ...(event.forPerson ? { forAccount: accountIdOf(event.forPerson) } : {}),
          ...(urgency ? { urgency } : {}),
          ...(event.due ? { dueAt: instantOf(today, event.due[0], event.due[1]) } : {}),
        },
        event.key,
      ]
    }
    case 'claim':
      return ['task.claim', { taskId: idOf(event.task) }]
    case 'release':
      return ['task.release', { taskId: idOf(event.task), reason: event.reason }]
    case 'hold':
      return ['task.hold', { taskId: idOf(event.task), waitingFor: event.waitingFor }]
    case 'resume':
      return ['task.resume', { taskId: idOf(event.task) }]
    case 'complete':
      return ['task.complete', { taskId: idOf(event.task), ...(event.note ? { note: event.note } : {}) }]
    case 'abandon':
      return ['task.abandon', { taskId: idOf(event.task), reason: event.reason }]
    case 'medication': {
      const { name, atc, posology, moments, indication } = event
      return [
        'medication.add',
        {
          caseId,
          name,
          ...(atc ? { atc } : {}),
          ...(posology ? { posology } : {}),
          ...(moments ? { moments } : {}),
          ...(indication ? { indication } : {}),
        },
        event.key,
      ]
    }
    case 'changeMedication': {
      const { medication, posology, preparedBy, reason } = event
      return [
        'medication.change',
        {
          medicationId: idOf(medication),
          reason,
          ...(posology ? { posology } : {}),
          ...(preparedBy ? { preparedBy: { profession: preparedBy } } : {}),
        },
      ]
    }
    case 'pauseMedication':
      return ['medication.pause', { medicationId: idOf(event.medication), reason: event.reason }]
    case 'stopMedication':
      return ['medication.stop', { medicationId: idOf(event.medication), reason: event.reason }]
    case 'flag': {
      const { title, severity, detail } = event
      return [
        'flag.raise',
        {
          caseId,
          title,
          severity,
          detail,
          ...(event.medications ? { medicationIds: event.medications.map(idOf) } : {}),
        },
        event.key,
      ]
    }
    case 'acknowledgeFlag':
      return ['flag.acknowledge', { flagId: idOf(event.flag) }]
    case 'resolveFlag': {
      const { flag, outcome, reason, monitor } = event
      const { untilDay = 0, ...watch } = monitor ?? {}
      const until = instantOf(today, untilDay, '12:00').slice(0, 10)
      return [
        'flag.resolve',
        { flagId: idOf(flag), outcome, reason, ...(monitor ? { monitor: { ...watch, until } } : {}) },
      ]
    }
    case 'checkFlag':
      return ['flag.check', { flagId: idOf(event.flag), ...(event.note ? { note: event.note } : {}) }]
    case 'report': {
      const { kind, words, medications = [], noticedBy } = event
      return [
        'report.make',
        { caseId, kind, words, medicationIds: medications.map(idOf), ...(noticedBy ? { noticedBy } : {}) },
      ]
    }
    case 'wish':
      return ['case.update', { caseId, wish: event.wish }]
    case 'joinCircle':
      return ['circle.add', { caseId, accountId: accountIdOf(event.person) }]
    case 'leaveCircle':
      return ['circle.remove', { caseId, accountId: accountIdOf(event.person) }]
  }
}
