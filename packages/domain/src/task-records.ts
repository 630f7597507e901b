/** What is to be recorded with a task, and what was: readings with their unit, or words. */
import { z } from 'zod'
import { READING_KINDS } from './measurement.ts'
import { paragraph } from './values.ts'

/** What is said in words, where no number would be honest. */
export const WORDED_KINDS = ['mood', 'sleep', 'painWords'] as const
export type WordedKind = (typeof WORDED_KINDS)[number]

/** One of each. */
export const RECORDS_MAX = READING_KINDS.length + WORDED_KINDS.length

/** A reading or an observation that is to be taken; their ranges and units stand in READINGS. */
export const RecordToTakeSchema = z.object({
  kind: z.enum([...READING_KINDS, ...WORDED_KINDS]),
  required: z.boolean(),
})
export type RecordToTake = z.infer<typeof RecordToTakeSchema>

/** What was said, as it is given. */
export const ObservationSchema = z.object({ kind: z.enum(WORDED_KINDS), words: paragraph(500) })
export type Observation = z.infer<typeof ObservationSchema>
