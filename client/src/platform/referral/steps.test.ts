import { REFERRAL_STATUSES, REFERRAL_TRANSITIONS } from '@colloque/domain'
import { expect, it } from 'vitest'
import { nextStep, stepsOf } from './steps.ts'

it('offers as next only what the state machine has', () => {
  for (const status of REFERRAL_STATUSES) {
    const next = nextStep({ status })
    if (next) expect(REFERRAL_TRANSITIONS[status]).toContain(next.to)
    else expect(REFERRAL_TRANSITIONS[status]).toEqual([])
  }
})

it('puts the likeliest first and names what an appointment may become', () => {
  expect(stepsOf({ status: 'appointment' }).map(({ key }) => key)).toEqual([
    'seen',
    'moved',
    'lost',
    'declined',
  ])
  expect(stepsOf({ status: 'asked' })[0]).toEqual({ to: 'sent', key: 'sent', asks: null })
})

it('asks for the time of an appointment and for the words of a refusal', () => {
  expect(stepsOf({ status: 'sent' }).map(({ to, asks }) => [to, asks])).toEqual([
    ['appointment', 'time'],
    ['seen', null],
    ['declined', 'words'],
  ])
})
