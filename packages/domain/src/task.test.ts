import { describe, expect, it } from 'vitest'
import { abandonTask, claimTask, completeTask, reopenTask } from './task-acts.ts'
import { acceptTask, declineTask, delegateTask, offerTask } from './task-handover.ts'
import { holdTask, logCall, resumeTask } from './task-waiting.ts'
import { AT, AUTHOR, buildTask, COLLEAGUE, DOCTOR, NURSE, PHARMACIST, refused } from './testing/tasks.ts'

describe('a claim', () => {
  it('tells the second who came first', () => {
    const held = claimTask(buildTask(), NURSE, AT)
    expect(refused(() => claimTask(held, COLLEAGUE, AT))).toMatchObject({
      code: 'already_claimed',
      data: { by: NURSE.accountId, at: AT },
    })
    expect(claimTask(held, NURSE, '2027-01-01T00:00:00.000Z')).toBe(held)
  })

  it('is of the profession or the person that the task is for, and of anybody of the circle when it is for all', () => {
    expect(refused(() => claimTask(buildTask(), DOCTOR, AT)).code).toBe('invalid')
    expect(refused(() => claimTask(buildTask({ forAccount: COLLEAGUE.accountId }), NURSE, AT)).code).toBe(
      'invalid',
    )
    expect(claimTask(buildTask({ forProfession: null }), DOCTOR, AT).claimed?.by).toBe(DOCTOR.accountId)
  })
})

describe('an end', () => {
  it('may be called for by whoever asked, unless somebody else holds the task', () => {
    expect(abandonTask(buildTask(), AUTHOR, AT, 'plus utile', 'notNeeded')).toMatchObject({
      status: 'notDone',
      outcome: 'notNeeded',
    })
    const held = claimTask(buildTask({ createdBy: COLLEAGUE.accountId }), NURSE, AT)
    expect(refused(() => abandonTask(held, DOCTOR, AT, 'x')).code).toBe('already_claimed')
  })

  it('is taken back by whoever made it, within a day, and by the author at any time', () => {
    const done = completeTask(buildTask(), NURSE, AT, 'Fait')
    expect(reopenTask(done, NURSE, '2026-03-10T14:30:00.000Z')).toMatchObject({
      status: 'claimed',
      claimed: { by: NURSE.accountId },
      ended: null,
      outcome: null,
      note: null,
    })
    expect(refused(() => reopenTask(done, NURSE, '2026-03-10T14:30:00.001Z'))).toMatchObject({
      code: 'conflict',
      data: { why: 'too_late' },
    })
    expect(refused(() => reopenTask(done, COLLEAGUE, AT))).toMatchObject({ data: { why: 'not_yours' } })
    expect(reopenTask(done, AUTHOR, '2026-05-01T00:00:00.000Z').status).toBe('claimed')
  })

  it('leads back to being free where nobody held it; what was missed may still be said to be done', () => {
    const missed = buildTask({
      status: 'notDone',
      outcome: 'missed',
      ended: { by: DOCTOR.accountId, at: AT },
    })
    expect(reopenTask(missed, NURSE, '2026-04-01T00:00:00.000Z').status).toBe('open')
    expect(refused(() => reopenTask(missed, PHARMACIST, AT)).data).toMatchObject({ why: 'not_yours' })
  })
})

describe('a hand-over', () => {
  const held = claimTask(buildTask(), NURSE, AT)
  const offered = offerTask(held, NURSE, COLLEAGUE, 'Clé chez la voisine', AT)

  it('leaves the task with its holder until the receiver accepts', () => {
    expect(offered).toMatchObject({ claimed: held.claimed, handover: { to: COLLEAGUE.accountId } })
    expect(acceptTask(offered, COLLEAGUE, '2026-03-09T15:00:00.000Z')).toMatchObject({
      status: 'claimed',
      claimed: { by: COLLEAGUE.accountId, at: '2026-03-09T15:00:00.000Z' },
      handover: null,
    })
    expect(refused(() => acceptTask(offered, DOCTOR, AT)).data).toEqual({ why: 'not_offered' })
  })

  it('is declined with a reason, or taken back', () => {
    for (const person of [COLLEAGUE, NURSE])
      expect(declineTask(offered, person, 'Pas demain')).toMatchObject({
        claimed: held.claimed,
        handover: null,
        reason: 'Pas demain',
      })
    expect(refused(() => declineTask(held, NURSE, 'x')).data).toEqual({ why: 'not_offered' })
  })

  it('is not offered to oneself, nor to somebody whom the task is not for', () => {
    expect(refused(() => offerTask(held, NURSE, NURSE, null, AT)).data).toMatchObject({ why: 'yourself' })
    expect(refused(() => offerTask(held, NURSE, DOCTOR, null, AT)).data).toMatchObject({ why: 'for_another' })
  })

  it('of a task by name makes it the receiver’s by name', () => {
    const named = claimTask(buildTask({ forAccount: NURSE.accountId }), NURSE, AT)
    const taken = acceptTask(offerTask(named, NURSE, COLLEAGUE, null, AT), COLLEAGUE, AT)
    expect(taken.forAccount).toBe(COLLEAGUE.accountId)
  })
})

