/** The treatment, and what must be known of the person for it. */
import {
  AllergySchema,
  AtcSchema,
  CisSchema,
  ClinicalFactsSchema,
  DaySchema,
  IdSchema,
  line,
  MedicationSchema,
  MedicationWhoSchema,
  MomentsSchema,
} from '@colloque/domain'
import { z } from 'zod'
import { caseId, command, inCase, onMedication, reason, rev } from './define.ts'

const endOn = DaySchema.describe('The last day on which it is taken')

export const medicationCommands = {
  'medication.add': command(
    'Add a medication to what the person takes',
    inCase,
    'medication.record',
    {
      caseId,
      name: line(200),
      atc: AtcSchema.optional(),
      cis: CisSchema.optional(),
      form: line(120).optional(),
      strength: line(120).optional(),
      substances: z.array(line(120)).max(12).optional(),
      posology: line(300).optional(),
      moments: MomentsSchema.optional(),
      indication: line(200).optional(),
      startOn: DaySchema.optional(),
      endOn: endOn.optional(),
      prescriber: MedicationWhoSchema.optional(),
      preparedBy: MedicationWhoSchema.optional().describe('Who fills the pill organiser'),
      givenBy: MedicationWhoSchema.optional(),
    },
    MedicationSchema,
  ),
  'medication.change': command(
    'Change a line, with the reason; dose, times and days are for those who prescribe',
    onMedication,
    'medication.record',
    {
      medicationId: IdSchema,
      rev,
      reason,
      posology: line(300).nullable().optional(),
      moments: MomentsSchema.nullable().optional(),
      indication: line(200).nullable().optional(),
      startOn: DaySchema.nullable().optional(),
      endOn: endOn.nullable().optional(),
      prescriber: MedicationWhoSchema.nullable().optional(),
      preparedBy: MedicationWhoSchema.nullable().optional(),
      givenBy: MedicationWhoSchema.nullable().optional(),
    },
    MedicationSchema,
  ),
  'medication.pause': command(
    'Pause a medication',
    onMedication,
    'medication.prescribe',
    {
      medicationId: IdSchema,
      reason,
      until: DaySchema.optional().describe('The day on which it is taken again'),
    },
    MedicationSchema,
  ),
  'medication.resume': command(
    'Take a paused medication up again',
    onMedication,
    'medication.prescribe',
    { medicationId: IdSchema, reason },
    MedicationSchema,
  ),
  'medication.stop': command(
    'Stop a medication',
    onMedication,
    'medication.prescribe',
    { medicationId: IdSchema, reason },
    MedicationSchema,
  ),
  'facts.record': command(
    'Write down what the rules of the treatment need to know: allergies, kidneys, pregnancy, weight',
    inCase,
    'medication.record',
    {
      caseId,
      rev,
      allergies: z
        .array(AllergySchema)
        .max(30)
        .optional()
        .describe('All of them; an empty list: none is known'),
      kidney: ClinicalFactsSchema.shape.kidney.optional(),
      pregnancy: ClinicalFactsSchema.shape.pregnancy.optional(),
      weight: ClinicalFactsSchema.shape.weight.optional(),
    },
    ClinicalFactsSchema,
  ),
} as const
