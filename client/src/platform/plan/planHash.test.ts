import { createHash } from 'node:crypto'
import { canonicalText } from '@colloque/board'
import { afterEach, expect, it, vi } from 'vitest'
import { InsecurePage, planHash, textHash } from './planHash.ts'
import { aPlan } from '../../testing/aPlan.ts'

afterEach(() => vi.unstubAllGlobals())

it('is the SHA-256 of the UTF-8 of the canonical text, whatever the order of its fields', async () => {
  const plan = aPlan({ allergies: 'Pénicilline : œdème' })
  const expected = createHash('sha256').update(canonicalText(plan), 'utf8').digest('hex')
  expect(await planHash(plan)).toBe(expected)
  expect(await planHash(Object.fromEntries(Object.entries(plan).reverse()) as typeof plan)).toBe(expected)
  expect(await planHash(aPlan({ allergies: 'Pénicilline' }))).not.toBe(expected)
})

it('says so where the page has no hashes: plain http from elsewhere', async () => {
  vi.stubGlobal('crypto', {})
  await expect(textHash('x')).rejects.toBeInstanceOf(InsecurePage)
})
