/**
 * National identifiers of people and places. What is certainly wrong is refused; what is only unlikely is a warning
 * for the person who typed it, since registers hold numbers that break their own rules.
 */
import { z } from 'zod'

/** As people copy them: with spaces, dots and small letters. */
const typed = () => z.string().overwrite((text) => text.replace(/[\s.]/g, '').toUpperCase())

/** Luhn's check over all digits. Source: ISO/IEC 7812-1, annex B. */
function passesLuhn(digits: string): boolean {
  let sum = 0
  for (const [index, digit] of [...digits].reverse().entries()) {
    const weighted = Number(digit) * (index % 2 === 0 ? 1 : 2)
    sum += weighted > 9 ? weighted - 9 : weighted
  }
  return sum % 10 === 0
}

/**
 * A professional's number for life, 11 digits. The form alone is checked: FR Core says that it is neither built nor
 * interpreted, and there are numbers that break Luhn's rule. See `identifierWarnings`.
 */
export const RppsSchema = typed()
  .regex(/^\d{11}$/, 'rpps')
  .describe('RPPS, 11 digits')

/** The older number of a profession in a département, on its way into RPPS: nine characters. */
export const AdeliSchema = typed()
  .regex(/^\d[\dA-D]\d{7}$/, 'adeli')
  .describe('ADELI, 9 characters')

/** An establishment or a site. In Corsica letters stand in it, and no published rule says what they count: form alone. */
export const FinessSchema = typed()
  .regex(/^(\d{9}|2[AB]\d{7})$/, 'finess')
  .refine((number) => !/^\d{9}$/.test(number) || passesLuhn(number), 'check digit')
  .describe('FINESS, 9 characters')

/** La Poste gave its sites numbers that break Luhn's rule; their digits sum to a multiple of five. Source: INSEE. */
const LA_POSTE = '356000000'
const digitSum = (digits: string) => [...digits].reduce((sum, digit) => sum + Number(digit), 0)

/** A company's site: SIREN of nine digits and its own five. */
export const SiretSchema = typed()
  .regex(/^\d{14}$/, 'siret')
  .refine((number) => {
    if (passesLuhn(number)) return true
    return number.startsWith(LA_POSTE) && digitSum(number) % 5 === 0
  }, 'check digits')
  .describe('SIRET, 14 digits')

/** Months past twelve stand for births whose month is not known: never refused. Source: INSEE. */
const NIR = /^[1-478]\d{2}(0[1-9]|1[0-2]|[2-9]\d)(\d{2}|2[AB])\d{3}\d{3}(\d{2})$/

/** The two digits of control of a NIR's first thirteen characters. Source: INSEE; Corsica counts as 19 and 18. */
export function nirKey(first13: string): string {
  const digits = first13.replace('2A', '19').replace('2B', '18')
  return String(97 - (Number(digits) % 97)).padStart(2, '0')
}

/** A person's number in the national register, key included: 15 characters, kept as text. NIA has the same form. */
export const NirSchema = typed()
  .regex(NIR, 'nir')
  .refine((number) => !NIR.test(number) || nirKey(number.slice(0, 13)) === number.slice(13), 'key')
  .describe('NIR or NIA, 15 characters')

/** Who assigned a matricule. The last two are for trying: no real person has one. Source: ANS, FR Core. */
export const INS_OIDS = {
  nir: '1.2.250.1.213.1.4.8',
  nia: '1.2.250.1.213.1.4.9',
  test: '1.2.250.1.213.1.4.10',
  demo: '1.2.250.1.213.1.4.11',
} as const

/**
 * How sure an identity is (RNIV): provisoire, récupérée (INS asked of the teleservice, no paper seen), validée (a paper
 * seen, no INS), qualifiée (both).
 */
export const IDENTITY_STATUSES = ['provisional', 'retrieved', 'validated', 'qualified'] as const
export type IdentityStatus = (typeof IDENTITY_STATUSES)[number]

/** Identité nationale de santé. A matricule comes from the teleservice alone, so its presence and the status agree. */
export const InsSchema = z
  .strictObject({
    status: z.enum(IDENTITY_STATUSES),
    matricule: NirSchema.nullable(),
    oid: z.enum(Object.values(INS_OIDS) as [string, ...string[]]).nullable(),
  })
  .refine(({ matricule, oid }) => (matricule === null) === (oid === null), {
    path: ['oid'],
    error: 'matricule and oid go together',
  })
  .refine(({ status, matricule }) => (matricule !== null) === hasMatricule(status), {
    path: ['status'],
    error: 'not of this status',
  })
export type Ins = z.infer<typeof InsSchema>

const hasMatricule = (status: IdentityStatus) => status === 'retrieved' || status === 'qualified'

/** Whether an INS may leave the house: only with a qualified identity (RNIV). */
export const mayExchangeIns = ({ status }: Pick<Ins, 'status'>) => status === 'qualified'

export type IdentifierWarning =
  | 'rpps_check_digit'
  | 'adeli_legacy'
  | 'finess_corsica_unchecked'
  | 'ins_sex'
  | 'ins_birth_year'
  | 'ins_birth_month'
  | 'ins_not_real'

interface Identifiers {
  readonly rpps?: string | null
  readonly adeli?: string | null
  readonly finess?: string | null
  readonly ins?: Ins | null
  /** Whom the INS is of. */
  readonly patient?: { readonly sex: 'female' | 'male'; readonly birthDate: string }
}

/** What a person should look at again, of identifiers that their schemas take. */
export function identifierWarnings({ rpps, adeli, finess, ins, patient }: Identifiers): IdentifierWarning[] {
  const warnings: IdentifierWarning[] = []
  if (rpps && !passesLuhn(rpps)) warnings.push('rpps_check_digit')
  if (adeli) warnings.push('adeli_legacy')
  if (finess && /[AB]/.test(finess)) warnings.push('finess_corsica_unchecked')
  if (ins) warnings.push(...insWarnings(ins, patient))
  return warnings
}

/** A NIR tells sex, year and month of birth; a corrected sex or a date unknown at birth make it differ, lawfully. */
function insWarnings({ matricule, oid }: Ins, patient: Identifiers['patient']): IdentifierWarning[] {
  if (matricule === null) return []
  const warnings: IdentifierWarning[] = []
  if (oid === INS_OIDS.test || oid === INS_OIDS.demo) warnings.push('ins_not_real')
  if (!patient) return warnings
  const [sex, month] = [matricule[0] ?? '', matricule.slice(3, 5)]
  if (/[12]/.test(sex) && (sex === '2') !== (patient.sex === 'female')) warnings.push('ins_sex')
  if (matricule.slice(1, 3) !== patient.birthDate.slice(2, 4)) warnings.push('ins_birth_year')
  if (Number(month) <= 12 && month !== patient.birthDate.slice(5, 7)) warnings.push('ins_birth_month')
  return warnings
}