describe('a delegate', () => {
  const held = claimTask(buildTask(), NURSE, AT)

  it('does it for the holder, whatever their profession, and may give it back', () => {
    const delegated = delegateTask(held, NURSE, DOCTOR, AT)
    expect(completeTask(delegated, DOCTOR, AT, null)).toMatchObject({
      status: 'done',
      claimed: { by: NURSE.accountId },
      ended: { by: DOCTOR.accountId },
    })
    expect(delegateTask(delegated, DOCTOR, null, AT).delegate).toBeNull()
    expect(refused(() => delegateTask(delegated, DOCTOR, PHARMACIST, AT)).code).toBe('conflict')
    expect(refused(() => delegateTask(held, NURSE, NURSE, AT)).data).toMatchObject({ why: 'yourself' })
  })
})

describe('waiting for somebody outside', () => {
  const outsider = { who: 'Mme Perrot', phone: '01 99 00 00 01', nextCallAt: '2026-03-10T09:00:00.000Z' }
  const waiting = holdTask(claimTask(buildTask(), NURSE, AT), NURSE, 'Sa fille', outsider)

  it('keeps each call with its result, and when to call next', () => {
    const call = { by: NURSE.accountId, at: AT, result: 'messageLeft' as const, note: null }
    const called = logCall(waiting, NURSE, call, '2026-03-11T09:00:00.000Z')
    expect(called.waiting).toEqual({
      for: 'Sa fille',
      ...outsider,
      nextCallAt: '2026-03-11T09:00:00.000Z',
      calls: [call],
    })
    expect(resumeTask(called, NURSE)).toMatchObject({ status: 'claimed', waiting: null, waitingFor: null })
    expect(refused(() => logCall(waiting, COLLEAGUE, call, null)).code).toBe('conflict')
    let full = waiting
    for (let count = 0; count < 50; count++) full = logCall(full, NURSE, call, null)
    expect(refused(() => logCall(full, NURSE, call, null)).data).toMatchObject({ why: 'too_many' })
  })
})

describe('a joint task', () => {
  const part = (profession: 'nurse' | 'pharmacist') => ({ profession, done: null, note: null })
  const joint = buildTask({ forProfession: null, joint: [part('nurse'), part('pharmacist')] })

  it('is done when each profession has done its part, by whoever of it', () => {
    const half = completeTask(joint, NURSE, AT, 'Pilulier rempli')
    expect(half).toMatchObject({ status: 'open', claimed: null, joint: [{ note: 'Pilulier rempli' }, {}] })
    expect(refused(() => completeTask(half, COLLEAGUE, AT, null)).data).toMatchObject({
      why: 'part_done',
      by: NURSE.accountId,
    })
    expect(refused(() => completeTask(half, DOCTOR, AT, null)).data).toMatchObject({ why: 'for_another' })
    expect(refused(() => claimTask(half, COLLEAGUE, AT)).code).toBe('conflict')
    expect(completeTask(half, PHARMACIST, AT, null)).toMatchObject({
      status: 'done',
      claimed: { by: PHARMACIST.accountId },
    })
  })

  it('stays with its holder while another does their part', () => {
    const held = claimTask(joint, NURSE, AT)
    const half = completeTask(held, PHARMACIST, AT, null)
    expect(half).toMatchObject({ status: 'claimed', claimed: { by: NURSE.accountId } })
    const done = completeTask(half, COLLEAGUE, AT, null)
    expect(done).toMatchObject({ status: 'done', claimed: { by: NURSE.accountId } })
    const again = reopenTask(done, COLLEAGUE, AT)
    expect(again.joint.map((part) => part.done?.by)).toEqual([undefined, PHARMACIST.accountId])
  })
})
