/**
 * A meeting before the table: the coordinator calls it, two professions put a case forward, what is missing is asked
 * for and answered, the order is made with the keyboard, and the agenda is sent. Whoever is not in the circle of a case
 * learns that there is one, and no more.
 */
import { startServer, type RunningServer } from '@colloque/testing'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { apiAs, eventually, type ApiReader } from './api.ts'
import { accessibilityFaults, BROWSER, openTheatre, PHONE, type Person, type Theatre } from './people.ts'

const TITLE = 'Concertation du mois'
const AT_HOME = 'Peut-il rester seul la nuit ?'
const PILLS = 'Qui prépare les comprimés le dimanche ?'
const OPINION = 'Il marche avec le déambulateur, pas encore dans l’escalier.'

let server: RunningServer
let theatre: Theatre
let nadia: Person
let maelle: Person
let linh: Person
let asDoctor: ApiReader
let asPhysio: ApiReader
let lafargue = ''
let meetingPath = ''

interface ReadTask {
  readonly id: string
  readonly title: string
  readonly status: string
  readonly forProfession: string | null
}

/** A day of next week, by the house's calendar. */
const nextWeek = () =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' }).format(new Date(Date.now() + 9 * 86_400_000))

const agenda = (page: Page): Locator => page.getByRole('list', { name: 'Ordre du jour' })
const row = (page: Page, words: string): Locator =>
  agenda(page).locator('[data-agenda-item]').filter({ hasText: words })
const orderOf = async (page: Page) => {
  const texts = await agenda(page).locator('[data-agenda-item]').allInnerTexts()
  return texts.map((text) =>
    text.includes('LAFARGUE') ? 'LAFARGUE' : /TRÉHET|Une situation/.exec(text)?.[0],
  )
}
/** Opens a select of the sheet, and takes what has these words. While it folds away, it takes the focus back. */
async function choose(page: Page, label: string, words: string) {
  await page.getByRole('dialog').getByLabel(label, { exact: true }).click()
  await page.getByRole('option', { name: new RegExp(words) }).click()
  await page.getByRole('listbox').waitFor({ state: 'hidden' })
}
const opinionTask = async () => {
  const { items } = await asPhysio<{ items: ReadTask[] }>(`/cases/${lafargue}/tasks?limit=200`)
  return items.find(({ title }) => title.startsWith('Donner votre avis'))
}

