/**
 * A protocol from its writing to its end: the nurse prepares the next version of the follow-up under anticoagulant, the
 * doctor and she adopt it by name, the doctor starts it on a case; each profession finds its tasks, an INR above the
 * target says what to do, and the run shows how far it is wherever it is looked for.
 */
import { startServer, type RunningServer } from '@colloque/testing'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { apiAs, eventually, type ApiReader } from './api.ts'
import { accessibilityFaults, BROWSER, openTheatre, PHONE, type Person, type Theatre } from './people.ts'

const NAME = 'Suivi d’un traitement par AVK'
const NOTE = 'La carte reste souvent dans un tiroir.'
const OWN_STEP = 'Vérifier que la carte AVK est dans le sac'

let server: RunningServer
let theatre: Theatre
let doctor: Person
let nurse: Person
let asDoctor: ApiReader
let asNurse: ApiReader
let caseId = ''
let versionPath = ''
let runPath = ''

interface ReadTask {
  readonly id: string
  readonly title: string
  readonly status: string
  readonly forProfession: string | null
  readonly run?: { readonly step: string } | null
}

const tasksOf = async (read: ApiReader) =>
  (await read<{ items: ReadTask[] }>(`/cases/${caseId}/tasks?limit=200`)).items.filter(({ run }) => run)
/** Opens a select, and takes what has these words. While it folds away, it takes the focus back. */
async function choose(page: Page, field: Locator, words: string | RegExp) {
  await field.click()
  await page.getByRole('option', { name: words }).first().click()
  await page.getByRole('listbox').waitFor({ state: 'hidden' })
}
const inForce = (page: Page) => page.getByRole('region', { name: 'En vigueur' })
const notes = (page: Page) => page.getByRole('region', { name: 'Notes de rédaction' }).getByRole('textbox')
/** A row by its handle, onto the upper half of another. */
async function drag(page: Page, row: Locator, onto: Locator) {
  await onto.scrollIntoViewIfNeeded()
  const from = (await row.locator('[aria-hidden=true]').first().boundingBox())!
  const to = (await onto.boundingBox())!
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
  await page.mouse.down()
  await page.mouse.move(from.x + 20, from.y - 20, { steps: 4 })
  await page.mouse.move(to.x + 40, to.y + 6, { steps: 6 })
  await page.mouse.up()
}
const sideways = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)

