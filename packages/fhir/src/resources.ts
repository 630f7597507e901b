/** The parts of FHIR R4 (4.0.1) that Colloque writes and reads, under FHIR's own names. */

export interface Coding {
  system?: string
  code: string
  display?: string
}
export interface CodeableConcept {
  coding?: Coding[]
  text?: string
}
export interface Reference {
  reference?: string
  display?: string
}
export interface Identifier {
  system: string
  value: string
}
export interface Annotation {
  authorReference?: Reference
  time?: string
  text: string
}
export interface Period {
  start?: string
  end?: string
}
export interface Extension {
  url: string
  valueCode: string
}

/** http://hl7.org/fhir/R4/valueset-task-status.html */
export const FHIR_TASK_STATUSES = [
  'draft',
  'requested',
  'received',
  'accepted',
  'rejected',
  'ready',
  'cancelled',
  'in-progress',
  'on-hold',
  'failed',
  'completed',
  'entered-in-error',
] as const
export type FhirTaskStatus = (typeof FHIR_TASK_STATUSES)[number]
export type FhirPriority = 'routine' | 'urgent' | 'asap' | 'stat'

export interface FhirTask {
  resourceType: 'Task'
  id: string
  identifier: Identifier[]
  groupIdentifier?: Identifier
  status: FhirTaskStatus
  statusReason?: CodeableConcept
  businessStatus: CodeableConcept
  intent: 'order' | 'instance-order'
  priority: FhirPriority
  description: string
  for: Reference
  executionPeriod?: Period
  authoredOn: string
  lastModified: string
  requester: Reference
  performerType?: CodeableConcept[]
  owner?: Reference
  restriction?: { period: Period }
  note?: Annotation[]
  input?: { type: CodeableConcept; valueCode: 'required' | 'optional' }[]
  output?: { type: CodeableConcept; valueReference?: Reference; valueString?: string }[]
}

/** http://hl7.org/fhir/R4/valueset-request-status.html */
export const FHIR_REQUEST_STATUSES = [
  'draft',
  'active',
  'on-hold',
  'revoked',
  'completed',
  'entered-in-error',
  'unknown',
] as const
export type FhirRequestStatus = (typeof FHIR_REQUEST_STATUSES)[number]

export interface FhirServiceRequest {
  resourceType: 'ServiceRequest'
  id: string
  extension: Extension[]
  identifier: Identifier[]
  status: FhirRequestStatus
  intent: 'order'
  code?: CodeableConcept
  subject: Reference
  occurrenceDateTime?: string
  authoredOn: string
  requester: Reference
  performerType?: CodeableConcept
  performer: Reference[]
  reasonCode: CodeableConcept[]
  note: Annotation[]
}

/** Who and what a resource speaks of. A case is about one person: it stands for them until identities are exchanged. */
export const patientOf = (caseId: string): Reference => ({ reference: `Patient/${caseId}` })
export const practitionerOf = (accountId: string): Reference => ({ reference: `Practitioner/${accountId}` })
export const identifierOf = (id: string): Identifier => ({
  system: 'urn:ietf:rfc:3986',
  value: `urn:uuid:${id}`,
})

/** What is not given is left out: FHIR has no null, and no empty list. */
export function withoutEmpty<T extends object>(resource: { [Key in keyof T]: T[Key] | undefined }): T {
  const kept = Object.entries(resource).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  )
  return Object.fromEntries(kept) as T
}
