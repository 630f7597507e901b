import { PERMISSIONS } from '@colloque/domain'
import { expect, it } from 'vitest'
import { fr } from './rightsMessages.ts'
import { actKeyOf, actsOf, type Sees } from './seesWords.ts'

const sees = (over: Partial<Sees>): Sees => ({
  ...{ view: 'case', until: null, parts: 0, documents: [], planSections: [] },
  permissions: [
    { permission: 'case.read', allowed: true, delegated: false },
    { permission: 'board.write', allowed: true, delegated: false },
    { permission: 'measurement.record', allowed: true, delegated: true },
    { permission: 'plan.sign', allowed: false, delegated: false },
  ],
  ...over,
})

it('tells what is allowed from what is not, and what a protocol hands over', () => {
  expect(actsOf(sees({}))).toEqual({
    may: [
      { key: 'case_read', delegated: false },
      { key: 'measurement_record', delegated: true },
    ],
    mayNot: [{ key: 'plan_sign', delegated: false }],
  })
})

it('lists nothing for whoever sees nothing', () => {
  expect(actsOf(sees({ view: null }))).toEqual({ may: [], mayNot: [] })
})

it('every permission in a case has its words', () => {
  const told = PERMISSIONS.filter(
    (permission) => !permission.startsWith('team.') && !['board.write', 'plan.edit'].includes(permission),
  )
  for (const permission of told) expect(Object.keys(fr.sees.act)).toContain(actKeyOf(permission))
})
