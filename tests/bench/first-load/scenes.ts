/** The three first loads that somebody may have, each in a browser context of its own. */
import type { Browser, BrowserContext } from 'playwright-core'
import { openSlowPage, PHONE } from './slow-line.ts'
import { timeToUsable, type Usable } from './usable.ts'

export interface Somebody {
  readonly email: string
  readonly password: string
}

/** The first line of the queue is unfolded, and below it stand the buttons that decide. */
const FIRST_ACT = 'main section li:first-child > div:last-child:not(:first-child) button'
const QUEUE = 'main section'
/** All the cases are there: from now on what arrives waits, and nothing moves under a finger. */
const SETTLED = 'main [aria-busy=false]'
const HOME = { pressed: FIRST_ACT, complete: SETTLED, answers: QUEUE }

/** How long the service worker has to keep all the files, on this machine without a slow line. */
const KEPT_WITHIN_MS = 60_000
const KEPT_AFTER_MS = 5_000

const newContext = (browser: Browser, viewport = PHONE): Promise<BrowserContext> =>
  browser.newContext({ locale: 'fr-FR', timezoneId: 'Europe/Paris', viewport, reducedMotion: 'reduce' })

/** Nothing is kept of an earlier visit, and nobody is signed in: until the form to sign in answers. */
export async function openSignIn(browser: Browser, url: string): Promise<Usable> {
  const context = await newContext(browser)
  try {
    const slow = await openSlowPage(context)
    return await timeToUsable(slow, {
      url: `${url}/connexion`,
      // Empty: it says what is missing.
      pressed: 'main form button[type=submit]',
      answers: 'main form',
    })
  } finally {
    await context.close()
  }
}

/** Nothing is kept but the session and that the device is theirs: until the first act of the queue answers. */
export async function openQueue(browser: Browser, url: string, somebody: Somebody): Promise<Usable> {
  const context = await newContext(browser)
  try {
    await signIn(context, url, somebody)
    return await timeToUsable(await openSlowPage(context), { url, ...HOME })
  } finally {
    await context.close()
  }
}

/** All is kept by the service worker, and what was read by the device: the visits of every day. */
export async function openQueueAgain(browser: Browser, url: string, somebody: Somebody): Promise<Usable> {
  const context = await newContext(browser)
  try {
    await signIn(context, url, somebody)
    const first = await context.newPage()
    await first.goto(url)
    await first.waitForFunction(() => navigator.serviceWorker.ready.then(() => true), null, {
      timeout: KEPT_WITHIN_MS,
    })
    await first.locator(SETTLED).waitFor()
    // As somebody stays for a moment: what was read is being sealed and kept.
    await first.waitForTimeout(KEPT_AFTER_MS)
    await first.close()
    return await timeToUsable(await openSlowPage(context), { url, ...HOME })
  } finally {
    await context.close()
  }
}

/** The same figures for a page that is nothing but its weight. */
export async function openBare(browser: Browser, url: string): Promise<Usable> {
  const context = await newContext(browser)
  try {
    return await timeToUsable(await openSlowPage(context), { url, pressed: 'button', answers: 'body' })
  } finally {
    await context.close()
  }
}

/** Leaves the cookie of a session in the browser, and nothing of the application but that the device is theirs. */
async function signIn(context: BrowserContext, url: string, { email, password }: Somebody): Promise<void> {
  const page = await context.newPage()
  await page.goto(`${url}/healthz`)
  await page.evaluate(
    async (credentials) => {
      const answer = await fetch('/api/v1/session', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(credentials),
      })
      if (!answer.ok) throw new Error(`signing in: ${answer.status} ${await answer.text()}`)
      const { account } = (await answer.json()) as { account: { id: string } }
      localStorage.setItem(`colloque.ownDevice.${account.id}`, 'yes')
    },
    { email, password },
  )
  await page.close()
}
