/** What is typed to put a case forward, before it is sent. */
import { AGENDA_MINUTES, type NamedPerson, type Profession } from '@colloque/domain'

export interface ProposalDraft {
  question: string
  /** Of a meeting, or WAITS. */
  meetingId: string
  minutes: number
  /** Whether somebody outside asks it. */
  isForOther: boolean
  otherName: string
  /** A profession, or NO_PROFESSION. */
  otherProfession: string
}

/** For selects, whose choices are never empty. */
export const WAITS = 'waits'
export const NO_PROFESSION = 'none'

/** @param meetingId of the meeting that is meant unless the person chooses another */
export const newProposal = (meetingId?: string): ProposalDraft => ({
  ...{ question: '', meetingId: meetingId ?? WAITS, minutes: AGENDA_MINUTES },
  ...{ isForOther: false, otherName: '', otherProfession: NO_PROFESSION },
})

const isMinutes = (minutes: number) => Number.isInteger(minutes) && minutes >= 1 && minutes <= 120

/** Whether it can be sent. */
export const isWhole = ({ question, minutes, isForOther, otherName }: ProposalDraft): boolean =>
  question.trim() !== '' && isMinutes(minutes) && (!isForOther || otherName.trim() !== '')

/** What it says to `agenda.propose`. */
export function proposalOf(draft: ProposalDraft): {
  readonly question: string
  readonly minutes: number
  readonly meetingId?: string
  readonly askedBy?: NamedPerson
} {
  const { question, meetingId, minutes, isForOther, otherName, otherProfession } = draft
  return {
    ...{ question: question.trim(), minutes },
    ...(meetingId === WAITS ? {} : { meetingId }),
    ...(isForOther
      ? {
          askedBy: {
            ...{ accountId: null, name: otherName.trim(), relation: null },
            profession: otherProfession === NO_PROFESSION ? null : (otherProfession as Profession),
          },
        }
      : {}),
  }
}
