/** The treatment, and what is signalled about it. */
import {
  AlertAnswerSchema,
  AtcSchema,
  FlagOutcomeSchema,
  FlagSchema,
  FlagSeveritySchema,
  IdSchema,
  line,
  MedicationSchema,
  paragraph,
} from '@colloque/domain'
import { z } from 'zod'
import { command, inCase, onMedication, onFlag, caseId, reason, rev } from './define.ts'

export const medicationCommands = {
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
      messageId: IdSchema.optional().describe('The message it came from'),
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
} as const
