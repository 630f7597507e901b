/**
 * Two abuse cases that only a browser can show: markup that somebody stored is words on every page, and nothing of a
 * patient is left on a device whose owner has signed out.
 */
import { randomUUID } from 'node:crypto'
import { addCard, caseBoardDocName, setBody } from '@colloque/board'
import type { Demo, Session } from '@colloque/contract'
import { createBoardConnection } from '@colloque/sdk'
import { startServer, type RunningServer } from '@colloque/testing'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { apiAs, type ApiReader } from './api.ts'
import { BROWSER, openTheatre, type Person, type Theatre } from './people.ts'

/** Each would call `pwned`; some only after a parser has mended what they leave open. */
const SCRIPTS = [
  '<img src=x onerror=pwned()>',
  '<script>pwned()</script>',
  '<svg><style><img src="</style><img src=x onerror=pwned()>">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=pwned()&gt;">',
  '<noscript><p title="</noscript><img src=x onerror=pwned()>">',
  '<a href="javascript:pwned()">ici</a> [ici](javascript:pwned()) <iframe srcdoc="<script>parent.pwned()</script>">',
  '"><details open ontoggle=pwned()> {{constructor.constructor("pwned()")()}}',
]
const CANARY = 'Psittakopoulos'

let server: RunningServer
let theatre: Theatre
let nurse: Person
let asNurse: ApiReader
let caseId: string
const pages = () =>
  [
    ...['', '/fil', '/tableau', '/taches', '/traitement', '/plan', '/cercle'].map(
      (tab) => `/situations/${caseId}${tab}`,
    ),
    ...['/', '/situations', '/taches', `/recherche?q=pwned`],
  ] as const

describe.skipIf(BROWSER === '')('in a browser', () => {
  beforeAll(async () => {
    server = await startServer()
    theatre = await openTheatre(server.url)
    asNurse = await apiAs(server.url, 'Samuel Adjovi')
    const patient = {
      ...{ birthName: CANARY, firstNames: 'Serinette', birthDate: '1941-03-09', sex: 'female' },
      usedName: SCRIPTS[0]?.slice(0, 60),
    }
    const informed = { how: 'oral' }
    caseId = (await asNurse.send<{ id: string }>('case.create', { patient, reason: SCRIPTS[0], informed }))
      .data.id
    for (const text of SCRIPTS) {
      await asNurse.send('message.post', { caseId, text: `${CANARY} ${text}` })
      await asNurse.send('task.create', { caseId, title: text })
      await asNurse.send('medication.add', { caseId, name: text })
      await asNurse.send('flag.raise', { caseId, title: text, severity: 'PE', detail: text })
      await asNurse.send('circle.add', { caseId, name: text.slice(0, 100), relation: text.slice(0, 60) })
    }
    await writeOnBoard()
    nurse = await theatre.enter('Samuel Adjovi')
    await nurse.page.addInitScript(() => {
      Object.assign(window, { pwned: () => Object.assign(window, { isPwned: true }) })
    })
  })
  afterAll(async () => {
    await theatre?.close()
    await server?.stop()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await theatre.photograph(task.name)
  })

  describe('abuse 12: markup that somebody stored', () => {
    it('is words on every page of the case and beside it, and the policy has nothing to refuse', async () => {
      nurse.page.on('dialog', (dialog) => {
        theatre.faults.push(`a dialog: ${dialog.message()}`)
        void dialog.dismiss()
      })
      for (const path of pages()) {
        await nurse.go(path)
        await nurse.page.waitForTimeout(500)
        const found = await nurse.page.evaluate(() => ({
          isPwned: 'isPwned' in window,
          handlers: [...document.querySelectorAll('*')].filter(({ attributes }) =>
            [...attributes].some(({ name }) => name.startsWith('on')),
          ).length,
          links: [...document.querySelectorAll('a')].filter(({ href }) =>
            /^(javascript|data|vbscript):/i.test(href),
          ).length,
          frames: document.querySelectorAll('iframe, object, embed').length,
        }))
        expect(found, path).toEqual({ isPwned: false, handlers: 0, links: 0, frames: 0 })
      }
      // It was there to be seen.
      await nurse.go(`/situations/${caseId}/tableau`)
      await nurse.page.getByText('<img src=x onerror=pwned()>').first().waitFor()
      await nurse.go(`/situations/${caseId}/fil`)
      await nurse.page.getByText('<img src=x onerror=pwned()>').first().waitFor()
      expect(theatre.faults).toEqual([])
    })

    it('as a file is not opened as a page', async () => {
      const { accessToken } = await session()
      const path = `${server.url}/api/v1/cases/${caseId}/files/${randomUUID()}`
      const sent = await fetch(`${path}?name=x.txt`, {
        method: 'PUT',
        headers: { Authorization: `Bearer ${accessToken}` },
        body: `Bonjour\n<img src=x onerror=pwned()>`,
      })
      expect(sent.status).toBe(200)
      const read = await fetch(path, { headers: { Authorization: `Bearer ${accessToken}` } })
      expect(read.headers.get('content-type')).toMatch(/^text\/plain/)
      expect(read.headers.get('content-disposition')).toMatch(/^attachment/)
      expect(read.headers.get('content-security-policy')).toContain('sandbox')
    })
  })

  describe('abuse 20: the words of a patient after signing out', () => {
    it('are in no storage of the browser, though the device was its owner’s', async () => {
      const asked: string[] = []
      nurse.page.on('request', (request) => asked.push(request.url()))
      await nurse.go('/mon-compte')
      await nurse.page.getByRole('button', { name: 'Oui, il est à moi' }).click()
      await nurse.page.getByText('Cet appareil est à vous').waitFor()
      for (const path of pages().slice(0, 6)) {
        await nurse.go(path)
        await nurse.page.waitForTimeout(300)
      }
      expect(await nurse.page.getByText(CANARY).count()).toBeGreaterThan(0)
      // The device does keep the case, under a name that tells which.
      await vi.waitFor(async () => expect((await keptBy(nurse.page)).records).toContain(caseId), 10_000)
      await nurse.page.getByRole('button', { name: /^Compte/ }).click()
      await nurse.page.getByRole('menuitem', { name: 'Se déconnecter' }).click()
      await nurse.page.getByRole('button', { name: 'Samuel Adjovi' }).first().waitFor()
      await nurse.page.waitForTimeout(1_000)
      // Settings may name a case by its id, as the history of the tab does; what was read of it is gone.
      const { settings, records } = await keptBy(nurse.page)
      expect(settings).not.toContain(CANARY)
      expect(records).not.toContain(CANARY)
      expect(records).not.toContain(caseId)
      expect(await nurse.page.content()).not.toContain(CANARY)
      expect(asked.filter((url) => url.includes(CANARY))).toEqual([])
    })
  })
})

