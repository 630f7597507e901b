import { z } from 'zod'
import { IdSchema, InstantSchema } from './values.ts'

/** What is measured at home: unit as shown, and the range outside which a value is a slip of the finger. */
export const READINGS = {
  weight: { unit: 'kg', min: 1, max: 400, decimals: 1 },
  bloodPressure: { unit: 'mmHg', min: 40, max: 300, decimals: 0 },
  pulse: { unit: '/min', min: 20, max: 250, decimals: 0 },
  temperature: { unit: '°C', min: 25, max: 45, decimals: 1 },
  inr: { unit: '', min: 0.5, max: 20, decimals: 1 },
  glucose: { unit: 'g/L', min: 0.1, max: 8, decimals: 2 },
  spo2: { unit: '%', min: 40, max: 100, decimals: 0 },
  pain: { unit: '/10', min: 0, max: 10, decimals: 0 },
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
