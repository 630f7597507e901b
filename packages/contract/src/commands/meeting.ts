/** Meetings of a house, the cases put forward for them, and what is decided. */
import {
  AGENDA_MINUTES,
  AgendaItemSchema,
  DaySchema,
  DecisionSchema,
  FiledMinutesSchema,
  IdSchema,
  line,
  MEETING_SLOTS_MAX,
  MeetingPlanSchema,
  MeetingSchema,
  MISSING_KINDS,
  NamedPersonSchema,
  OwnerSchema,
  paragraph,
  ProfessionSchema,
} from '@colloque/domain'
import { z } from 'zod'
import { caseId, command, inCase, inTeam, onAgendaItem, onDecision, reason, rev } from './define.ts'

const teamId = IdSchema
const meetingId = IdSchema
const agendaItemId = IdSchema
const minutes = AgendaItemSchema.shape.minutes

export const meetingCommands = {
  'meeting.call': command(
    'Call a meeting: when, where or by which link, for how long, and who is invited',
    inTeam,
    'team.member',
    { teamId, ...MeetingPlanSchema.shape, chairId: IdSchema.optional().describe('Oneself, unless told') },
    MeetingSchema,
  ),
  'meeting.change': command(
    'Another time, place or people for a meeting that has not begun',
    inTeam,
    'team.member',
    { teamId, meetingId, rev, ...MeetingPlanSchema.shape },
    MeetingSchema,
  ),
  'meeting.cancel': command(
    'Cancel a meeting; its cases wait for the next one',
    inTeam,
    'team.member',
    { teamId, meetingId, reason },
    MeetingSchema,
  ),
  'meeting.order': command(
    'Put its cases in order, and give each its minutes; every one of them, by the ids of their agenda items',
    inTeam,
    'team.member',
    { teamId, meetingId, slots: z.array(MeetingSchema.shape.slots.element).max(MEETING_SLOTS_MAX) },
    MeetingSchema,
  ),
  'meeting.send': command(
    'Tell those invited that the agenda stands',
    inTeam,
    'team.member',
    { teamId, meetingId },
    MeetingSchema,
  ),
  'meeting.start': command('Begin a meeting', inTeam, 'team.member', { teamId, meetingId }, MeetingSchema),
  'meeting.attend': command(
    'Sit down at the table, or leave it; for oneself',
    inTeam,
    'team.member',
    { teamId, meetingId, isThere: z.boolean() },
    MeetingSchema,
  ),
  'meeting.turnTo': command(
    'Turn to a case, or to none: its clock runs',
    inTeam,
    'team.member',
    { teamId, meetingId, itemId: IdSchema.nullable() },
    MeetingSchema,
  ),
  'meeting.close': command(
    'End a meeting; what was not talked over waits for the next one',
    inTeam,
    'team.member',
    { teamId, meetingId },
    MeetingSchema,
  ),
  'agenda.propose': command(
    'Put a case forward for a meeting, with a question; also for somebody outside',
    inCase,
    'message.arrange',
    {
      caseId,
      question: line(300),
      messageId: IdSchema.optional(),
      meetingId: IdSchema.optional().describe('Without it, the case waits for one'),
      minutes: minutes.default(AGENDA_MINUTES),
      askedBy: NamedPersonSchema.optional(),
    },
    AgendaItemSchema,
  ),
  'agenda.schedule': command(
    'Put a case that waits on the agenda of a meeting, or let it wait again',
    onAgendaItem,
    'message.arrange',
    { agendaItemId, meetingId: IdSchema.nullable(), minutes: minutes.optional() },
    AgendaItemSchema,
  ),
  'agenda.withdraw': command(
    'Take back what was put forward for a meeting',
    onAgendaItem,
    'message.arrange',
    { agendaItemId },
    AgendaItemSchema,
  ),
  'agenda.giveOpinion': command(
    'Say beforehand what one thinks of the question, in the place of what one said before',
    onAgendaItem,
    'message.arrange',
    { agendaItemId, text: paragraph(1_000) },
    AgendaItemSchema,
  ),
  'agenda.ask': command(
    '« Demander »: a task for what is missing, the person’s wish or a profession’s opinion',
    onAgendaItem,
    'task.create',
    {
      agendaItemId,
      what: z.enum(MISSING_KINDS),
      profession: ProfessionSchema.optional().describe('Whose opinion; for a wish, who asks the person'),
    },
    AgendaItemSchema,
  ),
  'agenda.setSpoken': command(
    'Somebody has spoken on a case, or has not after all',
    onAgendaItem,
    'message.arrange',
    { agendaItemId, person: NamedPersonSchema.pick({ accountId: true, name: true }), hasSpoken: z.boolean() },
    AgendaItemSchema,
  ),
  'agenda.setGuests': command(
    'The person or relatives who are at the table for a case',
    onAgendaItem,
    'message.arrange',
    { agendaItemId, guests: AgendaItemSchema.shape.guests },
    AgendaItemSchema,
  ),
  'agenda.conclude': command(
    'A case has been talked over: who was there, and what the person wishes, are kept with it',
    onAgendaItem,
    'message.arrange',
    { agendaItemId, participants: AgendaItemSchema.shape.participants },
    AgendaItemSchema,
  ),
  'agenda.resume': command(
    'Talk a case over again that was ended, while the meeting lasts and its minutes are not filed',
    onAgendaItem,
    'message.arrange',
    { agendaItemId },
    AgendaItemSchema,
  ),
  'decision.record': command(
    'A decision with who does what by when, and who tells the person: it becomes tasks in the same change',
    onAgendaItem,
    'task.create',
    {
      agendaItemId,
      text: paragraph(1_000),
      owner: OwnerSchema,
      dueOn: DaySchema.nullable().default(null),
      tell: z
        .strictObject({ owner: OwnerSchema, dueOn: DaySchema.nullable().default(null) })
        .nullable()
        .default(null)
        .describe('Who tells the person; null only where the person is at the table'),
    },
    DecisionSchema,
  ),
  'decision.disagree': command(
    'Have a disagreement recorded beside a decision',
    onDecision,
    'message.arrange',
    { decisionId: IdSchema, text: paragraph(1_000) },
    DecisionSchema,
  ),
  'decision.withdraw': command(
    'Take a decision back; its tasks that are open are not needed any more',
    onDecision,
    'task.create',
    { decisionId: IdSchema, reason },
    DecisionSchema,
  ),
  'minutes.sign': command(
    'Close and sign the minutes of a case as they were seen, with a proof of who one is: they are filed in it',
    onAgendaItem,
    'message.arrange',
    {
      agendaItemId,
      docSeq: z.number().int().nonnegative().describe('Batch of the document that was seen'),
      textHash: FiledMinutesSchema.shape.textHash.describe('Of the text that was seen'),
    },
    FiledMinutesSchema,
  ),
} as const
