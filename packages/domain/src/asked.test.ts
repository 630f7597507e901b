import { describe, expect, it } from 'vitest'
import { resolveAsked, type Reachable } from './asked.ts'
import { newCircleMember, type CircleMember } from './care-circle.ts'
import { climbLadder, newMessage } from './conversation.ts'
import { climb, startEscalation } from './escalation.ts'
import type { Profession } from './profession.ts'
import { dutyAt, type Schedule } from './schedule.ts'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const [ANNE, BORIS, CELIA, DOCTOR, COORDINATOR] = [1, 2, 3, 4, 5].map(id) as [
  string,
  string,
  string,
  string,
  string,
]
/** A Monday, 10:00 in Paris. */
const NOW = '2026-03-09T09:00:00.000Z'

const member = (
  accountId: string,
  profession: Profession,
  role: CircleMember['role'] = 'member',
): CircleMember =>
  newCircleMember({
    ...{ caseId: id(9), accountId, name: 'x', profession, role, addedBy: DOCTOR, addedAt: NOW },
  })
const schedule = (accountId: string, over: Partial<Schedule>): Schedule => ({
  teamId: id(8),
  accountId,
  hours: [],
  absences: [],
  ...over,
})
const MORNINGS = [{ days: [1, 2, 3, 4, 5], from: '07:00', to: '12:00' }]
const AFTERNOONS = [{ days: [1, 2, 3, 4, 5], from: '14:00', to: '19:00' }]
const away = (replacedBy: string | null) => [{ id: id(7), from: '2026-03-09', to: '2026-03-13', replacedBy }]

function around(...schedules: Schedule[]): Reachable {
  return {
    members: [
      member(ANNE, 'nurse'),
      member(BORIS, 'nurse'),
      member(CELIA, 'pharmacist'),
      member(DOCTOR, 'physician', 'referent'),
      member(COORDINATOR, 'coordinator'),
    ],
    schedulesOf: (accountId) => schedules.filter((one) => one.accountId === accountId),
  }
}
const nurses = { accountIds: [], professions: ['nurse' as const] }
const askedOf = (to: Parameters<typeof resolveAsked>[0], reachable: Reachable) =>
  resolveAsked(to, reachable, DOCTOR, NOW).asked.map(({ accountId }) => accountId)

describe('whom a message asks', () => {
  it('is those of the profession who are on duty, and all of them where nobody is', () => {
    expect(askedOf(nurses, around())).toEqual([ANNE, BORIS])
    const [morning, afternoon] = [schedule(ANNE, { hours: MORNINGS }), schedule(BORIS, { hours: AFTERNOONS })]
    expect(askedOf(nurses, around(morning, afternoon))).toEqual([ANNE])
    expect(askedOf(nurses, around(afternoon, schedule(ANNE, { hours: AFTERNOONS })))).toEqual([ANNE, BORIS])
  })

  it('is the stand-in of whoever is away, if the circle has them', () => {
    const absent = schedule(ANNE, { absences: away(BORIS) })
    expect(resolveAsked({ accountIds: [ANNE], professions: [] }, around(absent), DOCTOR, NOW)).toEqual({
      asked: [
        { accountId: ANNE, via: 'name', insteadOf: null },
        { accountId: BORIS, via: 'name', insteadOf: ANNE },
      ],
      nobody: [],
      away: [{ accountId: ANNE, duty: { state: 'absent', until: '2026-03-13', replacedBy: BORIS } }],
    })
    expect(askedOf(nurses, around(schedule(ANNE, { absences: away(id(99)) })))).toEqual([BORIS])
  })

  it('says so when nobody of a profession is there', () => {
    const toDietitian = { accountIds: [], professions: ['dietitian' as const, 'pharmacist' as const] }
    const resolution = resolveAsked(
      toDietitian,
      around(schedule(CELIA, { absences: away(null) })),
      DOCTOR,
      NOW,
    )
    expect(resolution).toMatchObject({ asked: [], nobody: ['dietitian', 'pharmacist'] })
  })

  it('is never its author', () => {
    expect(resolveAsked(nurses, around(), ANNE, NOW).asked.map(({ accountId }) => accountId)).toEqual([BORIS])
  })
})

describe('duty', () => {
  it('is told by the clock on the wall of the house, in summer and in winter', () => {
    const hours = [schedule(ANNE, { hours: MORNINGS })]
    const stateAt = (now: string) => dutyAt(hours, now).state
    expect(stateAt('2026-03-09T06:00:00.000Z')).toBe('onDuty')
    expect(stateAt('2026-03-09T11:00:00.000Z')).toBe('offDuty')
    expect(stateAt('2026-07-06T05:00:00.000Z')).toBe('onDuty')
    expect(stateAt('2026-03-08T08:00:00.000Z')).toBe('offDuty')
    expect(dutyAt([], NOW).state).toBe('unknown')
  })
})

describe('the ladder of an urgent message', () => {
  const settings = { delayMinutes: 10, repeatMinutes: 2 }
  const base = { members: around().members, authorId: CELIA, asked: [ANNE], professions: ['nurse' as const] }
  const at = (minutes: number) => new Date(Date.parse(NOW) + minutes * 60_000).toISOString()

  it('asks the profession, then the referent, then the coordinator, each after the delay, and ends', () => {
    const first = climb({ ...base, escalation: startEscalation(settings, NOW), now: at(10) })
    expect(first.steps).toEqual([{ rung: 'profession', at: at(10), accountIds: [BORIS] }])
    expect(first.nextAt).toBe(at(20))
    const second = climb({ ...base, escalation: first, now: at(20) })
    expect(second.steps.at(-1)).toMatchObject({ rung: 'referent', accountIds: [DOCTOR] })
    const third = climb({ ...base, escalation: second, now: at(30) })
    expect(third.steps.at(-1)).toMatchObject({ rung: 'coordinator', accountIds: [COORDINATOR] })
    expect(third.nextAt).toBeNull()
  })

  it('writes down a rung that has nobody new, and goes on to the next in the same step', () => {
    const climbed = climb({
      ...base,
      asked: [ANNE, BORIS],
      escalation: startEscalation(settings, NOW),
      now: at(10),
    })
    expect(climbed.steps.map(({ rung, accountIds }) => [rung, accountIds.length])).toEqual([
      ['profession', 0],
      ['referent', 1],
    ])
  })
})

describe('the ladder of a message that asks everyone', () => {
  it('asks the referent and the coordinator by name, and no profession', () => {
    const said = newMessage({
      authorId: CELIA,
      text: 'x',
      postedAt: NOW,
      urgency: 'urgent',
      escalation: startEscalation({ delayMinutes: 10, repeatMinutes: 2 }, NOW),
    })
    const first = climbLadder(said, around().members, NOW)
    expect(first?.steps.map(({ rung, accountIds }) => [rung, accountIds])).toEqual([
      ['profession', []],
      ['referent', [DOCTOR]],
    ])
    const asked = [{ accountId: DOCTOR, via: 'escalation' as const, insteadOf: null }]
    const second = climbLadder({ ...said, asked, escalation: first }, around().members, NOW)
    expect(second?.steps.at(-1)).toMatchObject({ rung: 'coordinator', accountIds: [COORDINATOR] })
  })
})
