/**
 * Every command of Colloque, defined once: its name, what it takes, what it answers, which stream it is decided
 * in and what the person must be allowed to do there. Served as the socket event `command` and as
 * `POST /api/v1/commands/<name>` from this one table.
 */
import {
  AddresseesSchema,
  AlertAnswerSchema,
  AtcSchema,
  CircleMemberSchema,
  FlagOutcomeSchema,
  FlagSchema,
  FlagSeveritySchema,
  IdSchema,
  InformedSchema,
  InstantSchema,
  line,
  MedicationSchema,
  MessageSchema,
  MessageTextSchema,
  paragraph,
  PatientCaseSchema,
  PatientSchema,
  ProfessionSchema,
  ReadingInputSchema,
  TaskSchema,
  UrgencySchema,
  type EntityType,
  type Permission,
} from '@colloque/domain'
import { z } from 'zod'

/** Where a command is decided: in a new case, in the case it names, or where the entity it names lives. */
export type CommandTarget =
  | { readonly in: 'newCase' }
  | { readonly in: 'case' }
  | { readonly in: 'entity'; readonly type: EntityType; readonly field: string }

export interface CommandDefinition<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodObject = z.ZodObject,
> {
  readonly summary: string
  readonly target: CommandTarget
  readonly permission: Permission | null
  readonly input: Input
  /** State of the command's own entity after it; `id` and `rev` are added. */
  readonly output: Output
}

function command<Input extends z.ZodRawShape, Output extends z.ZodRawShape>(
  summary: string,
  target: CommandTarget,
  permission: Permission | null,
  input: Input,
  output: z.ZodObject<Output>,
) {
  return {
    summary,
    target,
    permission,
    input: z.strictObject({ commandId: IdSchema, ...input }),
    output: z.object({ ...output.shape, id: IdSchema, rev: z.number().int().positive() }),
  }
}

const inCase = { in: 'case' } as const
const onTask = { in: 'entity', type: 'task', field: 'taskId' } as const
const onMedication = { in: 'entity', type: 'medication', field: 'medicationId' } as const
const onFlag = { in: 'entity', type: 'flag', field: 'flagId' } as const
const onMessage = { in: 'entity', type: 'message', field: 'messageId' } as const

const caseId = IdSchema
const reason = line(300)
const rev = z
  .number()
  .int()
  .positive()
  .optional()
  .describe('The rev that was seen; another one is `conflict`')

