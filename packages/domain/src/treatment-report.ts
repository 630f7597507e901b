/** A side effect, or that something is not taken, told from home in a few taps and offered to the pharmacist. */
import { z } from 'zod'
import { DomainError } from './errors.ts'
import { DoneBySchema, IdSchema, line, paragraph } from './values.ts'

export const REPORT_KINDS = ['sideEffect', 'adherence'] as const

export const TreatmentReportSchema = z.object({
  caseId: IdSchema,
  kind: z.enum(REPORT_KINDS),
  /** The lines it may come from; none when it is not known. */
  medicationIds: z.array(IdSchema).max(10),
  words: paragraph(500),
  /** Who noticed it, where it was not the author: « sa fille ». */
  noticedBy: line(120).nullable(),
  reported: DoneBySchema,
  /** What the pharmacist made of it: a flag, or a word. */
  settled: DoneBySchema.extend({ flagId: IdSchema.nullable(), word: line(300).nullable() }).nullable(),
})
export type TreatmentReport = z.infer<typeof TreatmentReportSchema>

/** @throws conflict when it is settled already */
export function settleReport(
  report: TreatmentReport,
  settled: NonNullable<TreatmentReport['settled']>,
): TreatmentReport {
  if (report.settled) throw new DomainError('conflict', { why: 'settled', ...report.settled })
  return { ...report, settled }
}
