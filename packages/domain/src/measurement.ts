import { z } from 'zod'
import { IdSchema, InstantSchema } from './values.ts'

/**
 * What is measured: unit as shown and in UCUM, code in LOINC, and the range outside which a value is a slip of the
 * finger. Source of the codes: the vital-signs profiles of FHIR R4, and LOINC for laboratory values and pain. Glucose
 * is told in g/L in France: its LOINC code is that of mass per volume.
 */
export const READINGS = {
  weight: { unit: 'kg', ucum: 'kg', loinc: '29463-7', min: 1, max: 400, decimals: 1 },
  bloodPressure: { unit: 'mmHg', ucum: 'mm[Hg]', loinc: '85354-9', min: 40, max: 300, decimals: 0 },
  pulse: { unit: '/min', ucum: '/min', loinc: '8867-4', min: 20, max: 250, decimals: 0 },
  temperature: { unit: '°C', ucum: 'Cel', loinc: '8310-5', min: 25, max: 45, decimals: 1 },
  inr: { unit: '', ucum: '1', loinc: '6301-6', min: 0.5, max: 20, decimals: 1 },
  glucose: { unit: 'g/L', ucum: 'g/L', loinc: '2339-0', min: 0.1, max: 8, decimals: 2 },
  spo2: { unit: '%', ucum: '%', loinc: '2708-6', min: 40, max: 100, decimals: 0 },
  pain: { unit: '/10', ucum: '{score}', loinc: '72514-3', min: 0, max: 10, decimals: 0 },
  hba1c: { unit: '%', ucum: '%', loinc: '4548-4', min: 3, max: 20, decimals: 1 },
  potassium: { unit: 'mmol/L', ucum: 'mmol/L', loinc: '2823-3', min: 1.5, max: 9, decimals: 1 },
  creatinine: { unit: 'µmol/L', ucum: 'umol/L', loinc: '14682-9', min: 10, max: 2_000, decimals: 0 },
} as const
export type ReadingKind = keyof typeof READINGS
export const READING_KINDS = Object.keys(READINGS) as [ReadingKind, ...ReadingKind[]]

/** One reading as entered; `value2` is the diastolic pressure. Out of range is refused. */
export const ReadingInputSchema = z
  .strictObject({ kind: z.enum(READING_KINDS), value: z.number(), value2: z.number().optional() })
  .superRefine((reading, context) => {
    const { min, max } = READINGS[reading.kind]
    const outside = (value: number) => value < min || value > max
    if (outside(reading.value)) context.addIssue({ code: 'custom', path: ['value'], message: 'out of range' })
    if (reading.kind === 'bloodPressure') {
      if (reading.value2 === undefined)
        context.addIssue({ code: 'custom', path: ['value2'], message: 'diastolic missing' })
      else if (outside(reading.value2) || reading.value2 >= reading.value) {
        context.addIssue({ code: 'custom', path: ['value2'], message: 'diastolic out of range' })
      }
    } else if (reading.value2 !== undefined) {
      context.addIssue({ code: 'custom', path: ['value2'], message: 'only blood pressure has two values' })
    }
  })
export type ReadingInput = z.infer<typeof ReadingInputSchema>

export const MeasurementSchema = z.object({
  caseId: IdSchema,
  kind: z.enum(READING_KINDS),
  value: z.number(),
  value2: z.number().nullable(),
  takenAt: InstantSchema,
  takenBy: IdSchema,
  messageId: IdSchema.nullable(),
})
export type Measurement = z.infer<typeof MeasurementSchema>
