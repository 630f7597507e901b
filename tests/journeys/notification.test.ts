/**
 * A notification on a device: it says that something waits and not what, a repetition takes its place, and choosing
 * it leads to the thing itself in the page that is open. Pushes come in through the browser's own door for tools.
 */
import { startServer, type RunningServer } from '@colloque/testing'
import type { CDPSession, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { apiAs, type ApiReader } from './api.ts'
import { accessibilityFaults, BROWSER, openTheatre, type Person, type Theatre } from './people.ts'

const TEXT = 'Confusion ce matin, appeler le fils de M. Lafargue'
/** Of a browser without a push service of its own: what one would give. */
const SUBSCRIPTION = {
  endpoint: 'https://push.invalid/device',
  keys: {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  },
}

let server: RunningServer
let theatre: Theatre
let nurse: Person
let page: Page
let asDoctor: ApiReader
let push: (payload: object) => Promise<void>
let caseId: string
let messageId: string

interface Shown {
  readonly title: string
  readonly body: string
  readonly tag: string
}

/** The worker may have to be woken, on a machine that is busy. */
const SOON = { timeout: 20_000 }

const shown = () =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    const notifications = await registration.getNotifications()
    return notifications.map(({ title, body, tag }): Shown => ({ title, body, tag }))
  })

/** Chooses the notification that stands, as the browser tells the worker of it. */
async function choose(): Promise<void> {
  const [worker] = page.context().serviceWorkers()
  if (!worker) throw new Error('there is no service worker')
  // Typed loosely: what runs here is the worker, whose types the tests do not have.
  await worker.evaluate(async () => {
    const scope = globalThis as unknown as {
      registration: ServiceWorkerRegistration
      NotificationEvent: new (type: string, init: object) => Event
    }
    const [notification] = await scope.registration.getNotifications()
    dispatchEvent(new scope.NotificationEvent('notificationclick', { notification }))
  })
}

/** Delivers what a push service would have brought. */
async function pushTo(cdp: CDPSession, origin: string): Promise<(payload: object) => Promise<void>> {
  const registered = new Promise<string>((resolve) =>
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find(({ scopeURL }) => scopeURL.startsWith(origin))
      if (ours) resolve(ours.registrationId)
    }),
  )
  await cdp.send('ServiceWorker.enable')
  const registrationId = await registered
  return async (payload) => {
    await cdp.send('ServiceWorker.deliverPushMessage', {
      origin,
      registrationId,
      data: JSON.stringify(payload),
    })
  }
}

