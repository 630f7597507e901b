import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { ConfigurationError } from './configuration.ts'
import { createSealer } from './sealed.ts'
import { formatSecrets, keyRingOf, newSecret, parseSecrets } from './secret.ts'
import { readVapidKeys, vapidKeysOf } from './vapid.ts'

const read = (text: string | Buffer) => parseSecrets(Buffer.from(text as string), 'secret')

it('one secret a line: the first signs, the order is kept, comments and empty lines are passed over', () => {
  const [one, two] = [newSecret(), newSecret()]
  const ring = read(`# of the house\n${one}\r\n\n${two} replaced=2026-01-02T03:04:05.000Z\n`)
  expect(ring.first.secret.toString()).toBe(one)
  expect(ring.all.map(({ secret }) => secret.toString())).toEqual([one, two])
  expect(ring.all[1]?.replacedAt?.toISOString()).toBe('2026-01-02T03:04:05.000Z')
  expect(ring.find(ring.all[1]?.id)?.secret.toString()).toBe(two)
  for (const id of ['', '__proto__', 'constructor', undefined, {}, ['x']])
    expect(ring.find(id)).toBeUndefined()
  expect(read(formatSecrets(ring))).toMatchObject({ all: ring.all, first: ring.first })
})

it('a file that is no text is one secret, line ends in it too', () => {
  const bytes = Buffer.concat([
    randomBytes(32),
    Buffer.from('\n\xff\n', 'latin1'),
    randomBytes(16),
    Buffer.from('x'),
  ])
  expect(read(bytes).all).toHaveLength(1)
})

it.each([
  ['empty', ''],
  ['only comments', '# nothing\n'],
  ['short', 'k3Jd8sLq0vXz2mNw'],
  ['a good one and a short one', `${newSecret()}\nshort`],
  ['too few characters', 'abcabdabeabfabgabhabiabcabdabeabfabgabh'],
  ['an example', 'changeme-changeme-changeme-changeme-1'],
  ['another example', 'please-replace-this-by-32-random-bytes!'],
  ['the keyboard', 'azertyuiopqsdfghjklmwxcvbn1234567890'],
  ['the alphabet', 'abcdefghijklmnopqrstuvwxyz0123456789'],
  ['the same again and again', 'k3Jd8sLq'.repeat(5)],
])('refuses %s', (_what, text) => expect(() => read(text)).toThrow(ConfigurationError))

it('takes each of a thousand random ones', () => {
  for (let count = 0; count < 1_000; count++) expect(read(newSecret()).all).toHaveLength(1)
})

it('keys of push notifications stay when the secret is replaced', async () => {
  const [old, next] = [newSecret(), newSecret()]
  const { privateKey, publicKey } = vapidKeysOf(Buffer.from(old))
  const without = { vapidFile: undefined }
  expect(await readVapidKeys(without, read(`${next}\n${old}`))).toEqual({ publicKey, privateKey })
  expect(await readVapidKeys(without, read(`${next}\npush-key ${privateKey}`))).toEqual({
    publicKey,
    privateKey,
  })
})

it('sealed words open for whom they are of, with any secret that is still there, and not when they are changed', () => {
  const [old, next] = [randomBytes(48), randomBytes(48)]
  const before = createSealer(keyRingOf([old]), 'trial')
  const after = createSealer(keyRingOf([next, old]), 'trial')
  const sealed = before.seal('JBSWY3DPEHPK3PXP', 'anna')
  expect(sealed).not.toContain('JBSWY3DPEHPK3PXP')
  expect(after.open(sealed, 'anna')).toBe('JBSWY3DPEHPK3PXP')
  expect([before.isCurrent(sealed), after.isCurrent(sealed)]).toEqual([true, false])
  expect(after.open(sealed, 'bruno')).toBeUndefined()
  expect(createSealer(keyRingOf([old]), 'another').open(sealed, 'anna')).toBeUndefined()
  expect(createSealer(keyRingOf([next]), 'trial').open(sealed, 'anna')).toBeUndefined()
  const [id = '', body = ''] = sealed.split('.')
  const bytes = Buffer.from(body, 'base64url')
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(after.open(`${id}.${changed.toString('base64url')}`, 'anna')).toBeUndefined()
  }
  for (const cut of ['', '.', id, `${id}.`, `${id}.AAAA`]) expect(after.open(cut, 'anna')).toBeUndefined()
})
