import type { Measurement } from '@colloque/domain'
import { expect, it } from 'vitest'
import { readingCourses } from './readingCourses.ts'

const measured = (
  kind: Measurement['kind'],
  day: number,
  value: number,
  value2: number | null = null,
): Measurement => ({
  caseId: 'c',
  kind,
  value,
  value2,
  takenAt: `2026-03-${String(day).padStart(2, '0')}T08:00:00.000Z`,
  takenBy: 'maelle',
  messageId: null,
})

it('follows each kind by time, whatever the order they came in', () => {
  const courses = readingCourses([
    measured('weight', 9, 61.4),
    measured('bloodPressure', 8, 148, 82),
    measured('weight', 7, 60.2),
    measured('bloodPressure', 9, 142, 78),
  ])
  expect(courses.map(({ kind, last, series }) => [kind, last.value, series])).toEqual([
    ['weight', 61.4, [[60.2, 61.4]]],
    [
      'bloodPressure',
      142,
      [
        [148, 142],
        [82, 78],
      ],
    ],
  ])
})

it('draws the latest twelve', () => {
  const [course] = readingCourses(Array.from({ length: 20 }, (_, day) => measured('inr', day + 1, day)))
  expect(course).toMatchObject({ count: 12, series: [[8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]] })
})

it('says nothing of what was never measured', () => expect(readingCourses([])).toEqual([]))
