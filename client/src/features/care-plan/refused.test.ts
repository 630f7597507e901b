import { describe, expect, test } from 'vitest'
import { refusedPlace, refusedReason } from './refused.ts'

describe('words that were refused', () => {
  test('are found by their section and field', () => {
    expect(refusedPlace(['actions', 'an-id', 'what'])).toEqual({ section: 'actions', field: 'actions.what' })
    expect(refusedPlace(['situation'])).toEqual({ section: 'situation' })
    expect(refusedPlace(['alerts', 'an-id'])).toEqual({ section: 'alerts' })
    expect(refusedPlace(['meta', 'nextReviewOn'])).toEqual({})
  })

  test('say that they were changed meanwhile for a reason that has no sentence', () => {
    expect(refusedReason('signed')).toBe('signed')
    expect(refusedReason('shape')).toBe('changed')
    expect(refusedReason(undefined)).toBe('changed')
  })
})
