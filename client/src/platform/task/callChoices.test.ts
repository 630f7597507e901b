import { expect, it } from 'vitest'
import { callChoices } from './callChoices.ts'

const at = (now: string) => callChoices(new Date(now)).map(({ key, at: when }) => `${key} ${when}`)

it('on a Wednesday morning: in two hours, on the quarter; tomorrow; on Monday', () =>
  expect(at('2026-03-11T08:05:00.000Z')).toEqual([
    'callLater 2026-03-11T10:15:00.000Z',
    'callTomorrow 2026-03-12T08:00:00.000Z',
    'callMonday 2026-03-16T08:00:00.000Z',
  ]))

it('in the evening nobody is called in two hours, and on a Friday nobody tomorrow', () =>
  expect(at('2026-03-13T16:30:00.000Z')).toEqual(['callMonday 2026-03-16T08:00:00.000Z']))

it('on a Sunday, tomorrow is Monday: it stands there once', () =>
  expect(at('2026-03-15T20:00:00.000Z')).toEqual(['callTomorrow 2026-03-16T08:00:00.000Z']))