describe.skipIf(BROWSER === '')('a notification', () => {
  beforeAll(async () => {
    server = await startServer({ environment: { COLLOQUE_PUSH_HOSTS: 'push.invalid' } })
    theatre = await openTheatre(server.url)
    asDoctor = await apiAs(server.url, 'Hélène Castaing')
    const { items } = await asDoctor<{ items: { id: string }[] }>('/cases?q=lafargue')
    caseId = items[0]?.id ?? ''
    nurse = await theatre.enter('Samuel Adjovi')
    page = nurse.page
    await page.context().grantPermissions(['notifications'], { origin: server.url })
    await page.addInitScript((subscription) => {
      let held: object | null = null
      PushManager.prototype.getSubscription = async () => held as PushSubscription | null
      PushManager.prototype.subscribe = async (options) => {
        const key = (options?.applicationServerKey ?? '') as string
        const bytes = atob(key.replaceAll('-', '+').replaceAll('_', '/'))
        held = {
          ...subscription,
          options: { applicationServerKey: Uint8Array.from(bytes, (one) => one.charCodeAt(0)).buffer },
          toJSON: () => subscription,
          unsubscribe: async () => {
            held = null
            return true
          },
        }
        return held as PushSubscription
      }
    }, SUBSCRIPTION)
    await page.evaluate(() => navigator.serviceWorker.ready)
    push = await pushTo(await page.context().newCDPSession(page), server.url)
    const { circle } = await asDoctor<{ circle: { name: string; accountId: string }[] }>(`/cases/${caseId}`)
    const nurseId = circle.find(({ name }) => name === nurse.name)?.accountId ?? ''
    const to = { accountIds: [nurseId], professions: [] }
    const urgent = { caseId, text: TEXT, urgency: 'urgent', to }
    const { data } = await asDoctor.send<{ id: string }>('message.post', urgent)
    messageId = data.id
  })
  afterAll(async () => {
    await theatre?.close()
    await server?.stop()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await theatre.photograph(task.name)
  })

  it('is switched on and off for this device, and the server is told', async () => {
    const told = (method: string) =>
      page.waitForResponse(
        (response) =>
          response.url().endsWith('/me/push-subscriptions') && response.request().method() === method,
      )
    const put = told('PUT')
    await nurse.go('/me-joindre')
    // The permission is there: the device heals by itself at the start.
    expect((await put).status()).toBe(204)
    await page.getByText('Cet appareil vous prévient.').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    const removed = told('DELETE')
    await page.getByRole('button', { name: 'Ne plus me prévenir ici' }).click()
    expect((await removed).status()).toBe(204)
    const again = told('PUT')
    await page.getByRole('button', { name: 'Me prévenir sur cet appareil' }).click()
    expect((await again).status()).toBe(204)
  })

  it('says that something waits, and not a word of what or whom', async () => {
    await push({ kind: 'urgent', url: `/situations/${caseId}/fil?message=${messageId}`, tag: 'one' })
    await expect
      .poll(shown, SOON)
      .toEqual([{ title: 'Message urgent', body: 'Ouvrir Colloque', tag: 'one' } satisfies Shown])
  })

  it('takes the place of the one before it, when it is told again', async () => {
    await push({ kind: 'escalation', url: `/situations/${caseId}/fil?message=${messageId}`, tag: 'one' })
    await expect
      .poll(async () => (await shown()).map(({ title }) => title), SOON)
      .toEqual(['Message urgent sans réponse'])
  })

  it('leads to the message itself, in the page that is open', async () => {
    await page.evaluate(() => Object.assign(window, { sameDocument: true }))
    await choose()
    await page.waitForURL(`**/situations/${caseId}/fil?message=${messageId}`)
    await page.getByRole('main').getByText(TEXT).first().waitFor()
    expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true)
    expect(await shown()).toEqual([])
  })

  it('of a conversation outside a situation leads there', async () => {
    const { items } = await asDoctor<{ items: { kind: string; stream: string }[] }>('/conversations')
    const team = items.find(({ kind }) => kind === 'team')
    const conversationId = team?.stream.slice('conversation:'.length) ?? ''
    const { data } = await asDoctor.send<{ id: string }>('message.post', {
      conversationId,
      text: 'Réunion avancée à midi',
    })
    const url = `/equipe/conversations/${conversationId}?message=${data.id}`
    await push({ kind: 'message', url, tag: 'two' })
    await expect.poll(async () => (await shown()).length, SOON).toBe(1)
    await choose()
    await page.waitForURL(`**${url}`)
    await page.getByRole('main').getByText('Réunion avancée à midi').first().waitFor()
  })

  it('speaks the language of the person, and leads nowhere else whatever it is told', async () => {
    await page.evaluate(() => localStorage.setItem('colloque.locale', 'en'))
    await nurse.go('/')
    await page.getByRole('heading', { name: 'What waits for you' }).waitFor()
    await push({ kind: 'task', url: 'https://elsewhere.invalid/', tag: 'three' })
    await expect.poll(async () => (await shown()).map(({ title }) => title), SOON).toEqual(['A task for you'])
    await choose()
    await expect.poll(shown, SOON).toEqual([])
    expect(new URL(page.url()).origin).toBe(server.url)
  })

  it('nothing left the origin, nothing was refused by the policy, nothing failed unseen', () => {
    expect(theatre.faults).toEqual([])
  })
})
