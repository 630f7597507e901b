import fc from 'fast-check'
import { v5, version } from 'uuid'
import { expect, it } from 'vitest'
import { changeId, commandEntityId } from './ids.ts'

const NAMESPACE = '0d9c3f0e-6a51-4d0f-9a44-7f1f5a3c2be8'

it('names what a command makes by UUIDv5, as the library does', () => {
  fc.assert(
    fc.property(fc.string(), fc.uuid(), fc.nat(), (by, commandId, n) => {
      expect(commandEntityId(by, commandId, n)).toBe(v5(`${by} ${commandId.toLowerCase()} ${n}`, NAMESPACE))
    }),
  )
})

it('gives changes ids that differ and grow with time', async () => {
  const first = changeId()
  await new Promise((later) => setTimeout(later, 5))
  const later = Array.from({ length: 5_000 }, changeId)
  expect(new Set([first, ...later]).size).toBe(5_001)
  expect(later.every((id) => version(id) === 7 && id > first)).toBe(true)
})
