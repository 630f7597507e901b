import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  BundleContentSchema,
  BundleItemSchema,
  offeredBundles,
  planBundle,
  requireSoundItems,
  type TaskBundle,
} from './bundle.ts'
import { SHIPPED_BUNDLES } from './bundles.data.ts'
import { isWorkingDay } from './calendar.ts'
import { wallClock } from './schedule.ts'
import { IdSchema } from './values.ts'

const item = (key: string, over: object = {}) => BundleItemSchema.parse({ key, title: key, ...over })
const refused = (why: string, keys: string[]) =>
  expect.objectContaining({ code: 'invalid', data: { field: 'items', why, keys } })

describe('the plan of a bundle', () => {
  // A Friday afternoon in winter.
  const STARTS = '2026-12-18T14:00:00.000Z'
  const due = (offset: object, now?: string) =>
    planBundle({ items: [item('one', { offset })] }, STARTS, now)[0]

  it('counts hours, days at a time of the house, and parts of a day, over the change to another year', () => {
    expect(due({ hours: 72 })?.dueAt).toBe('2026-12-21T14:00:00.000Z')
    expect(due({ days: 2, time: '10:00' })?.dueAt).toBe('2026-12-20T09:00:00.000Z')
    expect(due({ days: 20, time: '10:00' })?.dueAt).toBe('2027-01-07T09:00:00.000Z')
    expect(due({ days: 1, part: 'morning' })).toMatchObject({
      window: { day: '2026-12-19', part: 'morning' },
      dueAt: '2026-12-19T11:00:00.000Z',
    })
  })

  it('keeps the time of the house over the change to summer time', () => {
    const [planned] = planBundle(
      { items: [item('one', { offset: { days: 7, time: '10:00' } })] },
      '2027-03-26T09:00:00.000Z',
    )
    expect(wallClock(planned?.dueAt ?? '')).toMatchObject({ day: '2027-04-02', time: '10:00' })
  })

  it('counts working days where an office is asked, Christmas left out', () => {
    expect(due({ days: 1, time: '18:00', workingDays: true })?.dueAt).toBe('2026-12-21T17:00:00.000Z')
    expect(due({ days: 5, time: '18:00', workingDays: true })?.dueAt).toBe('2026-12-28T17:00:00.000Z')
  })

  it('makes due at once what should have been done before', () => {
    const before = { days: -2, part: 'morning' as const }
    expect(due(before, '2026-12-10T09:00:00.000Z')).toMatchObject({
      late: false,
      window: { day: '2026-12-16', part: 'morning' },
    })
    expect(due(before)).toMatchObject({ late: true, window: null, dueAt: '2026-12-18T16:00:00.000Z' })
  })

  it('leaves what has no date without one', () => {
    const [planned] = planBundle({ items: [item('one')] }, STARTS)
    expect(planned).toMatchObject({ dueAt: null, window: null, late: false })
  })
})

describe('the items of a bundle', () => {
  it('are named once, wait for what is there, and never in a circle', () => {
    expect(() => requireSoundItems([item('a'), item('a')])).toThrow(refused('key_twice', ['a']))
    expect(() => requireSoundItems([item('a', { after: ['b'] })])).toThrow(refused('unknown_key', ['b']))
    expect(() => requireSoundItems([item('a', { after: ['a'] })])).toThrow(refused('cycle', ['a']))
    expect(() =>
      requireSoundItems([item('z'), item('a', { after: ['b', 'z'] }), item('b', { after: ['a'] })]),
    ).toThrow(refused('cycle', ['a', 'b']))
  })

  it('may wait for any that stand before them, however many', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(), { maxLength: 5 }), { minLength: 1, maxLength: 40 }),
        (drawn) => {
          const items = drawn.map((after, index) => ({
            key: `k${index}`,
            after: index === 0 ? [] : [...new Set(after.map((nat) => `k${nat % index}`))],
          }))
          requireSoundItems(items.reverse())
        },
      ),
    )
  })
})

describe('the bundles that ship with Colloque', () => {
  it('are six, sound, and within what a team may save', () => {
    expect(SHIPPED_BUNDLES).toHaveLength(6)
    expect(new Set(SHIPPED_BUNDLES.map(({ id }) => id)).size).toBe(6)
    for (const { id, version, teamId, basedOn, ...content } of SHIPPED_BUNDLES) {
      expect(IdSchema.safeParse(id).success, content.name).toBe(true)
      expect({ version, teamId, basedOn }).toEqual({ version: 1, teamId: null, basedOn: null })
      expect(BundleContentSchema.parse(content)).toEqual(content)
    }
  })

  it.each(SHIPPED_BUNDLES.map((bundle) => [bundle.name, bundle] as const))(
    '%s: nothing is due before what it waits for, whatever the day',
    (_name, bundle) => {
      for (let day = 1; day <= 28; day++) {
        const startsAt = `2027-05-${String(day).padStart(2, '0')}T09:00:00.000Z`
        const plan = planBundle(bundle, startsAt, '2027-04-01T09:00:00.000Z')
        for (const { key, after, dueAt } of plan)
          for (const other of after) {
            const earlier = plan.find((planned) => planned.key === other)?.dueAt
            expect(
              dueAt !== null && earlier !== null && earlier! <= dueAt,
              `${startsAt} ${key} ${other}`,
            ).toBe(true)
          }
        for (const [index, { offset }] of bundle.items.entries()) {
          const dueAt = plan[index]?.dueAt
          if (offset && 'workingDays' in offset && offset.workingDays && dueAt)
            expect(isWorkingDay(wallClock(dueAt).day)).toBe(true)
        }
      }
    },
  )

  it('give way to the team’s own, until that is retired', () => {
    const [first] = SHIPPED_BUNDLES
    const by = { by: 'nurse', at: '2026-11-20T09:00:00.000Z' }
    const own: TaskBundle & { id: string } = {
      ...first!,
      id: 'own',
      teamId: 'team',
      basedOn: first!.id,
      saved: by,
      retired: null,
    }
    expect(offeredBundles(SHIPPED_BUNDLES, [own]).map(({ id }) => id)).toEqual([
      'own',
      ...SHIPPED_BUNDLES.slice(1).map(({ id }) => id),
    ])
    expect(offeredBundles(SHIPPED_BUNDLES, [{ ...own, retired: by }])).toEqual(SHIPPED_BUNDLES)
  })
})
