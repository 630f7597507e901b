/** Who helps beyond the house: found without accents, added with undo, noted by colleagues, referred to from a case. */
import { startServer, type RunningServer } from '@colloque/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityFaults, BROWSER, openTheatre, PHONE, type Person, type Theatre } from './people.ts'

const NAME = 'Atelier équilibre du gymnase'
const NOTE = 'Demander le créneau du mardi'

let server: RunningServer
let theatre: Theatre
let carole: Person
let samuel: Person

const listOf = ({ page }: Person) => page.locator('[data-entry]')

describe.skipIf(BROWSER === '')('the directory', () => {
  beforeAll(async () => {
    server = await startServer()
    theatre = await openTheatre(server.url)
    carole = await theatre.enter('Carole Wozniak')
    samuel = await theatre.enter('Samuel Adjovi', { viewport: PHONE, hasTouch: true, colorScheme: 'dark' })
  })
  afterAll(async () => {
    await theatre?.close()
    await server?.stop()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await theatre.photograph(task.name)
  })

  it('is searched by words without accents, and calls by a tap', async () => {
    const { page } = samuel
    await samuel.go('/equipe/annuaire')
    await page.getByRole('searchbox').fill('memoire')
    await expect.poll(() => listOf(samuel).count()).toBe(1)
    await listOf(samuel).getByRole('link').first().click()
    const entry = page.getByRole('article')
    await entry.getByRole('heading', { name: 'Consultation mémoire de Marsenac' }).waitFor()
    expect(await entry.locator('a[href^="tel:"]').first().getAttribute('href')).toBe('tel:0536496040')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('link', { name: 'Retour à l’annuaire' }).click()
    await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('memoire')
  })

  it('an entry that nobody could reach is not saved; with a telephone it is there for all at once', async () => {
    const { page } = carole
    await carole.go('/equipe/annuaire')
    await page.getByRole('button', { name: 'Ajouter', exact: true }).first().click()
    const sheet = page.getByRole('dialog')
    await sheet.getByLabel('Nom').fill(NAME)
    await sheet.getByRole('button', { name: 'Ajouter à l’annuaire' }).click()
    await sheet.getByText('Il manque un moyen de joindre').waitFor()
    // Not over a button, whose colour is on its way.
    await page.mouse.move(0, 0)
    expect(await accessibilityFaults(page)).toEqual([])
    await sheet.getByLabel('Téléphone').fill('05 36 49 64 80')
    await sheet.getByRole('button', { name: 'Ajouter à l’annuaire' }).click()
    await page.getByRole('article').getByRole('heading', { name: NAME }).waitFor()
    await samuel.page.getByRole('searchbox').fill('atelier')
    await listOf(samuel).getByText(NAME).first().waitFor()
  })

  it('a note of a colleague has their name; whoever retires an entry may take it back', async () => {
    await listOf(samuel).getByRole('link').first().click()
    const entry = samuel.page.getByRole('article')
    await entry.getByLabel('Une note pour l’équipe').fill(NOTE)
    await entry.getByRole('button', { name: 'Ajouter la note' }).click()
    const read = carole.page.getByRole('article')
    await read.getByText(NOTE).waitFor()
    await read.getByText('Samuel Adjovi').waitFor()
    await read.getByRole('button', { name: 'Retirer…' }).click()
    await carole.page.getByRole('dialog').getByRole('button', { name: 'A cessé son activité' }).click()
    await read.getByText(/Retirée par Carole Wozniak.*\s: A cessé son activité/).waitFor()
    await carole.page.getByRole('button', { name: 'Annuler' }).last().click()
    await read.getByRole('button', { name: 'C’est toujours juste' }).waitFor()
  })

  it('fills in a referral from its first letters', async () => {
    const { page } = carole
    await carole.go('/situations')
    await page
      .getByText(/LAFARGUE/)
      .first()
      .click()
    await page.getByRole('region', { name: 'Orientations' }).getByRole('button').first().click()
    const sheet = page.getByRole('dialog')
    await sheet.getByLabel('Vers qui').fill('atel')
    await sheet.getByRole('button', { name: new RegExp(`Choisir ${NAME}`) }).click()
    expect(await sheet.getByLabel('Téléphone').inputValue()).toBe('05 36 49 64 80')
    await sheet.getByLabel('Pourquoi').fill('Reprendre confiance en marchant')
    expect(await accessibilityFaults(page)).toEqual([])
    await sheet.getByRole('button', { name: 'Demander' }).click()
    await page.getByRole('region', { name: 'Orientations' }).getByText(NAME).first().waitFor()
  })

  it('« Qui peut aider ? » stands on a card of the needs', async () => {
    const { page } = carole
    await page.getByRole('link', { name: 'Tableau' }).click()
    await page.getByText('GIR 5 pressenti').first().click()
    await page.getByRole('button', { name: 'Qui peut aider ?' }).click()
    const who = page.getByRole('dialog', { name: 'Qui peut aider ?' })
    await who.getByRole('searchbox').fill('autonomie')
    await who.getByText('Maison départementale de l’autonomie').first().waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await who.getByRole('button', { name: /^Orienter vers Maison/ }).click()
    const sheet = page.getByRole('dialog', { name: 'Orienter' })
    expect(await sheet.getByLabel('Vers qui').inputValue()).toBe('Maison départementale de l’autonomie')
  })

  it('nothing went wrong in any of the browsers', () => expect(theatre.faults).toEqual([]))
})
