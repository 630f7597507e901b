import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  advanceReferral,
  isReferralEnded,
  newReferral,
  REFERRAL_STATUSES,
  REFERRAL_TRANSITIONS,
  ReferralSchema,
  remindOfReferral,
  type ReferralStatus,
  type ReferralStep,
} from './referral.ts'

const AT = '2026-11-20T09:00:00.000Z'
const nurse = '0199d8f0-0000-7000-8000-000000000001'
const referral = () =>
  newReferral({
    caseId: '0199d8f0-0000-7000-8000-00000000000c',
    to: 'Consultation mémoire de Marsenac',
    reason: 'Se perd dans ses comprimés',
    createdBy: nurse,
    createdAt: AT,
  })
const step = (status: ReferralStatus, over: Partial<ReferralStep> = {}): ReferralStep => ({
  status,
  by: nurse,
  at: AT,
  note: null,
  ...(status === 'appointment' ? { appointmentAt: '2026-12-10T13:30:00.000Z' } : {}),
  ...(status === 'declined' ? { words: 'Pas d’hôpital' } : {}),
  ...over,
})

describe('a referral', () => {
  it('takes only steps of the published state machine, whatever is tried, and keeps each of them', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...REFERRAL_STATUSES), { maxLength: 30 }), (tries) => {
        let held = referral()
        for (const status of tries) {
          const allowed: readonly ReferralStatus[] = REFERRAL_TRANSITIONS[held.status]
          if (!allowed.includes(status)) {
            expect(() => advanceReferral(held, step(status))).toThrow(
              expect.objectContaining({ code: 'conflict', data: { status: held.status, to: status } }),
            )
            continue
          }
          const after = advanceReferral(held, step(status))
          expect(after.history).toEqual([...held.history, { status, by: nurse, at: AT, note: null }])
          expect(after.remindAt === null).toBe(isReferralEnded(after))
          expect(after.declinedWords === null).toBe(status !== 'declined')
          expect(ReferralSchema.parse(after)).toEqual(after)
          held = after
        }
      }),
    )
  })

  it('ends with its report, and can be reached from its beginning', () => {
    const path: ReferralStatus[] = ['sent', 'appointment', 'seen', 'reportReceived']
    const ended = path.reduce((held, status) => advanceReferral(held, step(status)), referral())
    expect(ended.appointmentAt).toBe('2026-12-10T13:30:00.000Z')
    expect(isReferralEnded(ended)).toBe(true)
    for (const status of REFERRAL_STATUSES)
      expect(() => advanceReferral(ended, step(status))).toThrow(
        expect.objectContaining({ code: 'conflict' }),
      )
  })

  it('asks about itself again: after some days, and the day after the appointment', () => {
    // Nine in the morning in Paris, in winter.
    expect(referral().remindAt).toBe('2026-11-23T08:00:00.000Z')
    const sent = advanceReferral(referral(), step('sent'))
    expect(sent.remindAt).toBe('2026-12-04T08:00:00.000Z')
    expect(advanceReferral(sent, step('appointment')).remindAt).toBe('2026-12-11T08:00:00.000Z')
    const reminded = remindOfReferral(sent, '2026-12-04T08:00:02.000Z')
    expect(reminded).toMatchObject({ remindAt: null, remindedAt: '2026-12-04T08:00:02.000Z' })
    expect(advanceReferral(reminded, step('seen'))).toMatchObject({ remindedAt: null })
  })

  it('takes another day for its reminder, or none, but none that is past', () => {
    const chosen = '2026-11-27T08:00:00.000Z'
    expect(advanceReferral(referral(), step('sent', { remindAt: chosen })).remindAt).toBe(chosen)
    expect(advanceReferral(referral(), step('sent', { remindAt: null })).remindAt).toBeNull()
    expect(() => advanceReferral(referral(), step('sent', { remindAt: AT }))).toThrow(
      expect.objectContaining({ code: 'invalid', data: { field: 'remindAt', why: 'past' } }),
    )
  })

  it('keeps the words of a person who declines, until they change their mind', () => {
    expect(() => advanceReferral(referral(), step('declined', { words: undefined }))).toThrow(
      expect.objectContaining({ code: 'invalid', data: { field: 'words', why: 'missing' } }),
    )
    const declined = advanceReferral(referral(), step('declined'))
    expect(declined).toMatchObject({ status: 'declined', declinedWords: 'Pas d’hôpital', remindAt: null })
    expect(advanceReferral(declined, step('asked'))).toMatchObject({ status: 'asked', declinedWords: null })
  })

  it('says when its appointment is, and loses it when it is cancelled', () => {
    expect(() => advanceReferral(referral(), step('appointment', { appointmentAt: undefined }))).toThrow(
      expect.objectContaining({ code: 'invalid', data: { field: 'appointmentAt', why: 'missing' } }),
    )
    expect(() => advanceReferral(referral(), step('sent', { appointmentAt: AT }))).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    )
    const taken = advanceReferral(referral(), step('appointment'))
    expect(advanceReferral(taken, step('sent')).appointmentAt).toBeNull()
  })
})
