/**
 * A reading that crosses its threshold: noted on a phone, it stands on the doctor's Accueil without a reload; one person
 * takes charge, says what was done, and the page of the person's readings shows it all.
 */
import { startServer, type RunningServer } from '@colloque/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { apiAs, type ApiReader } from './api.ts'
import { accessibilityFaults, BROWSER, openTheatre, PHONE, type Person, type Theatre } from './people.ts'

const OUTCOME = 'Prise sautée, INR demain'

let server: RunningServer
let theatre: Theatre
let doctor: Person
let nurse: Person
let asDoctor: ApiReader
let caseId: string

describe.skipIf(BROWSER === '')('a reading that crosses its threshold', () => {
  beforeAll(async () => {
    server = await startServer()
    theatre = await openTheatre(server.url)
    asDoctor = await apiAs(server.url, 'Hélène Castaing')
    const { items } = await asDoctor<{ items: { id: string }[] }>('/cases?q=Yvonne')
    caseId = items[0]?.id ?? ''
    doctor = await theatre.enter('Hélène Castaing')
    nurse = await theatre.enter('Maëlle Le Gallic', { viewport: PHONE, hasTouch: true })
  })
  afterAll(async () => {
    await theatre?.close()
    await server?.stop()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await theatre.photograph(task.name)
  })

  const lineOfInr = () => doctor.page.getByRole('button', { name: /Mesure à voir.*INR 6,2/ })

  it('noted at the bedside, with what the person says, arrives on the doctor’s Accueil', async () => {
    await doctor.page.getByRole('heading', { name: 'Ce qui vous attend' }).waitFor()
    await nurse.go(`/situations/${caseId}/mesures`)
    await nurse.page.getByRole('button', { name: 'Noter une mesure' }).click()
    const sheet = nurse.page.getByRole('dialog', { name: 'Noter' })
    await sheet.getByRole('button', { name: 'INR' }).click()
    for (const key of ['6', 'Virgule', '2'])
      await sheet.getByRole('button', { name: key, exact: true }).click()
    await sheet.getByRole('button', { name: 'Humeur' }).click()
    await sheet.getByRole('textbox', { name: 'Humeur' }).fill('Inquiète de ses bleus')
    expect(await accessibilityFaults(nurse.page)).toEqual([])
    await sheet.getByRole('button', { name: 'Envoyer' }).click()
    await sheet.waitFor({ state: 'hidden' })

    await doctor.page.getByRole('button', { name: /nouveauté/ }).click()
    await lineOfInr().click()
    const main = doctor.page.getByRole('main')
    await main.getByText(/INR de 6 à moins de 10/).waitFor()
    // The protocol that runs for her has brought them, in the name of who started it.
    await main.getByText(/Seuils réglés par Hélène Castaing/).waitFor()
    expect(await accessibilityFaults(doctor.page)).toEqual([])
  })

  it('is one person’s charge: the second is told calmly whose', async () => {
    const main = doctor.page.getByRole('main')
    const detail = main.getByRole('listitem').filter({ hasText: 'INR de 6 à moins de 10' })
    await detail.getByRole('button', { name: 'Je m’en charge' }).click()
    await detail.getByText(/Pris en charge par Hélène Castaing à/).waitFor()
    const seen = nurse.page.getByRole('listitem').filter({ hasText: 'INR de 6 à moins de 10' })
    await seen.getByText(/Pris en charge par Hélène Castaing à/).waitFor()
    expect(await seen.getByRole('button', { name: 'Je m’en charge' }).count()).toBe(0)
  })

  it('is closed with what was done, and its series shows it', async () => {
    const main = doctor.page.getByRole('main')
    const detail = main.getByRole('listitem').filter({ hasText: 'INR de 6 à moins de 10' })
    await detail.getByRole('button', { name: 'C’est fait…' }).click()
    await doctor.page.getByRole('button', { name: OUTCOME }).click()
    await lineOfInr().waitFor({ state: 'detached' })

    await doctor.go(`/situations/${caseId}/mesures?mesure=inr`)
    const series = doctor.page.getByRole('region', { name: 'INR' })
    await series.getByText('au-dessus de la cible').first().waitFor()
    await series.getByRole('img', { name: /INR\s: courbe de \d+ mesures/ }).waitFor()
    await series.getByRole('button', { name: 'Voir en tableau' }).click()
    await series.getByRole('row', { name: /6,2 au-dessus de la cible Maëlle Le Gallic/ }).waitFor()
    await doctor.page.getByText('« Inquiète de ses bleus »').first().waitFor()
    await doctor.page.getByRole('button', { name: /alertes? closes?/ }).click()
    await doctor.page
      .getByText(new RegExp(`Terminé par Hélène Castaing.*${OUTCOME}`))
      .first()
      .waitFor()
    expect(await accessibilityFaults(doctor.page)).toEqual([])
  })

  it('has thresholds that the prescriber sets for this person, and everybody reads with the name', async () => {
    const series = doctor.page.getByRole('region', { name: 'INR' })
    await series.getByRole('button', { name: 'Régler les seuils' }).click()
    const sheet = doctor.page.getByRole('dialog')
    await sheet.getByRole('textbox', { name: 'De', exact: true }).fill('4')
    await sheet.getByRole('button', { name: 'Enregistrer ces seuils' }).click()
    await sheet.getByText(/Les bornes se croisent/).waitFor()
    await doctor.page.mouse.move(0, 0)
    expect(await accessibilityFaults(doctor.page)).toEqual([])
    await sheet.getByRole('textbox', { name: 'De', exact: true }).fill('2,5')
    await sheet.getByRole('textbox', { name: 'À', exact: true }).fill('3,5')
    await sheet.getByRole('button', { name: 'Enregistrer ces seuils' }).click()
    await sheet.waitFor({ state: 'hidden' })
    const read = nurse.page.getByRole('region', { name: 'INR' })
    await read.getByText(/Cible entre 2,5 et 3,5.*réglés par Hélène Castaing/).waitFor()
    expect(await read.getByRole('button', { name: 'Régler les seuils' }).count()).toBe(0)
  })

  it('is readable in the dark, on a phone', async () => {
    const dark = await theatre.enter('Linh Phan', { viewport: PHONE, colorScheme: 'dark' })
    await dark.go(`/situations/${caseId}/mesures`)
    const series = dark.page.getByRole('region', { name: 'INR' })
    await series.scrollIntoViewIfNeeded()
    await series
      .getByRole('img', { name: /courbe de/ })
      .first()
      .waitFor()
    expect(await accessibilityFaults(dark.page)).toEqual([])
    expect(theatre.faults).toEqual([])
  })
})
