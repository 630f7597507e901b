import { SHIPPED_BUNDLES } from '@colloque/domain'
import { expect, it } from 'vitest'
import { freeKey, itemsToSave, movedTo, planLines, plannedItems, withoutLine } from './plan.ts'

const home = SHIPPED_BUNDLES[0]
const NOW = '2026-03-09T08:00:00.000Z'
const startsAt = '2026-03-16T08:00:00.000Z'
if (!home) throw new Error('The first shipped bundle is that of a return home.')
const lines = planLines(home, startsAt, NOW)

it('lines stand by day, those without one last', () => {
  const due = lines.map(({ dueAt }) => dueAt ?? '9999')
  expect(due).toEqual([...due].sort())
})

it('what waited for a line that is left out waits for it no more', () => {
  const left = withoutLine(lines, 'date-et-courrier')
  expect(left).toHaveLength(lines.length - 1)
  expect(left.some(({ after }) => after.includes('date-et-courrier'))).toBe(false)
})

it('unchanged lines keep their delays in the team’s own; a moved one is counted in days', () => {
  const moved = lines.map((line) =>
    line.key === 'famille' ? movedTo(line, { day: '2026-03-18', part: 'morning', hour: '' }) : line,
  )
  const saved = itemsToSave(home.items, moved, startsAt, NOW)
  const offset = (key: string) => saved.find((item) => item.key === key)?.offset
  expect(offset('famille')).toEqual({ days: 2, part: 'morning', workingDays: false })
  expect(offset('lit-medicalise')).toEqual({ days: -1, part: 'afternoon', workingDays: true })
})

it('the preview’s own marks are not sent', () =>
  expect(plannedItems(lines).every((line) => !('late' in line))).toBe(true))

it('a new item has a key of its own', () => expect(freeKey([{ key: 'etape-2' }])).toBe('etape-3'))
