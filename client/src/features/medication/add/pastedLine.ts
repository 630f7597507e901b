/** A line of a pasted prescription, as it would be added. */
import type { Medicine } from './useMedicineSearch.ts'
import { addDays } from '../../../platform/wallTime.ts'
import { draftOfLine, emptyLine, type LineDraft } from '../line/lineDraft.ts'
import type { PrescribedLine } from './prescriptionText.ts'

/** What the form or the list of pasted lines holds before a line is added. */
export interface CandidateLine {
  readonly name: string
  /** Chosen or recognised; undefined for free words, which nothing checks. */
  readonly medicine: Medicine | undefined
  readonly draft: LineDraft
}

/** @param today YYYY-MM-DD: a line of so many days begins then, unless it is changed */
export function draftOfPasted(line: PrescribedLine, today: string): LineDraft {
  const { moments, posology, days } = line
  return draftOfLine({
    ...{ indication: null, prescriber: null, preparedBy: null, givenBy: null },
    moments,
    posology: posology?.slice(0, 300) ?? null,
    startOn: days ? today : null,
    endOn: days ? addDays(today, days - 1) : null,
  })
}

export const freeLine = (words: string): CandidateLine => ({
  name: words.slice(0, 200),
  medicine: undefined,
  draft: emptyLine(),
})
