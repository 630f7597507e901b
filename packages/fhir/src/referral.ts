/**
 * A referral as FHIR's ServiceRequest, and its status back. A request is `active` from its sending until the report
 * is there: which step of ours that is goes along as an extension.
 */
import { REFERRAL_STATUSES, type Referral, type ReferralStatus } from '@colloque/domain'
import { professionConcept } from './codes.ts'
import {
  identifierOf,
  patientOf,
  practitionerOf,
  withoutEmpty,
  type FhirRequestStatus,
  type FhirServiceRequest,
} from './resources.ts'

export const OWN_REFERRAL_STATUS = 'urn:colloque:referral-status'

const FHIR_STATUS = {
  asked: 'draft',
  sent: 'active',
  appointment: 'active',
  seen: 'active',
  reportReceived: 'completed',
  declined: 'revoked',
} as const satisfies Record<ReferralStatus, FhirRequestStatus>

/**
 * @returns null for what Colloque does not show: a request on hold, entered in error or unknown
 */
export function referralStatusOf(
  resource: Pick<FhirServiceRequest, 'status'> & Partial<FhirServiceRequest>,
): ReferralStatus | null {
  const own = resource.extension?.find(({ url }) => url === OWN_REFERRAL_STATUS)?.valueCode
  const known = REFERRAL_STATUSES.find((status) => status === own)
  // Somebody else's change of the request overrules what we had said of it.
  if (known && FHIR_STATUS[known] === resource.status) return known
  switch (resource.status) {
    case 'draft':
      return 'asked'
    case 'active':
      return resource.occurrenceDateTime === undefined ? 'sent' : 'appointment'
    case 'completed':
      return 'reportReceived'
    case 'revoked':
      return 'declined'
    default:
      return null
  }
}

export function toFhirServiceRequest(id: string, referral: Referral): FhirServiceRequest {
  const { status, kind, profession, appointmentAt } = referral
  return withoutEmpty<FhirServiceRequest>({
    resourceType: 'ServiceRequest',
    id,
    extension: [{ url: OWN_REFERRAL_STATUS, valueCode: status }],
    identifier: [identifierOf(id)],
    status: FHIR_STATUS[status],
    intent: 'order',
    code: kind === null ? undefined : { text: kind },
    subject: patientOf(referral.caseId),
    occurrenceDateTime: appointmentAt ?? undefined,
    authoredOn: referral.createdAt,
    requester: practitionerOf(referral.createdBy),
    performerType: profession === null ? undefined : professionConcept(profession),
    performer: [{ display: referral.to }],
    reasonCode: [{ text: referral.reason }],
    note: referral.history.flatMap(({ note, by, at }) =>
      note === null ? [] : [{ authorReference: practitionerOf(by), time: at, text: note }],
    ),
  })
}