/** A session of the nurse's beside the browser. */
async function session(): Promise<Session> {
  const { accounts } = (await (await fetch(`${server.url}/api/v1/demo`)).json()) as Demo
  const { email, password } = accounts.find(({ name }) => name === 'Samuel Adjovi') ?? {}
  const signedIn = await fetch(`${server.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  return (await signedIn.json()) as Session
}

/** Puts a card on the board for each script, with it for its title and its words. */
async function writeOnBoard(): Promise<void> {
  const { accessToken, account } = await session()
  const board = createBoardConnection({
    url: `${server.url.replace('http', 'ws')}/yjs`,
    document: caseBoardDocName(caseId),
    accountId: account.id,
    getToken: () => Promise.resolve(accessToken),
  })
  await vi.waitFor(() => expect(board.state.connection).toBe('online'), 10_000)
  for (const [n, title] of SCRIPTS.entries()) {
    addCard(board.doc, { id: `script-${n}`, column: 'needs', title, by: account.id, at: new Date() })
    setBody(board.doc, `script-${n}`, title)
  }
  await vi.waitFor(() => expect(board.state.saved).toBe(true), 10_000)
  await board.destroy()
}

/** Everything that a page's origin keeps, as text. */
const keptBy = (page: Page): Promise<{ settings: string; records: string }> =>
  page.evaluate(async () => {
    const kept: unknown[] = []
    const settings = JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((opened, failed) => {
        const asked = indexedDB.open(name)
        asked.onsuccess = () => opened(asked.result)
        asked.onerror = () => failed(asked.error)
      })
      for (const store of database.objectStoreNames) {
        const records = database.transaction(store).objectStore(store)
        for (const request of [records.getAllKeys(), records.getAll()])
          kept.push(
            await new Promise((read) => {
              request.onsuccess = () => read(request.result)
            }),
          )
      }
      database.close()
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        const answer = await cache.match(request)
        kept.push(request.url, request.url.includes('/api/') ? await answer?.text() : '')
      }
    }
    const records = JSON.stringify(kept, (_key, value: unknown) =>
      value instanceof Uint8Array || value instanceof ArrayBuffer
        ? new TextDecoder('latin1').decode(value)
        : value,
    )
    return { settings, records }
  })
