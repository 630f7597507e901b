/**
 * A care plan with many hands: three write it at once, one of them goes offline and closes the page; meanwhile the
 * coordinator sends it to be signed and the doctor signs it with a proof of who she is. What was written without
 * knowing of the signature comes back as a proposal, and the signed version is verified and printed.
 */
import { startServer, type RunningServer } from '@colloque/testing'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { apiAs, eventually, type ApiReader } from './api.ts'
import { accessibilityFaults, BROWSER, openTheatre, PHONE, type Person, type Theatre } from './people.ts'

const PASSWORD = 'colloque-sous-les-tilleuls'
const SAID_TOGETHER = 'La voisine a les clés. '
const OBJECTIVE = 'Retourner au boulodrome avant la fin de la saison'
const SEEN_OFFLINE = 'Se peser avant le petit déjeuner'
const WORD = 'Rampe posée, objectif relu avec lui'

interface ReadPlan {
  readonly state: string
  readonly textHash: string
  readonly content: {
    readonly document: {
      readonly situation: readonly { readonly text: string }[]
      readonly objectives: readonly { readonly text: string }[]
      readonly alerts: readonly { readonly conduct: string }[]
    }
  }
  readonly versions: readonly { readonly id: string; readonly textHash: string }[]
}

let server: RunningServer
let theatre: Theatre
let maelle: Person
let carole: Person
let nadia: Person
let helene: Person
let asDoctor: ApiReader
let caseId = ''

const readPlan = () => asDoctor<ReadPlan>(`/cases/${caseId}/plan`)
const planOf = async (person: Person) => {
  await person.go(`/situations/${caseId}/plan`)
  await person.page.getByRole('heading', { name: 'Sa situation' }).waitFor()
}
const section = (page: Page, name: string): Locator =>
  page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name, exact: true }) })
    .last()
const situation = (page: Page) => page.getByRole('textbox', { name: 'Sa situation' })
const saved = (page: Page) => page.getByRole('banner').getByText('Enregistré', { exact: true })

/** What an editor shows, without the carets of the others. */
const wordsOf = (editor: Locator) =>
  editor.evaluate((shown) => {
    const copy = shown.cloneNode(true) as Element
    for (const caret of copy.querySelectorAll('.shared-caret')) caret.remove()
    return copy.textContent
  })

/** The field of the plan that holds these words now. */
async function fieldWith(page: Page, words: string): Promise<Locator> {
  const fields = page.locator('main textarea, main input')
  return eventually(
    async () => {
      const values = await fields.evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value))
      return values.findIndex((value) => value.includes(words))
    },
    (index) => index >= 0,
  ).then((index) => fields.nth(index))
}

