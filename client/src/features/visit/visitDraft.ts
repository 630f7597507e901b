/** A visit being noted: what was seen, and needs in order with what follows from each. */
import type { NewCommand } from '@colloque/sdk'
import { READING_KINDS, type NeedDomain } from '@colloque/domain'
import { inputsOf, problemOf, type Entered } from '../../platform/measure/readingEntry.ts'
import { missingIn, referralInput, type ReferralDraft } from '../../platform/referral/referralDraft.ts'
import { CIRCLE, forWhomOf } from '../../platform/task/useForWhom.ts'
import { dayAt, instantAt } from '../../platform/wallTime.ts'

export interface DraftTask {
  readonly id: string
  title: string
  forWhom: string
  /** YYYY-MM-DD, or ''. */
  day: string
}

export interface DraftNeed {
  readonly id: string
  text: string
  domain: NeedDomain | ''
  necessary: boolean | null
  possible: boolean | null
  tasks: DraftTask[]
  referral: ReferralDraft | null
}

export interface VisitDraft {
  text: string
  entered: Entered
  needs: DraftNeed[]
}

/** Of one visit, and of one need. Source: `visit.record`. */
export const NEEDS_MOST = 20
export const TASKS_MOST = 10

/** An end of a working day: whoever is to do it « by Thursday » has Thursday for it. */
const DUE_HOUR = '18:00'

export const emptyVisit = (): VisitDraft => ({ text: '', entered: {}, needs: [] })

export const isEmptyVisit = ({ text, entered, needs }: VisitDraft) =>
  text.trim() === '' && needs.length === 0 && inputsOf(entered).length === 0

export const newDraftNeed = (id: string): DraftNeed => ({
  id,
  text: '',
  domain: '',
  necessary: null,
  possible: null,
  tasks: [],
  referral: null,
})

/** A task from a need, in one gesture: it says what the need says until somebody says better. */
export const newDraftTask = (id: string, { text }: DraftNeed): DraftTask => ({
  id,
  title: text.trim().slice(0, 200),
  forWhom: CIRCLE,
  day: '',
})

/** One place up (-1) or down (1); where there is none, nothing moves. @returns whether it moved */
export function moveNeed(needs: DraftNeed[], id: string, by: -1 | 1): boolean {
  const from = needs.findIndex((need) => need.id === id)
  const to = from + by
  const [moved, other] = [needs[from], needs[to]]
  if (!moved || !other) return false
  needs.splice(Math.min(from, to), 2, ...(by < 0 ? [moved, other] : [other, moved]))
  return true
}

export type NeedProblem = 'needText' | 'needDomain' | 'taskTitle' | 'referralMissingTo' | 'referralMissingWhy'

/** What is missing in a need; undefined where it may go. */
export function problemOfNeed({ text, domain, tasks, referral }: DraftNeed): NeedProblem | undefined {
  if (!text.trim()) return 'needText'
  if (!domain) return 'needDomain'
  if (tasks.some(({ title }) => !title.trim())) return 'taskTitle'
  const missing = referral && missingIn(referral)
  if (missing) return missing === 'missingTo' ? 'referralMissingTo' : 'referralMissingWhy'
  return undefined
}

/** A line that was added and left empty says nothing, and is not sent. */
export const isUntouched = ({ text, tasks, referral }: DraftNeed) =>
  text.trim() === '' && tasks.length === 0 && referral === null

export const hasReadingProblem = ({ entered }: VisitDraft) =>
  READING_KINDS.some((kind) => problemOf(kind, entered[kind]))

export type VisitInput = NewCommand<'visit.record'>

/**
 * What is sent, once nothing is missing.
 * @param text the words of the note
 * @param writtenAt ISO instant, where it was written without a network
 */
export function visitInput(
  caseId: string,
  { entered, needs }: VisitDraft,
  text: string,
  writtenAt?: string,
): VisitInput {
  const readings = inputsOf(entered)
  return {
    caseId,
    text,
    ...(readings.length ? { readings } : {}),
    ...(writtenAt ? { writtenAt } : {}),
    needs: needs.filter((need) => !isUntouched(need)).map(needInput),
  }
}

function needInput({ text, domain, necessary, possible, tasks, referral }: DraftNeed) {
  return {
    text: text.trim(),
    domain: domain as NeedDomain,
    necessary,
    possible,
    ...(tasks.length ? { tasks: tasks.map(taskInput) } : {}),
    ...(referral ? { referral: referralInput(referral) } : {}),
  }
}

const taskInput = ({ title, forWhom, day }: DraftTask) => ({
  title: title.trim(),
  ...forWhomOf(forWhom),
  ...(day ? { dueAt: instantAt(day, DUE_HOUR) } : {}),
})

/** The visit as it was written, from what the server has refused: nothing is written twice. */
export function draftOfInput(input: VisitInput, newId: () => string): VisitDraft {
  const entered = Object.fromEntries(
    (input.readings ?? []).map(({ kind, value, value2 = null }) => [kind, { value, value2 }]),
  )
  return { text: input.text, entered, needs: input.needs.map((need) => needOfInput(need, newId)) }
}

function needOfInput(given: VisitInput['needs'][number], newId: () => string): DraftNeed {
  const { text, domain, necessary = null, possible = null, tasks = [], referral } = given
  return {
    ...{ id: newId(), text, domain, necessary, possible },
    tasks: tasks.map(({ title, forProfession, forAccount, dueAt }) => ({
      id: newId(),
      title,
      forWhom: forAccount ? `account:${forAccount}` : forProfession ? `profession:${forProfession}` : CIRCLE,
      day: dueAt ? dayAt(new Date(dueAt)) : '',
    })),
    referral: referral
      ? {
          ...{ to: referral.to, reason: referral.reason },
          profession: referral.profession ?? '',
          phone: referral.phone ?? '',
        }
      : null,
  }
}
