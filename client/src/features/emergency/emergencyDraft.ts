/** What is typed to ask for emergency access, before it can be sent. */
import { BREAK_GLASS_MS, foldText, type BREAK_GLASS_REASONS, type PatientCase } from '@colloque/domain'
import { parseBirthDate } from '../../platform/birthDate.ts'

export interface EmergencyDraft {
  birthName: string
  firstNames: string
  /** As typed: 09/03/1941 */
  birthDate: string
  reason: (typeof BREAK_GLASS_REASONS)[number] | undefined
  words: string
}
type Field = keyof EmergencyDraft
export type DraftProblem = 'missing' | 'notADate' | 'future'

export const emptyDraft = (): EmergencyDraft => ({
  birthName: '',
  firstNames: '',
  birthDate: '',
  reason: undefined,
  words: '',
})

/** What keeps it from being sent, by field. @param today YYYY-MM-DD */
export function draftProblems(draft: EmergencyDraft, today: string): Partial<Record<Field, DraftProblem>> {
  const born = parseBirthDate(draft.birthDate)
  const problems: Partial<Record<Field, DraftProblem>> = {}
  for (const field of ['birthName', 'firstNames', 'birthDate', 'reason', 'words'] as const)
    if (!draft[field]?.trim()) problems[field] = 'missing'
  if (!problems.birthDate && !born) problems.birthDate = 'notADate'
  if (born && born > today) problems.birthDate = 'future'
  return problems
}

/** The input of the command; undefined until it is whole. */
export function requestOf({ reason, ...draft }: EmergencyDraft, today: string) {
  const birthDate = parseBirthDate(draft.birthDate)
  if (!birthDate || !reason || Object.keys(draftProblems({ reason, ...draft }, today)).length > 0)
    return undefined
  const [birthName, firstNames, words] = [draft.birthName.trim(), draft.firstNames.trim(), draft.words.trim()]
  return { birthName, firstNames, birthDate, reason, words }
}

interface HeldCase {
  readonly id: string
  readonly after: PatientCase
}

/** Whoever already is in the person's circle needs no emergency: their case, as the server would find it. */
export function alreadyMine<Held extends HeldCase>(
  cases: readonly Held[],
  draft: EmergencyDraft,
): Held | undefined {
  const birthDate = parseBirthDate(draft.birthDate)
  const first = (names: string) => foldText(names).split(' ')[0]
  const name = foldText(draft.birthName)
  if (!birthDate || !name || !first(draft.firstNames)) return undefined
  return cases.find(
    ({ after: { patient } }) =>
      patient.birthDate === birthDate &&
      first(patient.firstNames) === first(draft.firstNames) &&
      [patient.birthName, patient.usedName].some((known) => known !== null && foldText(known) === name),
  )
}

/**
 * Minutes that are left of an access: at least one while it lasts, and never more than it was given, by a clock that
 * ticks seldom. @param until ISO
 */
export const minutesLeft = (until: string, now: Date): number =>
  Math.min(BREAK_GLASS_MS / 60_000, Math.max(1, Math.ceil((Date.parse(until) - now.getTime()) / 60_000)))
