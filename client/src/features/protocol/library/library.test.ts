import { SHIPPED_PROTOCOLS, type Profession, type Protocol } from '@colloque/domain'
import { describe, expect, it } from 'vitest'
import {
  adoptionLack,
  contentOf,
  isReviewDue,
  nextDraftOf,
  shippedEntries,
  standingOf,
  successorOf,
  versionsOf,
  type HeldProtocol,
} from './library.ts'

const [anticoagulant] = SHIPPED_PROTOCOLS
if (!anticoagulant) throw new Error('The first shipped protocol is that of anticoagulants.')
const AT = '2026-03-02T08:00:00.000Z'

const adoption = (by: string, profession: Profession) => ({ by, at: AT, name: by, profession })
const BOTH = [adoption('helene', 'physician'), adoption('maelle', 'nurse')]

const protocol = (over: Partial<Protocol> = {}): Protocol => ({
  ...contentOf(anticoagulant),
  ...{ teamId: 't', version: 1, basedOn: anticoagulant.id, follows: null, saved: { by: 'maelle', at: AT } },
  ...{ adoptions: [], disagreements: [], readBy: [], reviewOn: null, retired: null },
  ...over,
})
const held = (id: string, over: Partial<Protocol> = {}): HeldProtocol => ({
  ...{ id, rev: 1, protocol: protocol(over) },
})
const RETIRED = { by: 'maelle', at: AT, reason: 'Version 2' }

describe('where a protocol stands', () => {
  it('is written until somebody who prescribes and one other stand for it', () => {
    expect(standingOf(protocol())).toBe('draft')
    expect(standingOf(protocol({ adoptions: [BOTH[1]!, adoption('linh', 'pharmacist')] }))).toBe('draft')
    expect(standingOf(protocol({ adoptions: BOTH }))).toBe('inForce')
    expect(standingOf(protocol({ adoptions: BOTH, retired: RETIRED }))).toBe('retired')
  })

  it('says who is lacking', () => {
    expect(adoptionLack(protocol())).toBe('prescriberAndOther')
    expect(adoptionLack(protocol({ adoptions: [BOTH[0]!] }))).toBe('other')
    expect(adoptionLack(protocol({ adoptions: [BOTH[1]!] }))).toBe('prescriber')
    expect(adoptionLack(protocol({ adoptions: BOTH }))).toBeUndefined()
    expect(adoptionLack(protocol({ thresholds: [], delegations: [] }))).toBe('two')
  })

  it('is to be looked at again from its day on, unless it is retired', () => {
    expect(isReviewDue(protocol({ reviewOn: '2026-03-02' }), '2026-03-01')).toBe(false)
    expect(isReviewDue(protocol({ reviewOn: '2026-03-02' }), '2026-03-02')).toBe(true)
    expect(isReviewDue(protocol({ reviewOn: '2026-03-02', retired: RETIRED }), '2026-03-02')).toBe(false)
  })
})

describe('versions', () => {
  const first = held('first', { adoptions: BOTH, retired: RETIRED })
  const second = held('second', { version: 2, follows: 'first', adoptions: BOTH })
  const third = held('third', { version: 3, follows: 'second' })
  const own = [first, held('elsewhere'), third, second]

  it('follow each other, whichever one is looked at', () => {
    const ids = ['third', 'second', 'first']
    for (const one of [first, second, third]) expect(versionsOf(own, one).map(({ id }) => id)).toEqual(ids)
    expect(versionsOf(own, own[1]!).map(({ id }) => id)).toEqual(['elsewhere'])
  })

  it('the one in force took the place of the first, not the one that is being written', () => {
    expect(successorOf(own, 'first')?.id).toBe('second')
    expect(successorOf(own, 'second')).toBeUndefined()
    expect(nextDraftOf(own, 'second')?.id).toBe('third')
  })

  it('nobody follows one whose successor was retired too', () => {
    const gone = held('second', { version: 2, follows: 'first', adoptions: BOTH, retired: RETIRED })
    expect(successorOf([first, gone], 'first')).toBeUndefined()
  })
})

it('a shipped protocol names what the team made of it: what is in force before what is written', () => {
  const own = [held('written', { version: 2, follows: 'old' }), held('old', { adoptions: BOTH })]
  expect(shippedEntries(SHIPPED_PROTOCOLS, own)[0]?.own?.id).toBe('old')
  expect(shippedEntries(SHIPPED_PROTOCOLS, [held('gone', { retired: RETIRED })])[0]?.own).toBeUndefined()
})
