/**
 * What a house shows its funder of its meetings, each figure with the work that it counts, and beside it what came of
 * the decisions. Definitions are data with a version: amounts and thresholds change with every amendment.
 */
import { z } from 'zod'
import { ProfessionSchema, type Profession } from './profession.ts'
import { IdSchema, InstantSchema, line } from './values.ts'

/** What counts, by the agreement in force. */
export const MEETING_INDICATOR = {
  /** Accord conventionnel interprofessionnel (ACI) of houses: arrêté of 24 July 2017, amendment 1 of 2022. */
  version: 'ACI 2017, avenant 1 (2022)',
  leastMeetings: 6,
  /** Distinct patients with filed minutes, of the patients of 75 years and more or with a long-term illness. */
  leastShare: 0.05,
} as const

/** How many patients the share is of, as the house counted them: by whom and when is shown. */
export const PatientCountSchema = z.object({
  patients: z.number().int().min(1).max(1_000_000),
  by: IdSchema,
  at: InstantSchema,
})

export const MeetingFiguresSchema = z.object({
  year: z.number().int(),
  version: z.string(),
  meetings: z.array(
    z.object({
      id: IdSchema,
      title: line(160),
      startsAt: InstantSchema,
      /** Cases on its agenda, and those whose minutes are filed. */
      cases: z.number().int(),
      filed: z.number().int(),
    }),
  ),
  /** One for each file of minutes; of those in whose circle the asker is not, that there is one. */
  filed: z.array(
    z.object({
      meetingId: IdSchema,
      caseId: IdSchema.nullable(),
      agendaItemId: IdSchema.nullable(),
      decisions: z.number().int(),
      carriedOut: z.number().int(),
    }),
  ),
  distinctPatients: z.number().int(),
  of: PatientCountSchema.nullable(),
  /** Between 0 and 1; null while nobody has said of how many. */
  share: z.number().nullable(),
  attendance: z.array(
    z.object({
      profession: ProfessionSchema,
      /** Different people, and how often they came. */
      people: z.number().int(),
      presences: z.number().int(),
    }),
  ),
  decisions: z.object({ made: z.number().int(), carriedOut: z.number().int(), late: z.number().int() }),
  met: z.object({ meetings: z.boolean(), share: z.boolean().nullable() }),
})
export type MeetingFigures = z.infer<typeof MeetingFiguresSchema>

export interface CountedMeeting {
  readonly id: string
  readonly title: string
  readonly startsAt: string
  readonly cases: number
  readonly attendance: readonly { readonly accountId: string; readonly profession: Profession }[]
}

export interface CountedMinutes {
  readonly meetingId: string
  readonly caseId: string
  readonly agendaItemId: string
  readonly isVisible: boolean
  readonly decisions: readonly ('open' | 'late' | 'done' | 'notDone')[]
}

/** @param of how many patients the share is of */
export function meetingFigures(
  year: number,
  meetings: readonly CountedMeeting[],
  filed: readonly CountedMinutes[],
  of: MeetingFigures['of'],
): MeetingFigures {
  const distinctPatients = new Set(filed.map(({ caseId }) => caseId)).size
  const share = of && distinctPatients / of.patients
  const states = filed.flatMap(({ decisions }) => decisions)
  const count = (state: string, among: readonly string[] = states) =>
    among.filter((one) => one === state).length
  return {
    ...{ year, version: MEETING_INDICATOR.version, distinctPatients, of, share },
    meetings: meetings.map(({ id, title, startsAt, cases }) => ({
      ...{ id, title, startsAt, cases },
      filed: filed.filter(({ meetingId }) => meetingId === id).length,
    })),
    filed: filed.map(({ meetingId, caseId, agendaItemId, isVisible, decisions }) => ({
      meetingId,
      caseId: isVisible ? caseId : null,
      agendaItemId: isVisible ? agendaItemId : null,
      decisions: decisions.length,
      carriedOut: count('done', decisions),
    })),
    attendance: attendanceOf(meetings),
    decisions: { made: states.length, carriedOut: count('done'), late: count('late') },
    met: {
      meetings: meetings.length >= MEETING_INDICATOR.leastMeetings,
      share: share === null ? null : share >= MEETING_INDICATOR.leastShare,
    },
  }
}

function attendanceOf(meetings: readonly CountedMeeting[]): MeetingFigures['attendance'] {
  const all = meetings.flatMap(({ attendance }) => attendance)
  const professions = [...new Set(all.map(({ profession }) => profession))].sort()
  return professions.map((profession) => {
    const theirs = all.filter((one) => one.profession === profession)
    const people = new Set(theirs.map(({ accountId }) => accountId)).size
    return { profession, people, presences: theirs.length }
  })
}