describe.skipIf(BROWSER === '')('a protocol', () => {
  beforeAll(async () => {
    server = await startServer()
    theatre = await openTheatre(server.url)
    asDoctor = await apiAs(server.url, 'Hélène Castaing')
    asNurse = await apiAs(server.url, 'Maëlle Le Gallic')
    const { items } = await asDoctor<{ items: { id: string }[] }>('/cases?q=lafargue')
    caseId = items[0]!.id
    doctor = await theatre.enter('Hélène Castaing')
    nurse = await theatre.enter('Maëlle Le Gallic')
  })
  afterAll(async () => {
    await theatre?.close()
    await server?.stop()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await theatre.photograph(task.name)
  })

  it('stands in the library with its version, who adopted it, and those that ship', async () => {
    const { page } = nurse
    await page.getByRole('navigation').getByRole('link', { name: 'Équipe' }).first().click()
    await page.getByRole('link', { name: 'Protocoles', exact: true }).click()
    await inForce(page)
      .getByText(/adopté par Hélène Castaing/)
      .first()
      .waitFor()
    await page.getByRole('region', { name: 'Fournis avec Colloque' }).getByText('9 étapes').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await inForce(page).getByRole('link', { name: NAME }).click()
    await page
      .getByRole('region', { name: 'Les étapes' })
      .getByText('secrétaire médical·e, avec : laboratoire')
      .waitFor()
    await page.getByText('LOINC 6301-6').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
  })

  it('its next version is written beside it; a step for nobody is refused at its place', async () => {
    const { page } = nurse
    await page.getByRole('button', { name: 'Autres gestes' }).click()
    await page.getByRole('menuitem', { name: 'Préparer la version 2' }).click()
    await page.getByRole('heading', { name: /préparer la version 2/ }).waitFor()
    await page.getByRole('button', { name: 'Ajouter une étape' }).click()
    const step = page.locator('[data-step]').last()
    await step.getByLabel('Ce qui est à faire').fill(OWN_STEP)
    await page.getByRole('button', { name: 'Enregistrer pour l’équipe' }).click()
    await step.getByText('Dites quelle profession fait cette étape.').waitFor()
    await choose(page, step.getByLabel('Profession'), 'pharmacien·ne')
    await choose(page, step.getByLabel('Ce qui la fait venir'), 'Quand une étape est faite')
    await choose(page, step.getByLabel('Quelle étape'), /^Expliquer/)
    expect(await accessibilityFaults(page)).toEqual([])
    await step.getByRole('button', { expanded: true }).press('Alt+ArrowUp')
    await expect.poll(() => page.locator('[data-step]').nth(8).innerText()).toContain(OWN_STEP)
    const own = page.locator('[data-step]').filter({ hasText: OWN_STEP })
    await own.getByRole('button', { expanded: true }).click()
    await drag(page, own, page.locator('[data-step]').nth(7))
    await expect.poll(() => page.locator('[data-step]').nth(7).innerText()).toContain(OWN_STEP)
    await page.getByRole('button', { name: 'Enregistrer pour l’équipe' }).click()
    await page.getByText('Version 2, en préparation').waitFor()
    versionPath = new URL(page.url()).pathname
    expect(versionPath).toMatch(/^\/equipe\/protocoles\/[\w-]{36}$/)
    await notes(page).click()
    await page.keyboard.type(NOTE)
  })

  it('is read beside the version in force, adopted by name by two, and takes its place', async () => {
    const { page } = doctor
    await doctor.go(versionPath)
    await notes(page).getByText(NOTE).waitFor()
    await page.getByRole('button', { name: 'Comparer : Version 1' }).click()
    const changes = page.getByRole('region', { name: 'Versions' })
    await changes.getByText('Étape ajoutée').waitFor()
    await changes.getByText(OWN_STEP).first().waitFor()
    for (const { page: own } of [doctor, nurse]) {
      await own.getByRole('button', { name: 'Adopter', exact: true }).click()
      await own.getByRole('dialog').getByRole('button', { name: 'Adopter en mon nom' }).click()
      await own.getByRole('dialog').waitFor({ state: 'hidden' })
    }
    await page.getByText('Version 2, en vigueur').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await doctor.go('/equipe/protocoles')
    await inForce(page).getByText('Version 2').waitFor()
    await page.getByRole('button', { name: /retiré/ }).click()
    await page
      .getByRole('region', { name: 'Retirés' })
      .getByText(/: Version 2$/)
      .first()
      .waitFor()
  })

  it('is started by the doctor on a case, with the target of this person', async () => {
    const { page } = doctor
    await doctor.go(`/situations/${caseId}/tableau`)
    await page.getByRole('button', { name: 'Actions sur la situation' }).click()
    await page.getByRole('menuitem', { name: 'Commencer un protocole…' }).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('button', { name: new RegExp(NAME) }).click()
    await sheet.getByText('Ce suivi gardera la version 2').waitFor()
    await sheet.getByText('entre 2,5 et 3,5').click()
    await sheet.getByText('entre 2,0 et 3,0').click()
    expect(await accessibilityFaults(page)).toEqual([])
    await sheet.getByRole('button', { name: /^Commencer, \d tâches$/ }).click()
    await sheet.waitFor({ state: 'hidden' })
    const part = page.getByRole('region', { name: 'Protocoles' })
    await part.getByText(/en cours depuis/).waitFor()
    await part.getByText(/Prochaine étape\s: (?:Bilan|Interactions)/).waitFor()
    await part.getByRole('link', { name: NAME }).click()
    await page.getByRole('heading', { name: NAME }).waitFor()
    runPath = new URL(page.url()).pathname
    expect(await accessibilityFaults(page)).toEqual([])
  })

  it('asks each profession for its part: the nurse at once, the secretary and the laboratory when the blood is taken', async () => {
    const begun = await eventually(
      () => tasksOf(asDoctor),
      (tasks) => tasks.length > 3,
    )
    expect(new Set(begun.map(({ forProfession }) => forProfession))).toEqual(
      new Set(['physician', 'nurse', 'pharmacist']),
    )
    const taking = begun.find(({ run }) => run?.step === 'prise-de-sang')!
    await asNurse.send('task.complete', { taskId: taking.id })
    const { page } = doctor
    await page.getByRole('link', { name: /Résultat d’INR/ }).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByText('Avec : laboratoire').waitFor()
    await sheet.getByText('Demandée par le protocole').waitFor()
    await sheet.getByRole('link', { name: new RegExp(NAME) }).click()
    await page.getByRole('heading', { name: NAME }).waitFor()
    const result = (await tasksOf(asDoctor)).find(({ run }) => run?.step === 'resultat')
    expect(result).toMatchObject({ forProfession: 'medicalSecretary', status: 'open' })
  })

  it('an INR above the target, noted at the bedside, says what to do and asks for the dose', async () => {
    const bedside = await theatre.enter('Maëlle Le Gallic', { viewport: PHONE, hasTouch: true })
    await bedside.go(`/situations/${caseId}/mesures`)
    await bedside.page.getByRole('button', { name: 'Noter une mesure' }).click()
    const sheet = bedside.page.getByRole('dialog', { name: 'Noter' })
    await sheet.getByRole('button', { name: 'INR' }).click()
    for (const key of ['4', 'Virgule', '2'])
      await sheet.getByRole('button', { name: key, exact: true }).click()
    await sheet.getByRole('button', { name: 'Envoyer' }).click()
    await sheet.waitFor({ state: 'hidden' })

    const { page } = doctor
    const course = page.getByRole('region', { name: 'Le déroulement' })
    await course.getByRole('link', { name: 'INR : seuil franchi' }).waitFor()
    await course.getByText(/sauter une prise/).waitFor()
    await course.getByRole('link', { name: /^Adapter la dose/ }).waitFor()
    await page.getByText(/INR\s4,2, au-dessus de la cible/).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await course.getByRole('link', { name: 'INR : seuil franchi' }).click()
    await page
      .getByRole('main')
      .getByText(/INR de 4 à moins de 6/)
      .first()
      .waitFor()
  })

  it('its state stands in the summary and on a card of the board', async () => {
    const { page } = nurse
    await nurse.go(`/situations/${caseId}/resume`)
    const part = page.getByRole('region', { name: 'Protocoles' })
    await part.getByText(/INR\s4,2, au-dessus de la cible/).waitFor()
    await part.getByText('1 mesure à voir').waitFor()
    await nurse.go(`/situations/${caseId}/tableau`)
    await page.locator('[data-card]').first().getByRole('link').first().click()
    const sheet = page.getByRole('dialog')
    await sheet.getByLabel(/^Relier une tâche/).click()
    await page.getByPlaceholder(/^Relier une tâche/).fill('suivi d’un traitement')
    await page.getByRole('option', { name: NAME }).click()
    await sheet.getByRole('link', { name: NAME }).waitFor()
    await page.keyboard.press('Escape')
    await page
      .locator('[data-card]')
      .filter({ hasText: NAME })
      .getByText(/en cours depuis/)
      .waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
  })

  it.each([
    ['wide and light', { colorScheme: 'light' as const }],
    ['a phone in the dark', { viewport: PHONE, colorScheme: 'dark' as const }],
  ])('is accessible: %s', async (_name, options) => {
    const person = await theatre.enter('Linh Phan', options)
    for (const [path, heading] of [
      ['/equipe/protocoles', 'Fournis avec Colloque'],
      [versionPath, NAME],
      [`${versionPath}?modifier`, 'Mesures : la cible, et que faire au-dessus ou au-dessous'],
      [runPath, 'Le déroulement'],
    ] as const) {
      await person.go(path)
      await person.page.getByRole('heading', { name: heading }).first().waitFor()
      expect(await accessibilityFaults(person.page)).toEqual([])
      expect(await sideways(person.page)).toBeLessThanOrEqual(0)
    }
  })

  it('is stopped with a reason, which everybody reads', async () => {
    await doctor.go(runPath)
    await doctor.page.getByRole('button', { name: 'Arrêter…' }).click()
    await doctor.page.getByRole('button', { name: 'Le traitement a changé' }).click()
    await doctor.page.getByText(/^arrêté par Hélène Castaing/).waitFor()
    await nurse.go(`/situations/${caseId}/resume`)
    await nurse.page
      .getByRole('region', { name: 'Protocoles' })
      .getByText(/arrêté par Hélène Castaing.*Le traitement a changé/)
      .waitFor()
    expect((await tasksOf(asDoctor)).filter(({ status }) => status === 'open')).toEqual([])
  })

  it('two who prepare the next version at once write one: the second takes in what the first has saved', async () => {
    const PURPOSE = 'Pour qui commence un AVK, à domicile'
    for (const { go, page } of [nurse, doctor]) {
      await go(versionPath)
      await page.getByRole('button', { name: 'Autres gestes' }).click()
      await page.getByRole('menuitem', { name: 'Préparer la version 3' }).click()
      await page.getByRole('heading', { name: /préparer la version 3/ }).waitFor()
    }
    const saveIn = (page: Page) => page.getByRole('button', { name: 'Enregistrer pour l’équipe' }).click()
    await doctor.page.getByLabel('Quand le commencer, et pour qui').fill(PURPOSE)
    await nurse.page.getByLabel('Nom du protocole').fill(`${NAME}, à domicile`)
    await saveIn(nurse.page)
    await nurse.page.getByText('Version 3, en préparation').waitFor()

    const { page } = doctor
    await page.getByText(/^Maëlle Le Gallic a enregistré la version 3/).waitFor()
    await saveIn(page)
    await page.getByText(/^Reprenez d’abord/).waitFor()
    await page.getByRole('button', { name: 'Les reprendre ici' }).click()
    await saveIn(page)
    await page.getByText('Version 4, en préparation').waitFor()
    for (const { page: read } of [doctor, nurse]) {
      await read.getByRole('heading', { name: `${NAME}, à domicile` }).waitFor()
      await read.getByText(PURPOSE).waitFor()
    }
    expect(new URL(page.url()).pathname).toBe(new URL(nurse.page.url()).pathname)
  })

  it('nothing went wrong in any of the browsers', () => expect(theatre.faults).toEqual([]))
})
