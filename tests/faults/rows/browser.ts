import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createRandom } from '@colloque/history'
import { createColloqueClient, type ColloqueClient } from '@colloque/sdk'
import { startServer } from '@colloque/testing'
import { chromium, type Page } from 'playwright-core'
import { createCuttableProxy, type CuttableProxy } from '../../sdk/cuttable-proxy.ts'
import { messagesOf } from '../evidence.ts'
import { programPath } from '../programs.ts'
import { skippedRow, type Row } from './row.ts'

const CLIENT = resolve(import.meta.dirname, '../../../client/dist/index.html')
const WHO = 'Samuel Adjovi'
const SENT_MS = 60_000
/** What stands in the way while something is sent. */
const WAYS = ['the wire cut', 'the wire hanging', 'nothing'] as const
type Way = (typeof WAYS)[number]

/** A browser on one's own device is killed with `kill -9` while something waits to be sent, and opened again. */
export const browserRow: Row = {
  name: 'browser',
  holds: 'what waited in a browser that was killed is sent exactly once, or stands there unsent',
  async run({ seed, length, say = () => undefined }) {
    const program = programPath('COLLOQUE_TEST_BROWSER', ['chromium', 'chromium-browser', 'google-chrome'])
    if (program === '') return skippedRow('there is no Chromium')
    if (!existsSync(CLIENT)) return skippedRow('the client is not built: npm run build')
    const draw = createRandom(seed)
    const profile = await mkdtemp(join(tmpdir(), 'colloque-profile-'))
    const server = await startServer()
    const wire = await createCuttableProxy(server.port)
    const reader = createColloqueClient({ baseUrl: server.url, cookies: 'own' })
    let window = await openWindow(program, profile)
    const outcomes = { 'sent once': 0, 'standing unsent': 0 }
    let signedInAgain = 0
    const violations: string[] = []
    try {
      const account = (await reader.api.demo())!.accounts.find(({ name }) => name === WHO)
      await reader.signIn(account!.email, account!.password)
      const { items } = await reader.api.query('cases', {}, {})
      const caseId = items[0]!.id
      const thread = `${wire.url}/situations/${caseId}/fil`
      await beginOnOwnDevice(window.page, wire.url)

      for (let count = 0; count < (length === 'short' ? 3 : 12); count++) {
        const way = WAYS[count % WAYS.length]!
        const words = `Écrit avant la fin ${seed} ${count}`
        await window.page.goto(thread)
        await composer(window.page).waitFor()
        await send(window.page, words, way, wire)
        // Shown, it is taken up: from then on it is the browser's to keep.
        await window.page.getByRole('article').filter({ hasText: words }).last().waitFor()
        await wait(draw() * 400)
        await window.kill()
        wire.restore()
        window = await openWindow(program, profile)
        await window.page.goto(thread)
        if (await signInAgain(window.page, thread)) signedInAgain += 1
        const outcome = await outcomeOf(window.page, reader, caseId, words)
        say(`${way}: ${outcome}`)
        if (outcome === 'sent once' || outcome === 'standing unsent') outcomes[outcome] += 1
        else violations.push(`with ${way} in the way, « ${words} » was ${outcome}`)
        // What stands there unsent is no matter of the next.
        if (outcome === 'standing unsent') await composer(window.page).fill('')
      }
      return {
        violations,
        counts: {
          'browsers killed': outcomes['sent once'] + outcomes['standing unsent'] + violations.length,
          ...outcomes,
          'signed in again': signedInAgain,
        },
      }
    } finally {
      await window.kill()
      reader.close()
      await wire.stop()
      await server.stop()
      await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 300 })
    }
  },
}

const composer = (page: Page) => page.getByRole('textbox', { name: 'Écrire au cercle' })

async function beginOnOwnDevice(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/connexion`)
  await page.getByRole('button', { name: new RegExp(WHO) }).click()
  await page.getByRole('navigation').first().waitFor()
  await page.goto(`${url}/mon-compte`)
  await page.getByRole('button', { name: 'Oui, il est à moi' }).click()
  await page.getByText('Cet appareil est à vous').waitFor()
}

/**
 * A browser writes its cookies down seconds late: one that is killed may come back with a token that was used, and that
 * ends the session. What waits is the person's, and goes when they are there again.
 * @returns whether it had to be
 */
async function signInAgain(page: Page, thread: string): Promise<boolean> {
  // What the device keeps is shown first, and the session looked at after.
  await wait(5_000)
  const end = performance.now() + 60_000
  while (!page.url().includes('/connexion')) {
    if (await composer(page).isVisible()) return false
    if (performance.now() > end) throw new Error(`neither the case nor the sign-in comes, but ${page.url()}`)
    await wait(250)
  }
  await page
    .getByRole('button', { name: new RegExp(WHO) })
    .first()
    .click()
  await page.getByRole('navigation').first().waitFor()
  await page.goto(thread)
  await composer(page).waitFor()
  return true
}

async function send(page: Page, words: string, way: Way, wire: CuttableProxy): Promise<void> {
  await composer(page).click()
  await page.keyboard.type(words)
  if (way === 'the wire cut') wire.cut()
  if (way === 'the wire hanging') wire.hang()
  await page.getByRole('button', { name: 'Envoyer', exact: true }).click({ noWaitAfter: true })
}

/** What became of it once the browser is there again. */
async function outcomeOf(page: Page, reader: ColloqueClient, caseId: string, words: string): Promise<string> {
  const times = async () => (await messagesOf(reader, caseId, [])).filter(({ text }) => text === words).length
  const end = performance.now() + SENT_MS
  while ((await times()) === 0 && !(await standsThere(page, words)) && performance.now() < end)
    await wait(250)
  // A second one would come by now, or one that seemed to stand unsent.
  await wait(5_000)
  const sent = await times()
  const stands = await standsThere(page, words)
  if (sent === 0) return stands ? 'standing unsent' : 'lost'
  if (sent > 1) return `sent ${sent} times`
  return stands ? 'sent, and stands in the field as if it were not' : 'sent once'
}

/** In the field, where it was before it was sent. */
async function standsThere(page: Page, words: string): Promise<boolean> {
  const there = await composer(page).evaluate((field) =>
    field instanceof HTMLTextAreaElement ? field.value : (field.textContent ?? ''),
  )
  return there.includes(words)
}

interface BrowserWindow {
  readonly page: Page
  /** Ends the browser at once, as a power cut would end it. */
  kill(): Promise<void>
}

async function openWindow(program: string, profile: string): Promise<BrowserWindow> {
  // What a killed browser leaves says that the profile is in use.
  for (const name of await readdir(profile))
    if (name.startsWith('Singleton') || name === 'DevToolsActivePort')
      await rm(join(profile, name), { force: true })
  const child: ChildProcess = spawn(
    program,
    [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--lang=fr-FR',
      '--accept-lang=fr-FR',
      '--window-size=1280,800',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: 'ignore', env: { ...process.env, LANGUAGE: 'fr_FR' } },
  )
  const gone = once(child, 'exit')
  const port = await portOf(profile)
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
  const [context] = browser.contexts()
  if (!context) throw new Error('the browser has no window')
  context.setDefaultTimeout(60_000)
  const page = context.pages()[0] ?? (await context.newPage())
  return {
    page,
    async kill() {
      child.kill('SIGKILL')
      await gone
      await browser.close().catch(() => undefined)
    },
  }
}

/** @throws when the browser does not listen within 30 s */
async function portOf(profile: string): Promise<string> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const text = await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '')
    const [port] = text.split('\n')
    if (port) return port
    await wait(100)
  }
  throw new Error('the browser does not start')
}
