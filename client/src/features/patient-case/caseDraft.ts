/** What is typed of a person and their situation, before it can be sent. */
import {
  identifierWarnings,
  INS_OIDS,
  NirSchema,
  looksAlike,
  type IdentifierWarning,
  type InformedSchema,
  type Ins,
  type Patient,
  type PatientCase,
} from '@colloque/domain'
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
  /** As typed, with or without spaces. */
  matricule: string
  /** A paper of identity was seen (RNIV). */
  paperSeen: boolean
}
export type IdentityProblem = 'missing' | 'notADate' | 'future' | 'notAMatricule'

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
  matricule: '',
  paperSeen: false,
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
    matricule: patient.ins?.matricule ?? '',
    paperSeen: patient.ins?.status === 'validated' || patient.ins?.status === 'qualified',
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
    ...(matriculeOf(draft) === undefined ? { matricule: 'notAMatricule' } : {}),
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
    ins: insOf(draft),
  }
}

/** @returns null where none is typed, undefined where it is none */
function matriculeOf({ matricule }: IdentityDraft): string | null | undefined {
  const typed = matricule.replaceAll(/\s/g, '').toUpperCase()
  return typed === '' ? null : NirSchema.safeParse(typed).data
}

/** The identity's status follows from what there is: a matricule, a paper seen, both, or nothing yet. */
function insOf(draft: IdentityDraft): Ins | null {
  const matricule = matriculeOf(draft) ?? null
  if (matricule === null) return draft.paperSeen ? { status: 'validated', matricule, oid: null } : null
  return { status: draft.paperSeen ? 'qualified' : 'retrieved', matricule, oid: INS_OIDS.nir }
}

/** What of a matricule does not go with the rest of the identity: to look at again, never a refusal. */
export function matriculeWarnings(draft: IdentityDraft): IdentifierWarning[] {
  const patient = patientOf(draft)
  return patient && draft.sex ? identifierWarnings({ ins: patient.ins, patient }) : []
}

/** Cases whose person could be taken for this one. */
export const alikeAmong = <Held extends { readonly id: string; readonly after: PatientCase }>(
  cases: readonly Held[],
  patient: Patient | undefined,
  butId?: string,
): Held[] =>
  patient ? cases.filter(({ id, after }) => id !== butId && looksAlike(after.patient, patient)) : []

export const countWords = (text: string): number => text.trim().split(/\s+/).filter(Boolean).length
