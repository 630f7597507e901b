/** Codes of others for what Colloque has its own words for. */
import { PROFESSIONS, type Profession, type RecordToTake } from '@colloque/domain'
import type { CodeableConcept } from './resources.ts'

const MOS = 'https://mos.esante.gouv.fr/NOS'
/** Source: ANS, nomenclatures des objets de santé. */
const SYSTEMS: Partial<Record<string, string>> = {
  TRE_G15: `${MOS}/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante`,
  TRE_R94: `${MOS}/TRE_R94-ProfessionSocial/FHIR/TRE-R94-ProfessionSocial`,
  TRE_R95: `${MOS}/TRE_R95-UsagerTitre/FHIR/TRE-R95-UsagerTitre`,
}
const OWN_PROFESSIONS = 'urn:colloque:profession'

/** Colloque's own name beside the national code: several roles have none. */
export function professionConcept(profession: Profession): CodeableConcept {
  const { system: nomenclature, code } = PROFESSIONS[profession]
  const system = nomenclature === null ? undefined : SYSTEMS[nomenclature]
  const national = system !== undefined && code !== null ? [{ system, code }] : []
  return { coding: [...national, { system: OWN_PROFESSIONS, code: profession }] }
}

/** LOINC; source: the vital-signs profiles of R4, and LOINC for the INR, glucose and pain. */
const LOINC = {
  weight: '29463-7',
  bloodPressure: '85354-9',
  pulse: '8867-4',
  temperature: '8310-5',
  inr: '6301-6',
  glucose: '2339-0',
  spo2: '2708-6',
  pain: '72514-3',
} as const satisfies Partial<Record<RecordToTake['kind'], string>>

const OWN_RECORDS = 'urn:colloque:record'

export function recordConcept(kind: RecordToTake['kind']): CodeableConcept {
  const code = (LOINC as Partial<Record<string, string>>)[kind]
  return { coding: [code ? { system: 'http://loinc.org', code } : { system: OWN_RECORDS, code: kind }] }
}
