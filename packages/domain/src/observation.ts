/** What somebody says of themselves in words, beside what is measured: a reading of its own kind. */
import { z } from 'zod'
import { WORDED_KINDS, type Observation } from './task-records.ts'
import { IdSchema, InstantSchema, paragraph } from './values.ts'

export const WordedReadingSchema = z.object({
  caseId: IdSchema,
  kind: z.enum(WORDED_KINDS),
  words: paragraph(500),
  takenAt: InstantSchema,
  takenBy: IdSchema,
  /** The note or the task that it came with. */
  messageId: IdSchema.nullable(),
  taskId: IdSchema.nullable(),
})
export type WordedReading = z.infer<typeof WordedReadingSchema>

/** What was said, as the readings of a case hold it. @param came when, by whom, and the note or task that it came with */
export const wordedReadings = (
  observations: readonly Observation[],
  came: Omit<WordedReading, 'kind' | 'words'>,
): WordedReading[] => observations.map(({ kind, words }) => ({ ...came, kind, words }))
