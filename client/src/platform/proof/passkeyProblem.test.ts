import { expect, it } from 'vitest'
import { passkeyObstacle } from './passkeyProblem.ts'

const page = (address: string, { secure = true, able = true } = {}) =>
  ({
    isSecureContext: secure,
    location: new URL(address),
    ...(able ? { PublicKeyCredential: class {} } : {}),
  }) as unknown as Window

it.each([
  ['https://colloque.example', {}, undefined],
  ['http://localhost:3000', {}, undefined],
  ['http://127.0.0.1:3000', {}, 'address'],
  ['http://[::1]:3000', {}, 'address'],
  ['https://192.0.2.7', {}, 'address'],
  ['http://colloque.example', { secure: false, able: false }, 'address'],
  ['https://colloque.example', { able: false }, 'browser'],
])('at %s %o the obstacle is %s', (address, given, obstacle) => {
  expect(passkeyObstacle(page(address, given))).toBe(obstacle)
})
