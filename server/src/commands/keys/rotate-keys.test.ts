import { expect, it } from 'vitest'
import { createTokens } from '../../features/session/tokens.ts'
import { formatSecrets, keyRingOf, newSecret, parseSecrets, type KeyRing } from '../../platform/secret.ts'
import { readVapidKeys } from '../../platform/vapid.ts'
import { rotated } from './rotate-keys.ts'

const DAY = 86_400_000
const START = new Date('2026-03-01T08:00:00Z')
const later = (days: number) => new Date(START.getTime() + days * DAY)
const NONE: ReadonlySet<string> = new Set()
/** As a server reads the file that was written. */
const reread = (ring: KeyRing) => parseSecrets(Buffer.from(formatSecrets(ring)), 'secret')
const rotate = (ring: KeyRing, days: number, inUse = NONE) =>
  reread(rotated(ring, { keepDays: 7, now: later(days), inUse }).next)
const ids = ({ all }: KeyRing) => all.map(({ id }) => id)

it('a new secret signs, and what the one before signed is still taken', () => {
  const before = keyRingOf([Buffer.from(newSecret())])
  const after = rotate(before, 0)
  expect(ids(after).slice(1)).toEqual(ids(before))
  const clock = () => START
  const [account, session] = ['0198b0f0-0000-7000-8000-000000000001', '0198b0f0-0000-7000-8000-000000000002']
  const [old, current] = [createTokens(before, clock), createTokens(after, clock)]
  const token = old.signAccess(account, session)
  expect(current.verifyAccess(token)?.accountId).toBe(account)
  expect(old.verifyAccess(current.signAccess(account, session))).toBeUndefined()
  expect(createTokens(keyRingOf([Buffer.from(newSecret())]), clock).verifyAccess(token)).toBeUndefined()
})

it('two old ones at most are kept, seven days each, and longer what still seals something', () => {
  const first = keyRingOf([Buffer.from(newSecret())])
  const second = rotate(first, 0)
  const third = rotate(second, 1)
  expect(ids(third).slice(1)).toEqual(ids(second))
  const fourth = rotate(third, 2)
  expect(ids(fourth).slice(1)).toEqual(ids(third).slice(0, 2))
  expect(ids(rotate(third, 30)).slice(1)).toEqual([third.first.id])
  expect(ids(rotate(third, 30, new Set([first.first.id]))).slice(1)).toEqual([third.first.id, first.first.id])
})

it('keys of push notifications stay the same through all of it', async () => {
  let ring = keyRingOf([Buffer.from(newSecret())])
  const none = { vapidFile: undefined }
  const keys = await readVapidKeys(none, ring)
  for (let day = 0; day < 50; day += 10) {
    ring = rotate(ring, day)
    expect(await readVapidKeys(none, ring)).toEqual(keys)
  }
})