describe.skipIf(BROWSER === '')('a care plan', () => {
  beforeAll(async () => {
    server = await startServer()
    theatre = await openTheatre(server.url)
    asDoctor = await apiAs(server.url, 'Hélène Castaing')
    const { items } = await asDoctor<{ items: { id: string }[] }>('/cases?q=lafargue')
    caseId = items[0]!.id
    maelle = await theatre.enter('Maëlle Le Gallic', { viewport: PHONE, hasTouch: true })
    carole = await theatre.enter('Carole Wozniak')
    nadia = await theatre.enter('Nadia Ferhat')
    helene = await theatre.enter('Hélène Castaing')
  })
  afterAll(async () => {
    await theatre?.close()
    await server?.stop()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await theatre.photograph(task.name)
  })

  it('three write at once, in one text and in one line, and all read the same', async () => {
    await maelle.go('/mon-compte')
    await maelle.page.getByRole('button', { name: 'Oui, il est à moi' }).click()
    await maelle.page.getByText('Cet appareil est à vous').waitFor()
    await Promise.all([planOf(maelle), planOf(carole), planOf(nadia)])
    expect(await accessibilityFaults(carole.page)).toEqual([])
    expect(await accessibilityFaults(maelle.page)).toEqual([])

    const beginning = async ({ page }: Person) => {
      await situation(page).click()
      await page.keyboard.press('Control+Home')
    }
    await Promise.all([beginning(carole), beginning(nadia)])
    const lines = await Promise.all([fieldWith(nadia.page, OBJECTIVE), fieldWith(maelle.page, OBJECTIVE)])
    await carole.page.keyboard.type(SAID_TOGETHER, { delay: 20 })
    await Promise.all([
      lines[0].fill(`${OBJECTIVE}, avec Jean-Marc`),
      situation(maelle.page)
        .click()
        .then(() => maelle.page.keyboard.type('Bonjour. ', { delay: 20 })),
    ])
    const document = await eventually(
      async () => (await readPlan()).content.document,
      ({ situation: blocks, objectives }) =>
        blocks.some(({ text }) => text.includes(SAID_TOGETHER.trim())) &&
        blocks.some(({ text }) => text.includes('Bonjour.')) &&
        objectives.some(({ text }) => text.includes('avec Jean-Marc')),
    )
    for (const { page } of [maelle, carole, nadia]) {
      await saved(page).first().waitFor()
      for (const { text } of document.situation)
        await eventually(
          () => wordsOf(situation(page)),
          (words) => words.includes(text),
        )
    }
  })

  it('the coordinator reads what is clinical, and does not write there', async () => {
    const health = section(nadia.page, 'Sa santé')
    await health.getByText('Écrit ici :', { exact: false }).waitFor()
    expect(await health.getByRole('textbox').count()).toBe(0)
  })

  it('without network the nurse goes on writing, closes the page, and finds it as she left it', async () => {
    const { page } = maelle
    await maelle.offline(true)
    await page
      .getByText(/Hors ligne depuis/)
      .first()
      .waitFor()
    const conduct = section(page, 'Alertes : que faire, qui appeler').locator('textarea').nth(1)
    await conduct.click()
    await conduct.fill(SEEN_OFFLINE)
    await page
      .getByText(/1 élément à envoyer/)
      .first()
      .waitFor()
    await maelle.reopen()
    await maelle.page.getByRole('heading', { name: 'Sa situation' }).waitFor()
    await fieldWith(maelle.page, SEEN_OFFLINE)
    expect((await readPlan()).content.document.alerts.map(({ conduct: words }) => words)).not.toContain(
      SEEN_OFFLINE,
    )
  })

  it('is sent to the doctor with one sentence', async () => {
    const { page } = nadia
    await (await fieldWith(page, 'avec Jean-Marc')).fill(`${OBJECTIVE}, avec Jean-Marc et Ficelle`)
    await saved(page).first().waitFor()
    await page.getByRole('button', { name: 'Envoyer de nouveau…' }).click()
    const sheet = page.getByRole('dialog', { name: 'Envoyer à signer' })
    await sheet.getByRole('textbox').fill(WORD)
    expect(await accessibilityFaults(page)).toEqual([])
    await sheet.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await page.getByText(new RegExp(WORD)).waitFor()
  })

  it('waits on the doctor’s Accueil, who signs what she has read, with a proof of who she is', async () => {
    const { page } = helene
    await helene.go('/')
    // What came in while she was elsewhere waits to be asked for.
    const arrivals = page.getByRole('button', { name: /nouveauté/ })
    if (await arrivals.isVisible()) await arrivals.click()
    await page
      .getByRole('button', { name: /Plan à signer/ })
      .first()
      .click()
    await page.getByText(new RegExp(WORD)).waitFor()
    // One is open in this house: it is there once the plan was read.
    const seen = page.getByRole('checkbox', { name: /^J’ai vu\s:/ })
    await seen.first().waitFor()
    for (const tick of await seen.all()) await tick.check()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Signer', exact: true }).click()
    const question = page.getByRole('dialog', { name: 'Confirmez que c’est bien vous' })
    await question.getByLabel('Mot de passe', { exact: false }).first().fill(PASSWORD)
    await question.getByRole('button', { name: /Confirmer|Continuer/ }).click()
    await page
      .getByText(/Plan de .*LAFARGUE.* signé/)
      .first()
      .waitFor()
    const plan = await eventually(readPlan, ({ state }) => state === 'signed')
    expect(plan.versions.at(-1)?.textHash).toBe(plan.textHash)
  })

  it('words written without knowing of the signature come back as a proposal, and are added by a tap', async () => {
    const { page } = maelle
    await maelle.offline(false)
    const kept = page.getByRole('region', { name: 'Ces mots ne sont pas dans le plan' })
    await kept.getByText(SEEN_OFFLINE).waitFor({ timeout: 60_000 })
    await kept.getByText(/a été signé pendant que vous étiez hors ligne/).waitFor()
    expect((await readPlan()).state).toBe('signed')
    expect(await accessibilityFaults(page)).toEqual([])
    await kept.getByRole('button', { name: 'Ajouter' }).first().click()
    const { content } = await eventually(readPlan, ({ state }) => state === 'modified')
    expect(content.document.alerts.map(({ conduct }) => conduct)).toContain(SEEN_OFFLINE)
    await page
      .getByText(/Modifié depuis la signature\s: .*Alertes/)
      .first()
      .waitFor()
  })

  it('the signed version is verified by whoever reads it, and printed with its code', async () => {
    const { page } = carole
    const { versions } = await readPlan()
    await carole.go(`/situations/${caseId}/plan/versions/${versions.at(-1)!.id}`)
    await page.getByRole('button', { name: 'Vérifier' }).click()
    await page.getByText(/Vérifié\s: c’est le texte signé le .* par .*Castaing/).waitFor()
    expect(await page.getByText(SEEN_OFFLINE).count()).toBe(0)
    const pdf = await page.pdf({ format: 'A4' })
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect(pdf.byteLength).toBeGreaterThan(10_000)
    await page.getByRole('button', { name: 'Comparer avec le plan actuel' }).click()
    // Each word that is new is marked.
    await page.getByText('déjeuner').first().waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
  })

  it('nothing left the origin, and nothing broke', () => {
    expect(theatre.faults).toEqual([])
  })
})
