import {
  completeTask,
  concludeItem,
  DomainError,
  giveOpinion,
  headlineWish,
  lastStandingProject,
  mayTakeStep,
  newAgendaItem,
  newTask,
  requireMeeting,
  requireProposed,
  resumeItem,
  setSpoken,
  type AgendaItem,
  type FiledMinutes,
  type Meeting,
  type PatientCase,
  type PersonWish,
  type Task,
} from '@colloque/domain'
import type { ChangeLog, StreamFold } from '../../platform/change-log/index.ts'
import {
  decided,
  entity,
  requireEntity,
  type CommandContext,
  type CommandHandlers,
} from '../../platform/commands.ts'
import { findMeeting, meetingOf } from './find-meeting.ts'

type Handlers = Pick<
  CommandHandlers,
  | 'agenda.propose'
  | 'agenda.schedule'
  | 'agenda.withdraw'
  | 'agenda.giveOpinion'
  | 'agenda.ask'
  | 'agenda.setSpoken'
  | 'agenda.setGuests'
  | 'agenda.conclude'
  | 'agenda.resume'
>

/** Cases put forward for a meeting, of any profession, and what is said of them. */
export const agendaCommands = (changes: ChangeLog): Handlers => ({
  'agenda.propose': async ({ question, messageId, meetingId, minutes, askedBy }, actor) => {
    if (meetingId !== undefined)
      requireMeeting(await findMeeting(changes, actor, meetingId), 'planned', 'live')
    return ({ caseId, fold, now, newId }) => {
      if (messageId !== undefined) requireEntity(fold, 'message', messageId)
      const item = newAgendaItem({
        ...{ caseId, question, minutes, messageId: messageId ?? null, meetingId: meetingId ?? null },
        ...{ askedBy: askedBy ?? null, proposedBy: actor.accountId, proposedAt: now },
      })
      return { kind: 'agenda.proposed', entities: [entity('agendaItem', newId(0), item)] }
    }
  },

  'agenda.schedule': async ({ agendaItemId, meetingId, minutes }, actor) => {
    if (meetingId !== null) requireMeeting(await findMeeting(changes, actor, meetingId), 'planned', 'live')
    return step('agenda.scheduled', agendaItemId, (item) => {
      // What was withdrawn is taken up again as it was.
      if (item.status === 'withdrawn')
        return { ...item, status: 'proposed', meetingId, formerMeetingId: item.meetingId }
      requireProposed(item)
      const isSame = item.meetingId === meetingId && (minutes ?? item.minutes) === item.minutes
      return isSame
        ? item
        : { ...item, meetingId, formerMeetingId: item.meetingId, minutes: minutes ?? item.minutes }
    })
  },

  'agenda.withdraw':
    ({ agendaItemId }) =>
    ({ actor, fold, member }) => {
      const held = requireEntity(fold, 'agendaItem', agendaItemId)
      if (held.after.status === 'withdrawn') return { unchanged: { type: 'agendaItem', id: agendaItemId } }
      requireProposed(held.after)
      if (held.after.proposedBy !== actor.accountId && member?.profession !== 'coordinator')
        throw new DomainError('invalid', { field: 'agendaItemId', why: 'not_yours' })
      return decided('agenda.withdrawn', 'agendaItem', held, { ...held.after, status: 'withdrawn' })
    },

  'agenda.giveOpinion':
    ({ agendaItemId, text }) =>
    (context) => {
      const { actor, fold, now, newId } = context
      const { accountId: by, name, profession } = actor
      const { after: item } = requireEntity(fold, 'agendaItem', agendaItemId)
      const given = giveOpinion(item, { id: newId(0), by, at: now, name, profession, text })
      return {
        kind: 'agenda.opinionGiven',
        entities: [entity('agendaItem', agendaItemId, given), ...answeredBy(item, context)],
      }
    },

  'agenda.ask':
    ({ agendaItemId, what, profession }) =>
    ({ actor, fold, now, newId }) => {
      const held = requireEntity(fold, 'agendaItem', agendaItemId)
      requireProposed(held.after)
      if (what === 'opinion' && profession === undefined)
        throw new DomainError('invalid', { field: 'profession', why: 'missing' })
      const { caseId, question } = held.after
      const taskId = newId(0)
      const task = newTask({
        ...{ caseId, createdBy: actor.accountId, createdAt: now, forProfession: profession ?? null },
        ...(what === 'wish'
          ? { title: 'Demander à la personne ce qu’elle souhaite', planItem: 'wishes' as const }
          : { title: 'Donner votre avis avant la concertation' }),
        detail: question,
      })
      const asked = { by: actor.accountId, at: now, what, taskId }
      const opinionOf = what === 'opinion' ? (profession ?? null) : null
      return {
        kind: 'agenda.askedFor',
        entities: [
          entity('agendaItem', agendaItemId, {
            ...held.after,
            asked: [...held.after.asked, { ...asked, profession: opinionOf }].slice(-50),
          }),
          entity('task', taskId, task),
        ],
      }
    },

  'agenda.setSpoken': ({ agendaItemId, person, hasSpoken }) =>
    step('agenda.spoken', agendaItemId, (item, { now }) => setSpoken(item, person, hasSpoken, now)),

  'agenda.setGuests': ({ agendaItemId, guests }) =>
    step('agenda.guests', agendaItemId, (item) => {
      requireProposed(item)
      return { ...item, guests }
    }),

  'agenda.conclude': async ({ agendaItemId, participants }) => {
    const chairId = await chairOf(changes, agendaItemId)
    return step('agenda.concluded', agendaItemId, (item, { actor, fold, now }) => {
      if (item.meetingId === null) throw new DomainError('conflict', { why: 'no_meeting' })
      const wish = wishIn(fold, item)
      return concludeItem(item, { by: actor.accountId, at: now, participants, wish, chairId })
    })
  },

  'agenda.resume': async ({ agendaItemId }) => {
    const meeting = await meetingFor(changes, agendaItemId)
    return step('agenda.resumed', agendaItemId, (item, { fold }) => {
      if (!meeting) throw new DomainError('conflict', { why: 'no_meeting' })
      requireMeeting(meeting, 'live')
      const filed = fold.all<FiledMinutes>('filedMinutes')
      if (filed.some(({ after }) => after?.agendaItemId === agendaItemId))
        throw new DomainError('conflict', { why: 'filed' })
      return resumeItem(item)
    })
  },
})

