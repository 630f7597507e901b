import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isBreakingGlass, reviewersOf, type BreakGlass } from './break-glass.ts'
import {
  CIRCLE_BASES,
  CIRCLE_VIEWS,
  holdsAt,
  isAllowed,
  newCircleMember,
  PERMISSIONS,
  type CircleMember,
} from './care-circle.ts'
import { delegatedTo, type Delegation } from './delegation.ts'
import { PROFESSIONS, type Profession } from './profession.ts'
import { hasAgreedTo, objectionTo, type SharingConsent } from './sharing-consent.ts'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const AT = '2026-03-09T10:00:00.000Z'
const member = (over: Partial<CircleMember> = {}) =>
  newCircleMember({
    ...{ caseId: id(1), accountId: id(2), name: 'X', profession: 'nurse', addedBy: id(2), addedAt: AT },
    ...over,
  })
const anyProfession = fc.constantFrom(...(Object.keys(PROFESSIONS) as Profession[]))

it('a membership holds until its end, that instant excluded', () => {
  expect(holdsAt(member(), '2999-01-01T00:00:00.000Z')).toBe(true)
  expect(holdsAt(member({ until: AT }), '2026-03-09T09:59:59.999Z')).toBe(true)
  expect(holdsAt(member({ until: AT }), AT)).toBe(false)
  expect(holdsAt(member({ status: 'left' }), AT)).toBe(false)
})

it('nobody who sees what is shared alone, has no account or no trade may do anything in the case', () => {
  const least = fc.record({
    profession: anyProfession,
    basis: fc.constantFrom(...CIRCLE_BASES),
    permission: fc.constantFrom(...PERMISSIONS),
    lacks: fc.constantFrom<Partial<CircleMember>>(
      { view: 'shared' },
      { accountId: null },
      { profession: null },
      { status: 'left' },
    ),
  })
  fc.assert(
    fc.property(least, ({ profession, basis, permission, lacks }) => {
      const allowed = isAllowed(member({ profession, basis, ...lacks }), permission, [permission])
      expect(allowed).toBe(lacks.view === 'shared' && permission.startsWith('shared.'))
    }),
  )
})

it('emergency access reads and tells, whatever the profession and what is handed over', () => {
  fc.assert(
    fc.property(anyProfession, (profession) => {
      const rescuer = member({ profession, basis: 'emergency' })
      expect(PERMISSIONS.filter((permission) => isAllowed(rescuer, permission, PERMISSIONS))).toEqual([
        'case.read',
        'message.post',
        'shared.read',
      ])
    }),
  )
})

it('what a protocol hands over counts while it runs, for the profession it names', () => {
  const delegation: Delegation = {
    ...{ caseId: id(1), act: 'measurement.record', profession: 'medicalSecretary', protocol: 'AVK 1' },
    ...{ opened: { by: id(2), at: AT }, until: '2026-03-10T10:00:00.000Z', ended: null },
  }
  const secretary = member({ profession: 'medicalSecretary' })
  const handed = (at: string, profession: Profession = 'medicalSecretary') =>
    delegatedTo(profession, [delegation], at)
  expect(isAllowed(secretary, 'measurement.record')).toBe(false)
  expect(isAllowed(secretary, 'measurement.record', handed(AT))).toBe(true)
  expect(handed('2026-03-10T10:00:00.000Z')).toEqual([])
  expect(handed(AT, 'coordinator')).toEqual([])
  expect(delegatedTo('medicalSecretary', [{ ...delegation, ended: { by: id(2), at: AT } }], AT)).toEqual([])
})

it('an objection holds for whom it is about, until it is taken back', () => {
  const consent = (over: Partial<SharingConsent>) => ({
    id: id(5),
    after: {
      ...{ caseId: id(1), decision: 'objects', about: { kind: 'circle' }, how: 'oral', on: '2026-03-09' },
      ...{ note: null, recorded: { by: id(2), at: AT }, withdrawn: null },
      ...over,
    } as SharingConsent,
  })
  const nurse = { memberId: id(7), accountId: id(3), profession: 'nurse' }
  const objects = (over: Partial<SharingConsent>) => objectionTo(nurse, [consent(over)]) !== undefined
  expect(objects({ about: { kind: 'account', accountId: id(3) } })).toBe(true)
  expect(objects({ about: { kind: 'account', accountId: id(4) } })).toBe(false)
  expect(objects({ about: { kind: 'member', memberId: id(7) } })).toBe(true)
  expect(objects({ about: { kind: 'profession', profession: 'nurse' } })).toBe(true)
  expect(objects({ about: { kind: 'profession', profession: 'midwife' } })).toBe(false)
  expect(objects({ withdrawn: { by: id(2), at: AT, reason: 'x' } })).toBe(false)
  expect(hasAgreedTo(nurse, [consent({ decision: 'agrees' })])).toBe(true)
  expect(hasAgreedTo(nurse, [consent({})])).toBe(false)
})

it('an emergency access is looked at by the referent, else those who lead, else all, never by its holder', () => {
  const access = { accountId: id(9), until: AT, ended: null } as BreakGlass
  expect(isBreakingGlass(access, AT)).toBe(false)
  const holder = member({ accountId: id(9), basis: 'emergency' })
  const [nurse, doctor] = [
    member({ accountId: id(3) }),
    member({ accountId: id(4), profession: 'physician' }),
  ]
  const relative = member({ accountId: id(5), profession: null, view: CIRCLE_VIEWS[1], role: 'member' })
  const referent = member({ accountId: id(6), role: 'referent' })
  expect(reviewersOf(access, [holder, nurse, doctor, relative, referent])).toEqual([id(6)])
  expect(reviewersOf(access, [holder, nurse, doctor, relative])).toEqual([id(4)])
  expect(reviewersOf(access, [holder, nurse, relative])).toEqual([id(3)])
  expect(reviewersOf(access, [holder, relative])).toEqual([])
})
