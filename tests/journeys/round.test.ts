/**
 * A nurse's morning, on a phone: what is free is taken in one gesture, while the other nurse takes one of it; the
 * round is walked in its order; in a staircase the network goes; at the end what remains is handed to the other nurse.
 */
import { startServer, type RunningServer } from '@colloque/testing'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { apiAs, eventually, messagesOf, type ApiReader } from './api.ts'
import { accessibilityFaults, BROWSER, openTheatre, PHONE, type Person, type Theatre } from './people.ts'

const WEIGH = 'Peser et prendre la tension'
const DRESS = 'Refaire le pansement du genou'
const PILLS = 'Préparer le pilulier de la semaine'

let server: RunningServer
let theatre: Theatre
let maelle: Person
let samuel: Person
let asDoctor: ApiReader
const cases = { lafargue: '', leBihan: '' }
const tasks = new Map<string, string>()

interface ReadTask {
  readonly id: string
  readonly status: string
  readonly claimed: { readonly by: string } | null
  readonly measurementIds: readonly string[]
}
interface ReadMeasurement {
  readonly kind: string
  readonly value: number
  readonly value2: number | null
}

const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' }).format(new Date())
const saved = (page: Page) => page.getByRole('banner').getByText('Enregistré', { exact: true })

async function idOfCase(name: string): Promise<string> {
  const { items } = await asDoctor<{ items: { id: string }[] }>(`/cases?q=${encodeURIComponent(name)}`)
  const [found] = items
  if (!found) throw new Error(`no case of ${name}`)
  return found.id
}

/** Asked of any nurse, for this evening. */
async function ask(caseId: string, title: string, more: object = {}): Promise<void> {
  const window = { day: today(), part: 'evening' }
  const { data } = await asDoctor.send<{ id: string }>('task.create', {
    ...{ caseId, title, forProfession: 'nurse', window },
    ...more,
  })
  tasks.set(title, data.id)
}

async function readTask(title: string): Promise<ReadTask | undefined> {
  const caseId = title === PILLS ? cases.leBihan : cases.lafargue
  const { items } = await asDoctor<{ items: ReadTask[] }>(`/cases/${caseId}/tasks?limit=200`)
  return items.find(({ id }) => id === tasks.get(title))
}

/** Somebody on the round. */
const stop = (page: Page, name: RegExp): Locator =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) })