describe.skipIf(BROWSER === '')('before a meeting', () => {
  beforeAll(async () => {
    server = await startServer()
    theatre = await openTheatre(server.url)
    asDoctor = await apiAs(server.url, 'Hélène Castaing')
    asPhysio = await apiAs(server.url, 'Rui Esteves')
    const { items } = await asDoctor<{ items: { id: string }[] }>('/cases?q=lafargue')
    lafargue = items[0]!.id
    nadia = await theatre.enter('Nadia Ferhat')
    maelle = await theatre.enter('Maëlle Le Gallic', { viewport: PHONE, hasTouch: true })
    linh = await theatre.enter('Linh Phan')
  })
  afterAll(async () => {
    await theatre?.close()
    await server?.stop()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await theatre.photograph(task.name)
  })

  it('the coordinator calls it: all but the physiotherapist, and a home help from outside', async () => {
    const { page } = nadia
    await page.getByRole('navigation').getByRole('link', { name: 'Concertations' }).click()
    await page.getByRole('button', { name: 'Convoquer une concertation' }).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByLabel('Titre').fill(TITLE)
    await sheet.getByLabel('Jour').fill('2020-01-07')
    await sheet.getByLabel('Heure').fill('13:00')
    await sheet.getByText('Ce moment est passé.').waitFor()
    await sheet.getByLabel('Jour').fill(nextWeek())
    await sheet.getByLabel('Durée').fill('15')
    await sheet.getByLabel('Lieu').fill('Salle du haut')
    await sheet.getByRole('checkbox', { name: /Rui Esteves/ }).uncheck()
    await sheet.getByRole('button', { name: 'Ajouter une personne extérieure' }).click()
    await sheet.getByLabel('Nom', { exact: true }).fill('Mme Roux')
    expect(await accessibilityFaults(page)).toEqual([])
    await sheet.getByRole('button', { name: 'Convoquer', exact: true }).click()
    await page.getByRole('heading', { name: TITLE }).waitFor()
    await page.getByText('À prévenir vous-même : Mme Roux').waitFor()
    meetingPath = new URL(page.url()).pathname
    expect(meetingPath).toMatch(/^\/concertations\/[\w-]{36}$/)
    expect(await page.getByRole('button', { name: 'Envoyer l’ordre du jour' }).isDisabled()).toBe(true)
  })

  it('the nurse puts a case forward from its summary, the pharmacist one for a home help', async () => {
    const { page } = maelle
    await maelle.go(`/situations/${lafargue}/resume`)
    const part = page.getByRole('region', { name: 'Concertations' })
    await part.getByRole('button', { name: 'Proposer' }).click()
    await page.getByRole('dialog').getByLabel('Question pour l’équipe').fill(AT_HOME)
    // The house has a meeting before this one: the next one is what is offered first.
    await choose(page, 'Pour quelle concertation', TITLE)
    await page.getByRole('dialog').getByText(TITLE).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Proposer' }).click()
    await part.getByText(/À l’ordre du jour de la concertation/).waitFor()

    await linh.go(meetingPath)
    await linh.page.getByRole('button', { name: 'Ajouter une situation' }).click()
    const sheet = linh.page.getByRole('dialog')
    await choose(linh.page, 'Situation', 'TRÉHET Yvonne')
    await sheet.getByLabel('Question pour l’équipe').fill(PILLS)
    await sheet.getByLabel('Temps').fill('12')
    await sheet.getByLabel('Quelqu’un d’extérieur pose la question').check()
    await sheet.getByLabel('Son nom').fill('Mme Roux')
    await choose(linh.page, 'Son métier', 'aide à domicile')
    await sheet.getByRole('button', { name: 'Ajouter', exact: true }).click()
    await row(linh.page, 'Proposée par Linh Phan pour Mme Roux, aide à domicile').waitFor()
    await expect.poll(() => orderOf(linh.page)).toEqual(['LAFARGUE', 'TRÉHET'])
  })

  it('whoever is not in a circle sees « Une situation », and the time that it takes', async () => {
    const { page } = nadia
    await expect.poll(() => orderOf(page)).toEqual(['LAFARGUE', 'Une situation'])
    expect(await page.locator('main').innerText()).not.toMatch(/TRÉHET|comprimés|Roux, aide/)
    await page.getByText('2 situations, 19 min pour 15').waitFor()
    await page.getByText('4 min de trop').waitFor()
  })

  it('the order is made with the keyboard, and is the same for all', async () => {
    const { page } = nadia
    await row(page, 'LAFARGUE').getByRole('button', { expanded: false }).first().focus()
    await page.keyboard.press('Alt+ArrowDown')
    await expect.poll(() => orderOf(linh.page)).toEqual(['TRÉHET', 'LAFARGUE'])
    await expect.poll(() => orderOf(page)).toEqual(['Une situation', 'LAFARGUE'])
    await page.getByLabel('Minutes pour Une situation, numéro 1').fill('8')
    await page.keyboard.press('Tab')
    await page.getByText('2 situations, 15 min pour 15').waitFor()
  })

  it('a row is dragged by its handle', async () => {
    const { page } = linh
    const from = (await row(page, 'LAFARGUE').locator('[aria-hidden=true]').first().boundingBox())!
    const to = (await row(page, 'TRÉHET').boundingBox())!
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
    await page.mouse.down()
    await page.mouse.move(from.x + 20, from.y - 20, { steps: 4 })
    await page.mouse.move(to.x + 40, to.y + 6, { steps: 6 })
    await page.mouse.up()
    await expect.poll(() => orderOf(page)).toEqual(['LAFARGUE', 'TRÉHET'])
    await expect.poll(() => orderOf(nadia.page)).toEqual(['LAFARGUE', 'Une situation'])
  })

  it('« Il manque » → « Demander » makes the task, which leads whoever is asked to the question', async () => {
    const { page } = nadia
    const missing = page.getByRole('region', { name: 'Il manque' })
    await missing.getByRole('button', { name: /^Demander\s: Avis\s: kinésithérapeute, LAFARGUE/ }).click()
    await missing.getByRole('link', { name: /Demandé\s: à prendre/ }).waitFor()
    const task = await eventually(opinionTask, (found) => found !== undefined)
    expect(task).toMatchObject({ forProfession: 'physiotherapist', status: 'open' })

    const rui = await theatre.enter('Rui Esteves', { viewport: PHONE, hasTouch: true })
    await rui.page.getByText('On vous demande : 1 avis').waitFor()
    await rui.go(`/taches?tache=${task?.id}`)
    await rui.page.getByRole('dialog').getByRole('link', { name: 'Donner mon avis' }).click()
    await rui.page.getByRole('button', { name: 'Donner mon avis' }).click()
    await rui.page.getByLabel('Votre avis sur la question').fill(OPINION)
    await rui.page.getByRole('button', { name: 'Donner mon avis' }).click()
    await rui.page.getByText(OPINION).waitFor()
    expect((await eventually(opinionTask, (found) => found?.status === 'done'))?.status).toBe('done')
    await expect.poll(() => missing.getByText('Avis : kinésithérapeute').count(), { timeout: 20_000 }).toBe(0)
    await row(page, 'LAFARGUE').getByRole('button', { expanded: false }).first().click()
    await row(page, OPINION).waitFor()
  })

  it('the agenda is sent; those invited find it on Accueil', async () => {
    const { page } = nadia
    await page.getByRole('button', { name: 'Envoyer l’ordre du jour' }).click()
    await page.getByText(/^Envoyé par Nadia Ferhat/).waitFor()
    await linh.go('/')
    const home = linh.page.getByRole('region', { name: 'Prochaines concertations' })
    await home.getByText('2 situations, dont 2 des vôtres').waitFor()
    await home.getByRole('link', { name: new RegExp(TITLE) }).click()
    await linh.page.getByRole('heading', { name: TITLE }).waitFor()
  })

  it.each([
    ['wide and light', { colorScheme: 'light' as const }],
    ['a phone in the dark', { viewport: PHONE, colorScheme: 'dark' as const }],
  ])('is accessible: %s', async (_name, options) => {
    const person = await theatre.enter('Samuel Adjovi', options)
    for (const path of ['/concertations', meetingPath]) {
      await person.go(path)
      await person.page.getByText(TITLE).first().waitFor()
      expect(await accessibilityFaults(person.page)).toEqual([])
      const wider = await person.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(wider).toBeLessThanOrEqual(0)
    }
    await row(person.page, 'LAFARGUE').getByRole('button', { expanded: false }).first().click()
    await row(person.page, 'Ce que souhaite la personne').waitFor()
    expect(await accessibilityFaults(person.page)).toEqual([])
  })

  it('a meeting is moved, then cancelled with its reason; its cases wait', async () => {
    const { page } = nadia
    await page.getByRole('button', { name: 'Autres gestes' }).click()
    await page.getByRole('menuitem', { name: /Changer la date/ }).click()
    await page.getByRole('dialog').getByLabel('Lieu').fill('Salle du bas')
    await page.getByRole('dialog').getByRole('button', { name: 'Enregistrer le changement' }).click()
    await page.locator('main').getByText('Salle du bas').waitFor()
    await page.getByRole('button', { name: 'Autres gestes' }).click()
    await page.getByRole('menuitem', { name: /Annuler la concertation/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Reportée' }).click()
    await page.getByText(/Annulée par Nadia Ferhat.*: Reportée/).waitFor()
    await nadia.go('/concertations')
    await page.getByRole('region', { name: 'Attendent une concertation' }).getByText(AT_HOME).waitFor()
  })

  it('nothing went wrong in any of the browsers', () => expect(theatre.faults).toEqual([]))
})
