/** Codes of others for what Colloque has its own words for. */
import { PROFESSIONS, READINGS, type Profession, type ReadingKind, type RecordToTake } from '@colloque/domain'
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

const OWN_RECORDS = 'urn:colloque:record'

export function recordConcept(kind: RecordToTake['kind']): CodeableConcept {
  const code = kind in READINGS ? READINGS[kind as ReadingKind].loinc : undefined
  return {
    coding: [code !== undefined ? { system: 'http://loinc.org', code } : { system: OWN_RECORDS, code: kind }],
  }
}
