import { expect, it } from 'vitest'
import { createRelyingParty } from './relying-party.ts'

it.each([
  ['nothing configured', [], 'localhost'],
  ['one address', ['https://colloque.example'], 'colloque.example'],
  ['a port', ['https://colloque.example:8443'], 'colloque.example'],
  [
    'addresses that browsers refuse first',
    ['http://colloque.example', 'https://192.0.2.7', 'https://b.example'],
    'b.example',
  ],
  ['numbers alone', ['http://127.0.0.1:3000', 'https://[2001:db8::1]'], 'localhost'],
  ['what is no address', ['colloque.example', ''], 'localhost'],
])('with %s, passkeys are bound to the first that can have them', (_what, origins, id) => {
  expect(createRelyingParty(origins).id).toBe(id)
})

it('takes them at that host and under it, where configured', () => {
  const { isOurs } = createRelyingParty([
    'https://colloque.example',
    'https://sud.colloque.example/',
    'https://elsewhere.example',
    'http://colloque.example',
  ])
  expect(isOurs('https://colloque.example')).toBe(true)
  expect(isOurs('https://sud.colloque.example')).toBe(true)
  for (const origin of [
    'https://elsewhere.example',
    'http://colloque.example',
    'https://nord.colloque.example',
    'https://colloque.example.evil.example',
    'https://evilcolloque.example',
    'https://colloque.example:8443',
    'null',
    '',
  ])
    expect(isOurs(origin), origin).toBe(false)
})

it('without configuration takes them from this machine alone', () => {
  const { isOurs } = createRelyingParty([])
  expect(isOurs('http://localhost:3000')).toBe(true)
  for (const origin of ['http://127.0.0.1:3000', 'https://colloque.example', 'http://localhost.evil.example'])
    expect(isOurs(origin), origin).toBe(false)
})