export const commands = {
  'case.create': command(
    'Open a case for a patient; its author is the first of its circle',
    { in: 'newCase' },
    null,
    {
      patient: PatientSchema,
      reason: line(120),
      informed: InformedSchema,
      teamId: IdSchema.optional().describe('Where the author is in several teams'),
      allergies: line(300).optional(),
      wish: paragraph(500).optional(),
      circle: z.array(IdSchema).max(40).optional().describe('Account ids who join with the author'),
      confirmedDistinct: z.boolean().optional().describe('The author has seen the cases that look alike'),
    },
    PatientCaseSchema,
  ),
  'case.update': command(
    'Change what the case says of the person',
    inCase,
    'case.edit',
    {
      caseId,
      rev,
      reason: line(120).optional(),
      allergies: line(300).nullable().optional(),
      wish: paragraph(500).optional(),
      patient: PatientSchema.optional(),
    },
    PatientCaseSchema,
  ),
  'case.close': command('Close a case', inCase, 'case.edit', { caseId, reason }, PatientCaseSchema),
  'case.reopen': command('Reopen a closed case', inCase, 'case.edit', { caseId }, PatientCaseSchema),
  'case.linkHousehold': command(
    'Link the case of somebody who lives in the same household',
    inCase,
    'case.edit',
    { caseId, otherCaseId: IdSchema },
    PatientCaseSchema,
  ),
  'circle.add': command(
    'Add a professional with an account, or a relative by name, to the circle',
    inCase,
    'circle.manage',
    {
      caseId,
      accountId: IdSchema.optional(),
      name: line(120).optional().describe('Of somebody without an account'),
      profession: ProfessionSchema.optional(),
      relation: line(80).optional(),
      phone: line(30).optional(),
      role: z.enum(['referent', 'member']).optional(),
    },
    CircleMemberSchema,
  ),
  'circle.remove': command(
    'Remove somebody from the circle, or leave it: at once, everywhere',
    inCase,
    'case.read',
    {
      caseId,
      memberId: IdSchema.optional().describe('The membership; or accountId'),
      accountId: IdSchema.optional(),
      reason: reason.optional(),
    },
    CircleMemberSchema,
  ),
  'message.post': command(
    'Say something to the circle, in a thread or in one of its own',
    inCase,
    'message.post',
    {
      caseId,
      threadId: IdSchema.optional(),
      text: MessageTextSchema,
      urgency: UrgencySchema.optional(),
      to: AddresseesSchema.optional(),
      fileIds: z.array(IdSchema).max(10).optional(),
      writtenAt: InstantSchema.optional(),
    },
    MessageSchema,
  ),
  'message.acknowledge': command(
    '« J’ai pris connaissance »',
    onMessage,
    'case.read',
    { messageId: IdSchema },
    MessageSchema,
  ),
  'message.takeCharge': command(
    '« Je m’en charge »',
    onMessage,
    'case.read',
    { messageId: IdSchema },
    MessageSchema,
  ),
  'note.record': command(
    'Note what was seen or measured, from anywhere',
    inCase,
    'measurement.record',
    {
      caseId,
      text: MessageTextSchema,
      readings: z.array(ReadingInputSchema).max(12).optional(),
      urgency: UrgencySchema.optional(),
      to: AddresseesSchema.optional(),
      fileIds: z.array(IdSchema).max(10).optional(),
      writtenAt: InstantSchema.optional().describe('When it was noted, where that was offline'),
    },
    MessageSchema,
  ),
  'task.create': command(
    'Ask for something to be done',
    inCase,
    'task.create',
    {
      caseId,
      title: line(200),
      detail: paragraph(2_000).optional(),
      forProfession: ProfessionSchema.optional(),
      forAccount: IdSchema.optional(),
      urgency: UrgencySchema.optional(),
      dueAt: InstantSchema.optional(),
      messageId: IdSchema.optional(),
    },
    TaskSchema,
  ),
  'task.claim': command('Take a task: one wins', onTask, 'task.work', { taskId: IdSchema }, TaskSchema),
  'task.release': command('Give a task back', onTask, 'task.work', { taskId: IdSchema, reason }, TaskSchema),
  'task.hold': command(
    'Wait for somebody or something',
    onTask,
    'task.work',
    { taskId: IdSchema, waitingFor: line(200) },
    TaskSchema,
  ),
  'task.resume': command(
    'Take a waiting task up again',
    onTask,
    'task.work',
    { taskId: IdSchema },
    TaskSchema,
  ),
  'task.complete': command(
    'Done',
    onTask,
    'task.work',
    { taskId: IdSchema, note: paragraph(2_000).optional() },
    TaskSchema,
  ),
  'task.abandon': command(
    'Will not be done, and why',
    onTask,
    'task.work',
    { taskId: IdSchema, reason },
    TaskSchema,
  ),
  'medication.add': command(
    'Add a medication to what the person takes',
    inCase,
    'medication.record',
    {
      caseId,
      name: line(200),
      atc: AtcSchema.optional(),
      posology: line(300).optional(),
      indication: line(200).optional(),
    },
    MedicationSchema,
  ),
  'medication.change': command(
    'Change a posology',
    onMedication,
    'medication.prescribe',
    { medicationId: IdSchema, posology: line(300), reason, rev },
    MedicationSchema,
  ),
  'medication.stop': command(
    'Stop a medication',
    onMedication,
    'medication.prescribe',
    { medicationId: IdSchema, reason },
    MedicationSchema,
  ),
  'flag.raise': command(
    'Signal a problem with the treatment to those who prescribe',
    inCase,
    'flag.raise',
    {
      caseId,
      title: line(200),
      severity: FlagSeveritySchema,
      detail: paragraph(2_000),
      medicationIds: z.array(IdSchema).max(10).optional(),
      alertKey: line(200).optional(),
      proposal: line(500).optional(),
    },
    FlagSchema,
  ),
  'flag.acknowledge': command(
    '« J’ai pris connaissance »',
    onFlag,
    'flag.decide',
    { flagId: IdSchema },
    FlagSchema,
  ),
  'flag.resolve': command(
    'Close a flag with what came of it; accepting changes the treatment in the same act',
    onFlag,
    'flag.decide',
    {
      flagId: IdSchema,
      outcome: FlagOutcomeSchema,
      reason: line(500),
      stopMedicationIds: z.array(IdSchema).max(10).optional(),
      changePosology: z
        .array(z.strictObject({ medicationId: IdSchema, posology: line(300) }))
        .max(10)
        .optional(),
    },
    FlagSchema,
  ),
  'alert.setAside': command(
    'Set an interaction alert aside, with a reason that is shown from then on',
    inCase,
    'alert.setAside',
    { caseId, key: line(200), medicationIds: z.array(IdSchema).min(1).max(2), reason },
    AlertAnswerSchema,
  ),
} as const satisfies Record<string, CommandDefinition>

export type CommandName = keyof typeof commands
export const COMMAND_NAMES = Object.keys(commands) as CommandName[]
/** What a caller gives, defaults not yet filled in. */
export type CommandInput<Name extends CommandName> = z.input<(typeof commands)[Name]['input']>
/** What the server decides on. */
export type ParsedInput<Name extends CommandName> = z.output<(typeof commands)[Name]['input']>
export type CommandOutput<Name extends CommandName> = z.output<(typeof commands)[Name]['output']>

export const isCommandName = (name: unknown): name is CommandName =>
  typeof name === 'string' && Object.hasOwn(commands, name)