describe.skipIf(BROWSER === '')('a nurse’s morning', () => {
  beforeAll(async () => {
    server = await startServer()
    theatre = await openTheatre(server.url)
    asDoctor = await apiAs(server.url, 'Hélène Castaing')
    cases.lafargue = await idOfCase('lafargue')
    cases.leBihan = await idOfCase('le bihan')
    await ask(cases.lafargue, WEIGH, {
      records: [
        { kind: 'weight', required: true },
        { kind: 'bloodPressure', required: true },
      ],
    })
    await ask(cases.lafargue, DRESS)
    await ask(cases.leBihan, PILLS)
    maelle = await theatre.enter('Maëlle Le Gallic', { viewport: PHONE, hasTouch: true })
    samuel = await theatre.enter('Samuel Adjovi')
  })
  afterAll(async () => {
    await theatre?.close()
    await server?.stop()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await theatre.photograph(task.name)
  })

  it('three tasks are taken at once, and the one that the other nurse had taken is said to be theirs', async () => {
    const { page } = maelle
    await maelle.go('/taches?vue=a-prendre')
    await samuel.go(`/taches?tache=${tasks.get(DRESS)}`)
    for (const title of [WEIGH, DRESS, PILLS])
      await page.getByRole('checkbox', { name: new RegExp(`^Choisir.*${title}`) }).check()
    expect(await accessibilityFaults(page)).toEqual([])
    // She presses before she can know that he has.
    await maelle.offline(true)
    await page.getByRole('button', { name: 'Prendre les 3 tâches' }).click()
    await samuel.page.getByRole('dialog').getByRole('button', { name: 'Prendre', exact: true }).click()
    await eventually(
      () => readTask(DRESS),
      (task) => task?.status === 'claimed',
    )
    await maelle.offline(false)
    await page.getByText('2 tâches prises sur 3.').first().waitFor({ timeout: 60_000 })
    await page
      .getByText(/Samuel Adjovi a pris cette tâche à/)
      .first()
      .waitFor()
    const holders = await Promise.all(
      [WEIGH, DRESS, PILLS].map(async (title) => (await readTask(title))?.claimed?.by),
    )
    expect(holders[0]).toBe(holders[2])
    expect(holders[1]).not.toBe(holders[0])
  })

  it('the round stands by people, what to do and measure at each, in the order that she chooses', async () => {
    const { page } = maelle
    await maelle.go('/taches?vue=tournee')
    const lafargue = stop(page, /LAFARGUE/).filter({ hasText: WEIGH })
    await lafargue.getByText(/À relever\s: .*Poids/).waitFor()
    expect(await lafargue.getByText(DRESS).count()).toBe(0)
    await stop(page, /TRÉHET Yvonne/)
      .filter({ hasText: PILLS })
      .waitFor()
    expect(await accessibilityFaults(page)).toEqual([])

    const evening = page.getByRole('region', { name: /^Ce soir(?!\s: )/ })
    const names = () => evening.getByRole('heading', { level: 3 }).allTextContents()
    const before = await names()
    const last = before.at(-1)?.trim() ?? ''
    await evening.getByRole('button', { name: `${last} : passer avant` }).click()
    await expect.poll(names).toEqual([...before.slice(0, -2), before.at(-1), before.at(-2)])
    await page.reload()
    await evening.waitFor()
    await expect.poll(names).toEqual([...before.slice(0, -2), before.at(-1), before.at(-2)])
  })

  it('what she measures in a staircase without network is kept, and arrives once', async () => {
    const { page } = maelle
    const lafargue = stop(page, /LAFARGUE/).filter({ hasText: WEIGH })
    await lafargue.getByRole('button', { name: new RegExp(WEIGH) }).waitFor()
    await saved(page).waitFor()
    const before = await measurements()
    await maelle.offline(true)
    await lafargue.getByRole('button', { name: new RegExp(WEIGH) }).click()
    // The keys of what is asked first are open.
    await lafargue.getByRole('textbox', { name: /^Poids/ }).fill('71,4')
    await lafargue.getByRole('button', { name: /^TA/ }).click()
    await lafargue.getByRole('textbox', { name: /^Systolique/ }).fill('138')
    await lafargue.getByRole('textbox', { name: /^Diastolique/ }).fill('76')
    await lafargue.getByRole('button', { name: 'Ranger' }).click()
    await lafargue.getByRole('button', { name: 'Fait', exact: true }).click()
    await page
      .getByRole('banner')
      .getByText(/Hors ligne depuis/)
      .waitFor({ timeout: 60_000 })
    expect((await readTask(WEIGH))?.status).toBe('claimed')

    await maelle.offline(false)
    await saved(page).waitFor({ timeout: 60_000 })
    await eventually(
      () => readTask(WEIGH),
      (task) => task?.status === 'done',
    )
    const after = await measurements()
    expect(after).toHaveLength(before.length + 2)
    expect(after).toContainEqual(expect.objectContaining({ kind: 'weight', value: 71.4 }))
    expect(after).toContainEqual(expect.objectContaining({ kind: 'bloodPressure', value: 138, value2: 76 }))
    expect((await readTask(WEIGH))?.measurementIds).toHaveLength(2)
  })

  it('at the end what remains goes to the other nurse, who finds it on Accueil', async () => {
    const { page } = maelle
    await page.getByRole('button', { name: 'Transmettre…' }).click()
    const sheet = page.getByRole('dialog', { name: 'Transmettre' })
    await sheet.getByText('Samuel Adjovi', { exact: true }).first().waitFor()
    const done = sheet.getByRole('textbox', { name: /LAFARGUE/ })
    expect(await done.inputValue()).toContain(WEIGH)
    const words = sheet.getByRole('textbox', { name: /TRÉHET Yvonne/ })
    expect(await words.inputValue()).toContain(PILLS)
    await words.fill(`${await words.inputValue()}\nLa boîte est sur le buffet.`)
    await sheet.getByRole('checkbox', { name: new RegExp(PILLS) }).check()
    expect(await accessibilityFaults(page)).toEqual([])
    await sheet.getByRole('button', { name: 'Transmettre à Samuel Adjovi' }).click()
    await saved(page).waitFor({ timeout: 60_000 })

    await samuel.go('/')
    await samuel.page
      .getByRole('listitem')
      .filter({ hasText: /TRÉHET Yvonne/ })
      .filter({ hasText: /Transmission du/ })
      .first()
      .waitFor()
    await samuel.page.getByRole('listitem').filter({ hasText: PILLS }).first().waitFor()
    const told = (await messagesOf<{ text: string }>(asDoctor, cases.leBihan)).filter(({ text }) =>
      text.includes('La boîte est sur le buffet.'),
    )
    expect(told).toHaveLength(1)
  })

  it('nothing left the origin, nothing was refused by the policy, nothing failed unseen', () => {
    expect(theatre.faults).toEqual([])
  })

  async function measurements(): Promise<ReadMeasurement[]> {
    const { items } = await asDoctor<{ items: ReadMeasurement[] }>(
      `/cases/${cases.lafargue}/measurements?limit=200`,
    )
    return items
  }
})
