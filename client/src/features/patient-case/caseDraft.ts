/** What is typed of a person and their situation, before it can be sent. */
import { looksAlike, type InformedSchema, type Patient, type PatientCase } from '@colloque/domain'
import { parseBirthDate } from '../../platform/birthDate.ts'

export interface IdentityDraft {
  birthName: string
  usedName: string
  firstNames: string
  /** As typed: 09/03/1941 */
  birthDate: string
  sex: Patient['sex'] | undefined
  phone: string
  address: string
}
export type IdentityProblem = 'missing' | 'notADate' | 'future'

export const INFORMED_HOW = [
  'oral',
  'written',
  'representative',
] as const satisfies readonly (typeof InformedSchema)['shape']['how']['options'][number][]

export const emptyIdentity = (): IdentityDraft => ({
  birthName: '',
  usedName: '',
  firstNames: '',
  birthDate: '',
  sex: undefined,
  phone: '',
  address: '',
})

export function identityOf(patient: Patient): IdentityDraft {
  const [year, month, day] = patient.birthDate.split('-')
  return {
    birthName: patient.birthName,
    usedName: patient.usedName ?? '',
    firstNames: patient.firstNames,
    birthDate: `${day}/${month}/${year}`,
    sex: patient.sex,
    phone: patient.phone ?? '',
    address: patient.address ?? '',
  }
}

/** What keeps an identity from being sent, by field. @param today YYYY-MM-DD */
export function identityProblems(
  draft: IdentityDraft,
  today: string,
): Partial<Record<keyof IdentityDraft, IdentityProblem>> {
  const born = parseBirthDate(draft.birthDate)
  return {
    ...(draft.birthName.trim() ? {} : { birthName: 'missing' }),
    ...(draft.firstNames.trim() ? {} : { firstNames: 'missing' }),
    ...(draft.birthDate.trim() ? {} : { birthDate: 'missing' }),
    ...(draft.birthDate.trim() && !born ? { birthDate: 'notADate' } : {}),
    ...(born && born > today ? { birthDate: 'future' } : {}),
    ...(draft.sex ? {} : { sex: 'missing' }),
  }
}

/** @returns undefined until name, first names and birth date can be read; the sex may still be missing */
export function patientOf(draft: IdentityDraft): Patient | undefined {
  const birthDate = parseBirthDate(draft.birthDate)
  if (!birthDate || !draft.birthName.trim() || !draft.firstNames.trim()) return undefined
  return {
    birthName: draft.birthName.trim(),
    usedName: draft.usedName.trim() || null,
    firstNames: draft.firstNames.trim(),
    birthDate,
    sex: draft.sex ?? 'female',
    phone: draft.phone.trim() || null,
    address: draft.address.trim() || null,
  }
}

/** Cases whose person could be taken for this one. */
export const alikeAmong = <Held extends { readonly id: string; readonly after: PatientCase }>(
  cases: readonly Held[],
  patient: Patient | undefined,
  butId?: string,
): Held[] =>
  patient ? cases.filter(({ id, after }) => id !== butId && looksAlike(after.patient, patient)) : []

export const countWords = (text: string): number => text.trim().split(/\s+/).filter(Boolean).length
