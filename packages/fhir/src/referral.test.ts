import {
  advanceReferral,
  newReferral,
  REFERRAL_STATUSES,
  REFERRAL_TRANSITIONS,
  type Referral,
  type ReferralStatus,
} from '@colloque/domain'
import { Fhir } from 'fhir'
import { describe, expect, it } from 'vitest'
import { referralStatusOf, toFhirServiceRequest } from './referral.ts'
import { FHIR_REQUEST_STATUSES } from './resources.ts'

const AT = '2026-11-20T09:00:00.000Z'
const id = '0199d8f0-0000-7000-8000-0000000000aa'
const start = newReferral({
  caseId: '0199d8f0-0000-7000-8000-00000000000c',
  to: 'Dr Vidal',
  kind: 'neurologue',
  reason: 'Troubles de la mémoire',
  createdBy: '0199d8f0-0000-7000-8000-000000000001',
  createdAt: AT,
})

/** One referral in each status, reached through the state machine. */
function referrals(): Map<ReferralStatus, Referral> {
  const reached = new Map<ReferralStatus, Referral>([['asked', start]])
  for (const [status, held] of reached)
    for (const next of REFERRAL_TRANSITIONS[status]) {
      if (reached.has(next)) continue
      const step = { status: next, by: start.createdBy, at: AT, note: 'Au téléphone' }
      const known = {
        ...(next === 'appointment' ? { appointmentAt: '2026-12-10T13:30:00.000Z' } : {}),
        ...(next === 'declined' ? { words: 'Non merci' } : {}),
      }
      reached.set(next, advanceReferral(held, { ...step, ...known }))
    }
  return reached
}

describe('a referral in FHIR', () => {
  it.each(REFERRAL_STATUSES)(
    'that is %s is a sound ServiceRequest of R4, and comes back as it was',
    (status) => {
      const resource = toFhirServiceRequest(id, referrals().get(status)!)
      const { messages } = new Fhir().validate(resource)
      expect(messages.filter(({ severity }) => severity === 'error')).toEqual([])
      expect(referralStatusOf(resource)).toBe(status)
    },
  )

  it('is read as another house has left it, rather than as we had written it', () => {
    const sent = toFhirServiceRequest(id, referrals().get('sent')!)
    expect(referralStatusOf({ ...sent, status: 'completed' })).toBe('reportReceived')
    expect(referralStatusOf({ ...sent, status: 'revoked' })).toBe('declined')
  })

  it('of another house is one of ours, or is not shown', () => {
    const read = FHIR_REQUEST_STATUSES.map((status) => [status, referralStatusOf({ status })])
    expect(Object.fromEntries(read)).toEqual({
      draft: 'asked',
      active: 'sent',
      'on-hold': null,
      revoked: 'declined',
      completed: 'reportReceived',
      'entered-in-error': null,
      unknown: null,
    })
    expect(referralStatusOf({ status: 'active', occurrenceDateTime: AT })).toBe('appointment')
  })

  it('keeps what was said on the way', () => {
    const resource = toFhirServiceRequest(id, referrals().get('reportReceived')!)
    expect(resource.note.length).toBeGreaterThan(1)
    expect(resource.performer).toEqual([{ display: 'Dr Vidal' }])
  })
})
