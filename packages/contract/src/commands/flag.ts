/** What is signalled about the treatment: alerts of the rules, flags of people, reports from home. */
import {
  AlertAnswerSchema,
  DaySchema,
  FlagKindSchema,
  FlagOutcomeSchema,
  FlagSchema,
  FlagSeveritySchema,
  IdSchema,
  line,
  paragraph,
  ProfessionSchema,
  REPORT_KINDS,
  TreatmentChangeSchema,
  TreatmentReportSchema,
} from '@colloque/domain'
import { z } from 'zod'
import { caseId, command, inCase, onFlag, onReport, reason } from './define.ts'

const proposal = z.strictObject({
  words: line(500),
  changes: z.array(TreatmentChangeSchema).max(5).default([]),
})

export const flagCommands = {
  'flag.raise': command(
    'Signal a problem with the treatment to those who prescribe',
    inCase,
    'flag.raise',
    {
      caseId,
      kind: FlagKindSchema.optional(),
      title: line(200),
      severity: FlagSeveritySchema,
      detail: paragraph(2_000),
      medicationIds: z.array(IdSchema).max(10).optional(),
      alertKey: line(200).optional(),
      proposal: line(500).optional(),
      proposals: z
        .array(proposal)
        .max(5)
        .optional()
        .describe('Changes that the prescriber can accept as they are'),
      messageId: IdSchema.optional().describe('The message it came from'),
      reportId: IdSchema.optional().describe('The report it came from, which it settles'),
    },
    FlagSchema,
  ),
  'flag.propose': command(
    'Propose a change of treatment on a flag, ready to be accepted',
    onFlag,
    'flag.raise',
    { flagId: IdSchema, ...proposal.shape },
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
    'Answer a flag with what comes of it; accepting changes the treatment in the same act, watching makes its task',
    onFlag,
    'flag.decide',
    {
      flagId: IdSchema,
      outcome: FlagOutcomeSchema,
      reason: line(500),
      proposalId: IdSchema.optional().describe('The proposal that is accepted as it is'),
      changes: z.array(TreatmentChangeSchema).max(10).optional(),
      stopMedicationIds: z.array(IdSchema).max(10).optional(),
      changePosology: z
        .array(z.strictObject({ medicationId: IdSchema, posology: line(300) }))
        .max(10)
        .optional(),
      monitor: z
        .strictObject({
          title: line(200),
          until: DaySchema,
          forProfession: ProfessionSchema.optional(),
          forAccount: IdSchema.optional(),
        })
        .optional()
        .describe('Of outcome monitored: the task that watches, and until when'),
    },
    FlagSchema,
  ),
  'flag.check': command(
    'Close an answered flag: it was checked that the answer is carried out',
    onFlag,
    'flag.raise',
    { flagId: IdSchema, note: line(300).optional() },
    FlagSchema,
  ),
  'flag.reopen': command(
    'Take an answered flag up again, with the reason',
    onFlag,
    'flag.raise',
    { flagId: IdSchema, reason },
    FlagSchema,
  ),
  'alert.setAside': command(
    'Set an interaction alert aside, with a reason that is shown from then on, until the dose is another one',
    inCase,
    'alert.setAside',
    { caseId, key: line(200), medicationIds: z.array(IdSchema).min(1).max(2), reason },
    AlertAnswerSchema,
  ),
  'report.make': command(
    'Report a side effect, or that something is not taken, to the pharmacist',
    inCase,
    'message.post',
    {
      caseId,
      kind: z.enum(REPORT_KINDS),
      medicationIds: z.array(IdSchema).max(10).optional(),
      words: paragraph(500),
      noticedBy: line(120).optional().describe('Who noticed it, where it was not the author'),
    },
    TreatmentReportSchema,
  ),
  'report.settle': command(
    'Settle a report with a word, without a flag',
    onReport,
    'alert.setAside',
    { reportId: IdSchema, word: line(300) },
    TreatmentReportSchema,
  ),
} as const