/** Who chairs the meeting that an item is for. It does not change once the meeting has begun. */
const chairOf = async (changes: ChangeLog, agendaItemId: string): Promise<string | null> =>
  (await meetingFor(changes, agendaItemId))?.chairId ?? null

async function meetingFor(changes: ChangeLog, agendaItemId: string): Promise<Meeting | undefined> {
  const stream = await changes.locate(agendaItemId)
  const item = stream && (await changes.fold(stream)).get<AgendaItem>('agendaItem', agendaItemId)?.after
  return item ? await meetingOf(changes, item) : undefined
}

/** The tasks that asked for this opinion: done with it, unless somebody else holds them. */
const answeredBy = ({ asked }: AgendaItem, { actor, fold, now }: CommandContext) =>
  asked.flatMap(({ what, profession, taskId }) => {
    const task = fold.get<Task>('task', taskId)?.after
    if (what !== 'opinion' || profession !== actor.profession || !task) return []
    return mayTakeStep(task, 'complete', actor)
      ? [entity('task', taskId, completeTask(task, actor, now, null))]
      : []
  })

const step =
  (kind: string, id: string, next: (item: AgendaItem, context: CommandContext) => AgendaItem) =>
  (context: CommandContext) => {
    const held = requireEntity(context.fold, 'agendaItem', id)
    return decided(kind, 'agendaItem', held, next(held.after, context))
  }

/** What the person wishes, as the case has it at this moment: the project heard last, or the sentence of its opening. */
function wishIn(fold: StreamFold, { caseId }: AgendaItem): AgendaItem['wish'] {
  const held = fold
    .all<PersonWish>('personWish')
    .flatMap(({ id, after }) => (after === null ? [] : [{ id, wish: after }]))
  const project = lastStandingProject(held)
  if (project) return { text: project.text, heardBy: project.heardBy, heardOn: project.heardOn }
  const sentence = headlineWish(held) ?? fold.get<PatientCase>('patientCase', caseId)?.after?.wish
  return sentence
    ? { text: sentence.text, heardBy: sentence.heard.by, heardOn: sentence.heard.at.slice(0, 10) }
    : null
}
