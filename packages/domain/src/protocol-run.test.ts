import { describe, expect, it } from 'vitest'
import { DomainError } from './errors.ts'
import { ProtocolContentSchema, requireSoundProtocol, type ProtocolContent } from './protocol.ts'
import { advanceRun, type ProtocolRun } from './protocol-run.ts'
import { SHIPPED_PROTOCOLS } from './protocols.data.ts'
import { crossedRule } from './threshold.ts'

const START = '2026-03-02T08:00:00.000Z'
const ID = '0190a000-0000-7000-8000-000000000001'
const anticoagulant = SHIPPED_PROTOCOLS[0]!

const runOf = (content: ProtocolContent): ProtocolRun => ({
  ...{ caseId: ID, protocolId: ID, version: 1, content, targets: {}, startsAt: START },
  ...{ started: { by: ID, at: START }, until: null, status: 'running', ended: null },
  ...{ steps: [], streaks: {}, thresholdIds: [], delegationIds: [] },
})

/** Somebody of the team did it when it was due, and the laboratory found `inr` each time. */
function simulate(readings: readonly number[]) {
  let run = runOf(anticoagulant)
  const done: string[] = []
  const open = new Map<string, string | null>()
  const take = (result: ReturnType<typeof advanceRun>) => {
    run = result.run
    for (const { step, dueAt } of result.due) open.set(step.key, dueAt)
  }
  take(advanceRun(run, { on: 'start', at: START }, open))
  const left = [...readings]
  for (let guard = 0; guard < 200 && left.length > 0; guard++) {
    const [key, dueAt] = [...open].sort(([, one], [, other]) => ((one ?? '9') < (other ?? '9') ? -1 : 1))[0]!
    const at = dueAt ?? START
    open.delete(key)
    done.push(`${at.slice(0, 10)} ${key}`)
    if (key === 'resultat') {
      const value = left.shift()!
      const rule = crossedRule(anticoagulant.thresholds[0]!.rules, { value, value2: null, takenAt: at }, [])
      take(advanceRun(run, { on: 'reading', kind: 'inr', value, rule: rule?.key, at }, open))
    }
    take(advanceRun(run, { on: 'step', step: key, at }, open))
  }
  return { run, done }
}

describe('a run of the follow-up under anticoagulant', () => {
  it('spaces the controls while readings stay in the target, to four weeks', () => {
    const { done } = simulate([2.4, 2.6, 2.5, 2.3, 2.7, 2.5])
    expect(done.filter((one) => one.endsWith('prise-de-sang')).map((one) => one.slice(0, 10))).toEqual([
      '2026-03-05',
      '2026-03-09',
      '2026-03-16',
      '2026-03-30',
      '2026-04-27',
      '2026-05-25',
    ])
    expect(done.some((one) => one.endsWith(' dose'))).toBe(false)
  })

  it('asks for another dose and a control the next day at 5, tells the person, and begins to count anew', () => {
    const { done, run } = simulate([2.4, 2.6, 5, 2.5, 2.5])
    const after = done.slice(done.findIndex((one) => one.endsWith(' dose')))
    expect(after.slice(0, 3).map((one) => one.slice(11))).toEqual(['dose', 'dire', 'prise-de-sang'])
    expect(after[2]).toBe('2026-03-17 prise-de-sang')
    expect(run.streaks).toEqual({ inr: 2 })
  })

  it('asks nothing twice while its task is open, and brings it forward when it presses', () => {
    const run = runOf(anticoagulant)
    const open = new Map([['prise-de-sang', '2026-03-09T11:00:00.000Z']])
    const below = {
      on: 'reading',
      kind: 'inr',
      value: 1.8,
      rule: undefined,
      at: '2026-03-05T16:00:00.000Z',
    } as const
    expect(advanceRun(run, below, open).due.map(({ step }) => step.key)).toEqual(['dose'])
    const high = { ...below, value: 6.2, rule: 'six' }
    const due = advanceRun(run, high, open).due
    expect(due.map(({ step }) => step.key)).toEqual(['prise-de-sang', 'dose'])
    expect(due[0]!.dueAt?.slice(0, 10)).toBe('2026-03-06')
  })

  it('asks nothing once it is over', () => {
    const run = { ...runOf(anticoagulant), until: '2026-03-04T00:00:00.000Z' }
    expect(
      advanceRun(run, { on: 'step', step: 'dose', at: '2026-03-05T08:00:00.000Z' }, new Map()).due,
    ).toEqual([])
  })
})

describe('a protocol', () => {
  const step = (key: string, when: object[]) => ({ key, title: key, forProfession: 'nurse', when })
  const later = { hours: 1 }
  const content = (steps: object[], thresholds: object[] = []) =>
    ProtocolContentSchema.parse({ name: 'Essai', purpose: 'Pour voir', steps, thresholds })
  const whyOf = (content: ProtocolContent) => {
    try {
      requireSoundProtocol(content)
    } catch (error) {
      return (error as DomainError).data['why']
    }
    return undefined
  }

  it.each(SHIPPED_PROTOCOLS)('that ships can be followed: $name', (protocol) => {
    expect(() => requireSoundProtocol(protocol)).not.toThrow()
  })

  it('goes round in a circle by way of a reading, and no other', () => {
    const circle = [
      step('one', [
        { on: 'start', offset: later },
        { on: 'step', step: 'two', offset: later },
      ]),
      step('two', [{ on: 'step', step: 'one', offset: later }]),
    ]
    expect(whyOf(content(circle))).toBe('cycle')
  })

  it.each([
    [
      'a key that comes twice',
      [step('one', [{ on: 'start', offset: later }]), step('one', [{ on: 'start', offset: later }])],
      'key_twice',
    ],
    [
      'a step for nobody',
      [{ ...step('one', [{ on: 'start', offset: later }]), forProfession: null }],
      'no_profession',
    ],
    ['a step that is not there', [step('one', [{ on: 'step', step: 'two', offset: later }])], 'unknown_key'],
    [
      'a rule that is not there',
      [step('one', [{ on: 'crossing', kind: 'inr', rule: 'six', offset: later }])],
      'unknown_rule',
    ],
    [
      'a band without a target',
      [step('one', [{ on: 'reading', kind: 'inr', is: 'above', offset: later }])],
      'no_target',
    ],
  ])('is refused for %s', (_what, steps, why) => {
    expect(whyOf(content(steps))).toBe(why)
  })
})
