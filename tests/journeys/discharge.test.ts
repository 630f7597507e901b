/**
 * The discharge of Mr Lafargue, told by three people at once: a doctor, a nurse and a pharmacist, each in a real
 * browser. In the middle the server is killed, then its database. What was shown as saved, sent or taken is
 * there afterwards, once.
 */
import { startServer, type RunningServer } from '@colloque/testing'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { apiAs, eventually, messagesOf, type ApiReader } from './api.ts'
import { accessibilityFaults, BROWSER, openTheatre, PHONE, type Person, type Theatre } from './people.ts'

let server: RunningServer
let theatre: Theatre
let doctor: Person
let nurse: Person
let pharmacist: Person
let asDoctor: ApiReader
let caseId: string

const saved = (page: Page) => page.getByRole('banner').getByText('Enregistré', { exact: true })
const composer = (page: Page) => page.getByRole('textbox', { name: 'Écrire au cercle' })

async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text)
  await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
}

async function addCard(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: 'Ajouter une carte dans Besoins' }).click()
  await page.getByRole('textbox', { name: 'Ajouter une carte dans Besoins' }).fill(title)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
}

describe.skipIf(BROWSER === '')('the discharge of Mr Lafargue', () => {
  beforeAll(async () => {
    server = await startServer()
    theatre = await openTheatre(server.url)
    asDoctor = await apiAs(server.url, 'Hélène Castaing')
    const { items } = await asDoctor<{ items: { id: string }[] }>('/cases?q=lafargue')
    caseId = items[0]?.id ?? ''
    doctor = await theatre.enter('Hélène Castaing')
    nurse = await theatre.enter('Samuel Adjovi', { viewport: PHONE, hasTouch: true })
    pharmacist = await theatre.enter('Linh Phan')
  })
  afterAll(async () => {
    await theatre?.close()
    await server?.stop()
  })

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await theatre.photograph(task.name)
  })

  it('a nurse notes on a phone what the others read at once', async () => {
    await doctor.go(`/situations/${caseId}/fil`)
    // The conversation is drawn before anything new comes into it.
    await composer(doctor.page).waitFor()
    await nurse.go('/')
    await nurse.page.getByRole('button', { name: 'Noter' }).click()
    const sheet = nurse.page.getByRole('dialog')
    await sheet.getByRole('button', { name: /LAFARGUE/ }).click()
    await sheet
      .getByRole('textbox', { name: 'Ce que vous avez vu ou entendu' })
      .fill('Revenu chez lui, lit installé, il a mangé')
    await sheet.getByRole('button', { name: 'Envoyer' }).click()
    // The doctor reads further up: what arrives waits, and is shown when asked for.
    await doctor.page.getByRole('button', { name: '1 nouveauté' }).click()
    await doctor.page.getByText('Revenu chez lui, lit installé, il a mangé').waitFor()
  })

  it('what one writes on the board another sees, and it is called saved when it is', async () => {
    await doctor.go(`/situations/${caseId}/tableau`)
    await nurse.go(`/situations/${caseId}/tableau`)
    await addCard(doctor.page, 'Portage des repas à reprendre')
    await nurse.page.getByText('Portage des repas à reprendre').waitFor()
    await saved(doctor.page).waitFor()
  })

  it('a task that two take without knowing of one another is one’s, and the other is told whose', async () => {
    const { data } = await asDoctor.send<{ id: string }>('task.create', {
      caseId,
      title: 'Appeler la fille ce soir',
    })
    const { page: one } = nurse
    const { page: other } = pharmacist
    await Promise.all([nurse.go(`/taches?tache=${data.id}`), pharmacist.go(`/taches?tache=${data.id}`)])
    const claim = (page: Page) =>
      page.getByRole('dialog').getByRole('button', { name: 'Prendre', exact: true })
    await Promise.all([claim(one).waitFor(), claim(other).waitFor()])
    // Held back on its way, so that both have pressed before either is answered.
    await pharmacist.offline(true)
    await claim(other).click()
    await claim(one).click()
    await one.getByText('prise par vous').first().waitFor()
    await pharmacist.offline(false)
    await other
      .getByText(/Samuel Adjovi a pris cette tâche à/)
      .first()
      .waitFor({ timeout: 60_000 })
    const { items } = await asDoctor<{ items: { id: string; claimed: { by: string } | null }[] }>(
      `/cases/${caseId}/tasks?limit=200`,
    )
    expect(items.find(({ id }) => id === data.id)?.claimed?.by).toBe(await nurseAccountId())
  })

  it('the pharmacist flags two medicines that do not go together, and the doctor changes the treatment', async () => {
    const { page } = pharmacist
    await pharmacist.go('/')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('laf')
    await page
      .getByRole('option', { name: /LAFARGUE Raymond/ })
      .first()
      .waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/situations/${caseId}/traitement**`)
    const name = page.getByRole('combobox', { name: 'Médicament' })
    await name.click()
    await name.pressSequentially('ibuprof', { delay: 30 })
    await page.getByRole('option', { name: /Ibuprofène 400/ }).waitFor()
    await page.keyboard.press('Enter')
    // Before anything is added, the alert stands beside the field.
    await page.getByText('Déconseillée').first().waitFor()
    await page.getByRole('button', { name: 'Ajouter', exact: true }).click()
    await page.getByRole('button', { name: /^Signaler\s*: Apixaban.* avec Ibuprofène/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Envoyer au Dr Hélène Castaing' }).click()

    await doctor.go('/')
    const line = doctor.page
      .getByRole('listitem')
      .filter({ hasText: /Ibuprofène/ })
      .first()
    await line.getByRole('button', { name: /^Voir…/ }).click()
    // Before and after are seen; one gesture accepts.
    await doctor.page.getByRole('button', { name: /^Accepter\s: Arrêter Ibuprofène/ }).click()
    // Answered, it comes back to whoever raised it, to be checked.
    await pharmacist.page
      .getByText(/Traitement changé, par Hélène Castaing/)
      .first()
      .waitFor()
    await pharmacist.page
      .getByRole('article')
      .filter({ hasText: /Traitement changé, par Hélène Castaing/ })
      .filter({ hasText: /Ibuprofène 400/ })
      .getByRole('button', { name: 'Vérifié, clore' })
      .click()
    const { items } = await asDoctor<{ items: { name: string; status: string }[] }>(
      `/cases/${caseId}/medications?limit=200`,
    )
    expect(items.filter(({ name: label }) => label.startsWith('Ibuprofène 400')).at(-1)?.status).toBe(
      'stopped',
    )
  })

  it('the server dies while they work: what waits is said, and all of it arrives once', async () => {
    await doctor.go(`/situations/${caseId}/tableau`)
    await nurse.go(`/situations/${caseId}/fil`)
    await pharmacist.go(`/situations/${caseId}/fil`)
    await Promise.all([
      saved(doctor.page).waitFor(),
      composer(nurse.page).waitFor(),
      composer(pharmacist.page).waitFor(),
    ])

    await server.kill()
    await say(nurse.page, 'Pansement fait pendant la panne du serveur')
    await say(pharmacist.page, 'Pilulier préparé pendant la panne du serveur')
    await addCard(doctor.page, 'Carte écrite pendant la panne du serveur')
    await nurse.page
      .getByText(/En attente/)
      .first()
      .waitFor()
    await doctor.page
      .getByRole('banner')
      .getByText(/Hors ligne|Pas encore enregistré/)
      .waitFor()
    await server.start()

    await saved(doctor.page).waitFor({ timeout: 60_000 })
    await doctor.page.reload()
    await doctor.page.getByText('Carte écrite pendant la panne du serveur').first().waitFor()
    await once('Pansement fait pendant la panne du serveur')
    await once('Pilulier préparé pendant la panne du serveur')
    await pharmacist.page.getByText('Pansement fait pendant la panne du serveur').first().waitFor()
  })

  it('the database dies while they work: nothing that was shown as sent or saved is lost or doubled', async () => {
    await nurse.go(`/situations/${caseId}/fil`)
    await pharmacist.go(`/situations/${caseId}/fil`)
    await composer(nurse.page).waitFor()
    const engine = await server.enginePid()
    if (!engine) throw new Error('the engine is not known')
    await say(nurse.page, 'Écrit juste avant la panne de la base')
    process.kill(engine, 'SIGKILL')
    await say(pharmacist.page, 'Écrit pendant la panne de la base')
    await addCard(doctor.page, 'Carte écrite pendant la panne de la base')
    await once('Écrit juste avant la panne de la base')
    await once('Écrit pendant la panne de la base')
    await saved(doctor.page).waitFor({ timeout: 60_000 })
    await doctor.page.reload()
    await doctor.page.getByText('Carte écrite pendant la panne de la base').first().waitFor()
    expect(
      await doctor.page.getByText('Carte écrite pendant la panne de la base', { exact: true }).count(),
    ).toBe(1)
    expect(
      await doctor.page.getByText('Carte écrite pendant la panne du serveur', { exact: true }).count(),
    ).toBe(1)
  })

  it('a nurse without network writes on, and it arrives when the network is back', async () => {
    await nurse.go(`/situations/${caseId}/fil`)
    await composer(nurse.page).waitFor()
    await nurse.offline(true)
    await say(nurse.page, 'Dans l’escalier, sans réseau')
    await nurse.page
      .getByRole('banner')
      .getByText(/Hors ligne depuis/)
      .waitFor({ timeout: 60_000 })
    await nurse.offline(false)
    await once('Dans l’escalier, sans réseau')
    await saved(nurse.page).waitFor({ timeout: 60_000 })
  })

  it('nothing left the origin, nothing was refused by the policy, nothing failed unseen', () => {
    expect(theatre.faults).toEqual([])
  })

  /** The message is in the case exactly once, as whoever reads it anew is told. */
  async function once(text: string): Promise<void> {
    const count = async () =>
      (await messagesOf<{ text: string }>(asDoctor, caseId)).filter((message) => message.text === text).length
    expect(await eventually(count, (found) => found > 0)).toBe(1)
  }

  async function nurseAccountId(): Promise<string> {
    const { circle } = await asDoctor<{ circle: { name: string; accountId: string }[] }>(`/cases/${caseId}`)
    return circle.find(({ name }) => name === nurse.name)?.accountId ?? ''
  }
})

describe.skipIf(BROWSER === '')('every screen', () => {
  let place: { server: RunningServer; theatre: Theatre }
  let anyCase: string
  beforeAll(async () => {
    const started = await startServer()
    place = { server: started, theatre: await openTheatre(started.url) }
    const read = await apiAs(started.url, 'Hélène Castaing')
    anyCase = (await read<{ items: { id: string }[] }>('/cases?q=lafargue')).items[0]?.id ?? ''
  })
  afterAll(async () => {
    await place?.theatre.close()
    await place?.server.stop()
  })

  const paths = [
    '/',
    '/situations',
    '/situations/nouvelle',
    'resume',
    'fil',
    'tableau',
    'traitement',
    'cercle',
    '/taches',
    '/equipe',
    '/equipe/annuaire',
    '/equipe/conversations',
    '/equipe/presences',
    '/equipe/reglages',
    '/me-joindre',
    '/rechercher?q=poids',
    '/rechercher',
  ]
  it.each([
    ['wide and light', { colorScheme: 'light' as const }],
    ['a phone in the dark', { viewport: PHONE, colorScheme: 'dark' as const }],
    ['320 pixels', { viewport: { width: 320, height: 640 } }],
  ])('is accessible and fits: %s', async (_what, options) => {
    const person = await place.theatre.enter('Hélène Castaing', options)
    for (const path of paths) {
      await person.go(path.startsWith('/') ? path : `/situations/${anyCase}/${path}`)
      await person.page.waitForLoadState('networkidle')
      expect(await accessibilityFaults(person.page), path).toEqual([])
      const overflow = await person.page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      )
      expect(overflow, `${path} is wider than the window`).toBeLessThanOrEqual(0)
    }
    await person.page.context().close()
  })

  it('whoever is outside every circle sees no one', async () => {
    const outsider = await place.theatre.enter('Elsa Vandamme')
    await outsider.go(`/situations/${anyCase}/fil`)
    await outsider.page.getByText('Introuvable, ou hors de vos cercles de soins.').first().waitFor()
    await outsider.go('/situations')
    await outsider.page.getByText('Aucune situation ne vous est ouverte.').waitFor()
    expect(await outsider.page.content()).not.toMatch(/lafargue/i)
    // Being told that there is nothing is what they came for.
    expect(place.theatre.faults.splice(0).filter((fault) => !fault.includes('404 (Not Found)'))).toEqual([])
    await outsider.page.context().close()
  })

  it('nothing left the origin or was refused by the policy', () => expect(place.theatre.faults).toEqual([]))
})
