import { beforeEach, expect, it } from 'vitest'
import { heal, type Registry, type Subscriber } from './heal.ts'

const KEY = 'BAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0-P0A'
const OTHER_KEY = KEY.replace('BAEC', 'BAED')

const bytes = (key: string) =>
  Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0)).buffer

/** A browser with a push service of its own: each subscription has an endpoint that was never used before. */
let subscription: PushSubscription | null
let made: number
const browser: Subscriber = {
  getSubscription: async () => subscription,
  subscribe: async ({ applicationServerKey }) => {
    const endpoint = `https://push.example/${++made}`
    subscription = {
      endpoint,
      options: { applicationServerKey: bytes(String(applicationServerKey)), userVisibleOnly: true },
      unsubscribe: async () => {
        subscription = null
        return true
      },
      toJSON: () => ({ endpoint, keys: { p256dh: 'p', auth: 'a' } }),
    } as unknown as PushSubscription
    return subscription
  },
}

let publicKey: string
let known: string | null
let told: number
const server: Registry = {
  key: async () => ({ publicKey, endpoint: known }),
  put: async ({ endpoint }) => {
    told++
    known = endpoint ?? null
  },
}

beforeEach(() => {
  subscription = null
  known = null
  made = 0
  told = 0
  publicKey = KEY
})

it('subscribes a device and tells the server, once', async () => {
  await heal(browser, server)
  await heal(browser, server)
  expect([made, told, known]).toEqual([1, 1, 'https://push.example/1'])
})

it('tells the server again what it has forgotten', async () => {
  await heal(browser, server)
  known = null
  await heal(browser, server)
  expect([made, told, known]).toEqual([1, 2, 'https://push.example/1'])
})

it('subscribes anew when the browser has lost its subscription', async () => {
  await heal(browser, server)
  subscription = null
  await heal(browser, server)
  expect(known).toBe('https://push.example/2')
})

it('subscribes anew when the key of the server has changed', async () => {
  await heal(browser, server)
  publicKey = OTHER_KEY
  await heal(browser, server)
  expect([known, subscription?.endpoint]).toEqual(['https://push.example/2', 'https://push.example/2'])
})
