/** What is typed to call a meeting or to change it, before it can be sent. */
import type { Meeting, MeetingPlan, NamedPerson, Profession } from '@colloque/domain'
import { NO_PROFESSION } from '../../../platform/agenda/proposal.ts'
import { addDays, dayAt, hourAt, instantAt } from '../../../platform/wallTime.ts'

export interface OutsiderDraft {
  name: string
  /** A profession, or NO_PROFESSION. */
  profession: string
}

export interface MeetingDraft {
  title: string
  /** YYYY-MM-DD and HH:mm, as the clocks of the house show them. */
  day: string
  hour: string
  minutes: number
  place: string
  link: string
  /** Accounts of the team. */
  invitedIds: string[]
  outsiders: OutsiderDraft[]
  chairId: string
}

export type DraftProblem = 'missing' | 'in_the_past' | 'not_https' | 'minutes'
type Field = 'title' | 'day' | 'minutes' | 'link'

const WEEK = 7

/** A first draft: as the last meeting was, at the same hour of the same weekday, the next time that is free of it. */
export function draftAfter(
  last: Meeting | undefined,
  at: {
    readonly now: Date
    readonly me: string
    readonly title: string
    readonly memberIds: readonly string[]
  },
): MeetingDraft {
  const { now, me, title, memberIds } = at
  if (!last)
    return {
      ...{ title, day: '', hour: '13:00', minutes: 60, place: '', link: '' },
      ...{ invitedIds: [...memberIds], outsiders: [], chairId: me },
    }
  let day = dayAt(new Date(last.startsAt))
  while (day <= dayAt(now) || day <= dayAt(new Date(last.startsAt))) day = addDays(day, WEEK)
  const draft = draftOf(last)
  return {
    ...{ ...draft, day },
    invitedIds: draft.invitedIds.filter((id) => memberIds.includes(id)),
    chairId: memberIds.includes(draft.chairId) ? draft.chairId : me,
  }
}

/** As a meeting stands. */
export const draftOf = ({ startsAt, place, link, invited, ...meeting }: Meeting): MeetingDraft => ({
  ...{ title: meeting.title, minutes: meeting.minutes, chairId: meeting.chairId },
  ...{ day: dayAt(new Date(startsAt)), hour: hourAt(new Date(startsAt)) },
  ...{ place: place ?? '', link: link ?? '' },
  invitedIds: invited.flatMap(({ accountId }) => accountId ?? []),
  outsiders: invited
    .filter(({ accountId }) => accountId === null)
    .map(({ name, profession }) => ({ name, profession: profession ?? NO_PROFESSION })),
})

/** What keeps it from being sent, by field. */
export function draftProblems(draft: MeetingDraft, now: Date): Partial<Record<Field, DraftProblem>> {
  const problems: Partial<Record<Field, DraftProblem>> = {}
  const startsAt = startOf(draft)
  if (!draft.title.trim()) problems.title = 'missing'
  if (!startsAt) problems.day = 'missing'
  else if (startsAt <= now.toISOString()) problems.day = 'in_the_past'
  if (!Number.isInteger(draft.minutes) || draft.minutes < 5 || draft.minutes > 480)
    problems.minutes = 'minutes'
  if (draft.link.trim() && !isHttps(draft.link.trim())) problems.link = 'not_https'
  return problems
}

function startOf({ day, hour }: MeetingDraft): string | undefined {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && /^\d{2}:\d{2}$/.test(hour) ? instantAt(day, hour) : undefined
}

const isHttps = (link: string) => URL.canParse(link) && new URL(link).protocol === 'https:'

/**
 * What it says to the commands; undefined until it is whole.
 * @param nameOf the person as the team knows them
 */
export function planOf(
  draft: MeetingDraft,
  now: Date,
  nameOf: (
    accountId: string,
  ) => { readonly name: string; readonly profession: Profession | null } | undefined,
): MeetingPlan | undefined {
  const startsAt = startOf(draft)
  if (!startsAt || Object.keys(draftProblems(draft, now)).length > 0) return undefined
  const invited: NamedPerson[] = draft.invitedIds.flatMap((accountId) => {
    const person = nameOf(accountId)
    return person ? [{ accountId, name: person.name, profession: person.profession, relation: null }] : []
  })
  const outsiders: NamedPerson[] = draft.outsiders
    .filter(({ name }) => name.trim() !== '')
    .map(({ name, profession }) => ({
      ...{ accountId: null, name: name.trim(), relation: null },
      profession: profession === NO_PROFESSION ? null : (profession as Profession),
    }))
  return {
    ...{ title: draft.title.trim(), startsAt, minutes: draft.minutes, chairId: draft.chairId },
    ...{ place: draft.place.trim() || null, link: draft.link.trim() || null },
    invited: [...invited, ...outsiders],
  }
}
