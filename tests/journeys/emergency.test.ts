/**
 * Emergency access: somebody of the house who is not in a person's circle opens their case on the screen, with a reason
 * and for an hour. Its doctor sees it live wherever she is in the case, ends it, and reviews it on Accueil; what anybody
 * sees and who has seen the case is there to be read.
 */
import { startServer, type RunningServer } from '@colloque/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { apiAs, eventually, type ApiReader } from './api.ts'
import { accessibilityFaults, BROWSER, openTheatre, PHONE, type Person, type Theatre } from './people.ts'

const WORDS = 'Trouvée au sol chez elle, médecin injoignable'

let server: RunningServer
let theatre: Theatre
let maelle: Person
let youssef: Person
let asDoctor: ApiReader
let caseId = ''

describe.skipIf(BROWSER === '')('emergency access', () => {
  beforeAll(async () => {
    server = await startServer()
    theatre = await openTheatre(server.url)
    asDoctor = await apiAs(server.url, 'Youssef Tahiri')
    const { items } = await asDoctor<{ items: { id: string }[] }>('/cases?q=carvalho')
    caseId = items[0]!.id
    maelle = await theatre.enter('Maëlle Le Gallic', { viewport: PHONE, hasTouch: true })
    youssef = await theatre.enter('Youssef Tahiri')
  })
  afterAll(async () => {
    await theatre?.close()
    await server?.stop()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await theatre.photograph(task.name)
  })

  it('says what follows, and what is missing', async () => {
    const { page } = maelle
    await maelle.go('/situations')
    await page.getByRole('link', { name: 'Accès en urgence' }).click()
    await page.getByRole('heading', { name: 'Ce qui suit' }).waitFor()
    await page.getByRole('button', { name: 'Ouvrir en urgence…' }).click()
    await page.getByText('À choisir').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
  })

  it('finds nobody by an identity that is not whole', async () => {
    const { page } = maelle
    await page.getByLabel('Nom de naissance').fill('Carvalho')
    await page.getByLabel('Premier prénom').fill('Rosa')
    await page.getByLabel('Date de naissance').fill('11/6/1961')
    await page.getByRole('radio', { name: 'Le cercle est injoignable' }).click()
    await page.getByLabel('En quelques mots').fill(WORDS)
    await page.getByRole('button', { name: 'Ouvrir en urgence…' }).click()
    await page.getByRole('button', { name: 'Ouvrir pour une heure' }).click()
    await page.getByRole('alert').getByText('Aucune personne suivie ici ne répond à cette identité').waitFor()
  })

  it('opens the case for an hour, and the doctor sees it on the board at once', async () => {
    await youssef.go(`/situations/${caseId}/tableau`)
    const banner = youssef.page.getByRole('region', { name: 'Accès en urgence en cours' })
    await youssef.page.getByRole('heading', { level: 1, name: /TEIXEIRA/ }).waitFor()
    expect(await banner.count()).toBe(0)

    const { page } = maelle
    await page.getByLabel('Date de naissance').fill('11/6/1960')
    await page.getByRole('button', { name: 'Ouvrir en urgence…' }).click()
    const question = page.getByRole('dialog', { name: /Ouvrir la situation de CARVALHO Rosa en urgence/ })
    await question.waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await question.getByRole('button', { name: 'Ouvrir pour une heure' }).click()
    await page.getByText('Vous êtes ici par accès en urgence').waitFor()
    await page.getByRole('heading', { level: 1, name: /TEIXEIRA/ }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])

    await banner.getByText('Accès en urgence : Maëlle Le Gallic, infirmier·ère').waitFor()
    await banner.getByText(/encore (60|59|58|57|56|55) min/).waitFor()
    await banner.getByText(WORDS, { exact: false }).waitFor()
    expect(await accessibilityFaults(youssef.page)).toEqual([])
  })

  it('the doctor reads what she sees, and who has seen the case', async () => {
    const { page } = youssef
    await youssef.go(`/situations/${caseId}/cercle`)
    await page.getByText(/accès d’urgence · voit toute la situation · jusqu’à/).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Gestes pour Maëlle Le Gallic' }).click()
    await page.getByRole('menuitem', { name: 'Que voit Maëlle Le Gallic ?' }).click()
    const sees = page.getByRole('dialog', { name: 'Que voit Maëlle Le Gallic ?' })
    await sees.getByRole('region', { name: 'Peut', exact: true }).getByText('lire la situation').waitFor()
    await sees.getByRole('region', { name: 'Ne peut pas' }).getByText('créer des tâches').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await sees.getByRole('button', { name: 'Fermer' }).click()
    await sees.waitFor({ state: 'hidden' })

    // A read is on record once it was answered.
    await eventually(
      () => asDoctor<{ items: { name: string; emergency: boolean }[] }>(`/cases/${caseId}/accesses`),
      ({ items }) => items.some(({ name, emergency }) => name === 'Maëlle Le Gallic' && emergency),
    )
    await page.getByRole('button', { name: 'Qui a vu ce dossier' }).click()
    const seen = page.getByRole('dialog', { name: 'Qui a vu ce dossier' })
    const line = seen.getByRole('listitem').filter({ hasText: 'Maëlle Le Gallic' })
    await line.getByText('accès d’urgence').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await seen.getByRole('button', { name: 'Fermer' }).click()
  })

  it('the doctor ends it, and nothing of the case stays open to the nurse', async () => {
    await youssef.page.getByRole('button', { name: /Mettre fin à l’accès en urgence de Maëlle/ }).click()
    await youssef.page
      .getByRole('region', { name: 'Accès en urgence en cours' })
      .waitFor({ state: 'detached' })
    await maelle.page.getByText('Vous êtes ici par accès en urgence').waitFor({ state: 'detached' })
    await maelle.go('/situations')
    await maelle.page
      .getByRole('link', { name: /LAFARGUE/ })
      .first()
      .waitFor()
    expect(await maelle.page.getByRole('link', { name: /TEIXEIRA/ }).count()).toBe(0)
  })

  it('waits on the Accueil of whoever reviews it, and is justified by one gesture', async () => {
    const { page } = youssef
    await youssef.go('/')
    await page
      .getByRole('button', { name: /Accès d’urgence à relire/ })
      .first()
      .click()
    await page.getByRole('button', { name: 'Justifié', exact: true }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Justifié', exact: true }).click()
    await page.getByText('Accès de Maëlle Le Gallic relu.').first().waitFor()
    await page.getByRole('button', { name: /Accès d’urgence à relire/ }).waitFor({ state: 'detached' })

    await youssef.go(`/situations/${caseId}/cercle`)
    await page.getByText('Accès en urgence (1)').click()
    await page.getByText('Justifié, selon vous').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
  })

  it('nothing left the origin, and nothing broke', () => {
    expect(theatre.faults).toEqual([])
  })
})
