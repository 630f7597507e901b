/**
 * A meeting at the table: four professions in one, from the agenda to the tasks done. They write the minutes together,
 * see who has spoken, decide who does what by when and who tells the person, have a disagreement recorded, close, sign,
 * and carry it out. Whoever is not in the circle of a case sees that the table talks it over, and no more.
 */
import type { AgendaItem, Decision } from '@colloque/domain'
import { startServer, type RunningServer } from '@colloque/testing'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { apiAs, eventually, type ApiReader } from './api.ts'
import {
  accessibilityFaults,
  BROWSER,
  caretTaken,
  openTheatre,
  PHONE,
  type Person,
  type Theatre,
} from './people.ts'

const PASSWORD = 'colloque-sous-les-tilleuls'
const TITLE = 'Concertation de midi'
const AT_HOME = 'Peut-il rester seul la nuit ?'
const PILLS = 'Qui prépare les comprimés le dimanche ?'
const OPINION = 'Il se lève seul, pas encore dans l’escalier.'
const BY_NURSE = 'Deux nuits sans appel cette semaine.'
const BY_PHARMACIST = 'Le somnifère du soir est à revoir.'
const DECISION = 'Téléassistance posée avant vendredi'
const DISAGREEMENT = 'Un passage le soir serait plus sûr.'

let server: RunningServer
let theatre: Theatre
let helene: Person
let maelle: Person
let linh: Person
let nadia: Person
let asDoctor: ApiReader
let asNurse: ApiReader
let lafargue = ''
let agendaItemId = ''
let meetingId = ''

interface Member {
  readonly accountId: string | null
  readonly name: string
  readonly profession: string | null
}
interface ReadTask {
  readonly id: string
  readonly title: string
  readonly status: string
}

const table = (page: Page): Locator => page.getByRole('region', { name: 'À la table' })
const minutes = (page: Page): Locator => page.getByRole('textbox', { name: 'Compte rendu' })
const seats = (page: Page): Locator => page.getByRole('region', { name: /^Qui a parlé/ })
const decisions = (page: Page): Locator => page.getByRole('region', { name: /^Décisions/ })
const caseOf = async (words: string) => {
  const { items } = await asDoctor<{ items: { id: string }[] }>(`/cases?q=${words}`)
  return items[0]!.id
}
const tasks = async () => (await asDoctor<{ items: ReadTask[] }>(`/cases/${lafargue}/tasks?limit=200`)).items

/** A day of this week or the next, by the house's calendar. */
const inThreeDays = () =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' }).format(new Date(Date.now() + 3 * 86_400_000))

/** What comes before the table has a journey of its own: here the agenda stands. */
async function prepare() {
  ;[asDoctor, asNurse] = await Promise.all([
    apiAs(server.url, 'Hélène Castaing'),
    apiAs(server.url, 'Maëlle Le Gallic'),
  ])
  const [asPharmacist, asPhysio] = await Promise.all([
    apiAs(server.url, 'Linh Phan'),
    apiAs(server.url, 'Rui Esteves'),
  ])
  lafargue = await caseOf('lafargue')
  const trehet = await caseOf('tr%C3%A9het')
  const { teams } = await asDoctor<{ teams: { id: string }[] }>('/me')
  const teamId = teams[0]!.id
  const { circle } = await asDoctor<{ circle: Member[] }>(`/cases/${lafargue}`)
  const names = ['Hélène Castaing', 'Maëlle Le Gallic', 'Linh Phan', 'Nadia Ferhat']
  const invited = names.map((name) => {
    const { accountId, profession } = circle.find((member) => member.name === name)!
    return { accountId, name, profession, relation: null }
  })
  const startsAt = new Date(Date.now() + 20 * 60_000).toISOString()
  const { data: meeting } = await asDoctor.send<{ id: string }>('meeting.call', {
    ...{ teamId, title: TITLE, startsAt, minutes: 15, invited },
  })
  meetingId = meeting.id
  const { data: item } = await asNurse.send<AgendaItem & { id: string }>('agenda.propose', {
    ...{ caseId: lafargue, question: AT_HOME, meetingId, minutes: 8 },
  })
  agendaItemId = item.id
  await asPhysio.send('agenda.giveOpinion', { agendaItemId, text: OPINION })
  await asPharmacist.send('agenda.propose', { caseId: trehet, question: PILLS, meetingId, minutes: 5 })
}

describe.skipIf(BROWSER === '')('a meeting at the table', () => {
  beforeAll(async () => {
    server = await startServer()
    await prepare()
    theatre = await openTheatre(server.url)
    helene = await theatre.enter('Hélène Castaing')
    maelle = await theatre.enter('Maëlle Le Gallic', { viewport: PHONE, hasTouch: true })
    linh = await theatre.enter('Linh Phan')
    nadia = await theatre.enter('Nadia Ferhat')
  })
  afterAll(async () => {
    await theatre?.close()
    await server?.stop()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await theatre.photograph(task.name)
  })

  it('the doctor begins it from Accueil, the others join there and are noted at the table', async () => {
    await helene.page.getByRole('button', { name: `Commencer : ${TITLE}` }).click()
    await helene.page.waitForURL(`**/concertations/${meetingId}/en-cours`)
    await helene.page.getByRole('heading', { name: TITLE }).waitFor()
    for (const { page } of [maelle, linh, nadia]) {
      await page.getByRole('link', { name: `Rejoindre : ${TITLE}` }).click()
      await page.getByText('Vous êtes noté·e à la table.').first().waitFor()
    }
    await helene.page.getByText('4 sur 4 conviés').waitFor()
  })

  it('the table turns to the first case, and everybody reads what one must know of it', async () => {
    await helene.page.getByRole('button', { name: /^Commencer par\s: LAFARGUE/ }).click()
    for (const { page } of [helene, maelle, linh, nadia]) {
      await table(page).getByText('LAFARGUE').waitFor()
      await page.getByRole('heading', { name: /LAFARGUE/ }).waitFor()
      await page.getByText(AT_HOME).waitFor()
      await page.getByText('Ce que souhaite la personne').waitFor()
    }
    await table(helene.page).getByText('0 min sur 8').waitFor()
    const { page } = nadia
    await seats(page).getByText('Pas encore : 4').waitFor()
    await seats(page).getByText('Rui Esteves, kinésithérapeute, absent·e').waitFor()
    await seats(page).getByText(OPINION).waitFor()
  })

  it('two write in the minutes at once, and a third reads both', async () => {
    const atEnd = async ({ page }: Person) => {
      await minutes(page).click()
      await page.keyboard.press('Control+End')
      await caretTaken(minutes(page))
    }
    const write = ({ page }: Person, words: string) => page.keyboard.type(words, { delay: 15 })
    await atEnd(maelle)
    await write(maelle, 'Nuits.')
    await maelle.page.keyboard.press('Enter')
    await minutes(linh.page).getByText('Nuits.').waitFor()
    await atEnd(linh)
    await linh.page.keyboard.press('Enter')
    await Promise.all([write(maelle, BY_NURSE), write(linh, BY_PHARMACIST)])
    await minutes(helene.page).getByText(BY_NURSE).waitFor()
    await minutes(helene.page).getByText(BY_PHARMACIST).waitFor()
    await helene.page.getByRole('list', { name: 'Ici aussi :' }).getByText('Linh Phan').waitFor()
  })

  it('who has spoken is seen by all; the person themself comes to the table and leaves it', async () => {
    await seats(helene.page)
      .getByRole('button', { name: /^Maëlle Le Gallic.* a parlé$/ })
      .click()
    await seats(nadia.page).getByText('Pas encore : 3').waitFor()
    const { page } = helene
    await seats(page).getByRole('button', { name: 'La personne, un proche…' }).click()
    const sheet = page.getByRole('dialog', { name: 'À la table pour cette situation' })
    const person = sheet.getByRole('checkbox', { name: /la personne elle-même/ })
    await person.check()
    expect(await accessibilityFaults(page)).toEqual([])
    await seats(nadia.page)
      .getByText(/LAFARGUE Raymond, la personne elle-même/)
      .waitFor()
    await person.uncheck()
    await sheet.getByRole('button', { name: 'C’est fait' }).click()
    await seats(nadia.page).getByText('Pas encore : 3').waitFor()
  })

  it('a decision says who does what by when, from the keyboard; it is a task, and telling the person another', async () => {
    const { page } = helene
    await page
      .getByRole('heading', { name: /LAFARGUE/ })
      .first()
      .focus()
    await page.keyboard.press('d')
    await page.keyboard.type(DECISION)
    await page.keyboard.press('Enter')
    await page.getByText('Choisissez qui s’en charge').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('option', { name: 'Maëlle Le Gallic' }).waitFor()
    await page.keyboard.type('Ma')
    await page.keyboard.press('Enter')
    await page.getByRole('listbox').waitFor({ state: 'hidden' })
    await decisions(page).getByLabel('Pour quand').fill(inThreeDays())
    await decisions(page).getByRole('combobox', { name: 'Le dire à la personne' }).click()
    await page.getByRole('option', { name: 'Hélène Castaing' }).click()
    await page.getByRole('listbox').waitFor({ state: 'hidden' })
    await decisions(page).getByRole('button', { name: 'Décider' }).click()
    for (const one of [page, linh.page]) {
      await decisions(one).getByText(DECISION).waitFor()
      await decisions(one)
        .getByText(/par Maëlle Le Gallic · à faire, prévue/)
        .waitFor()
      await decisions(one)
        .getByText(/Le dire à la personne\s: Hélène Castaing · à prendre/)
        .waitFor()
    }
    const titles = (await tasks()).map(({ title }) => title)
    expect(titles).toContain(DECISION)
    expect(titles).toContain(`Dire à la personne : ${DECISION}`)
  })

  it('a disagreement is recorded beside it, under the name of whoever has it', async () => {
    const { page } = linh
    await decisions(page)
      .getByRole('button', { name: `Gestes pour « ${DECISION} »` })
      .click()
    await page.getByRole('menuitem', { name: 'Faire noter un désaccord' }).click()
    await page.getByLabel('Votre désaccord, en vos mots').fill(DISAGREEMENT)
    await page.getByRole('button', { name: 'Noter mon désaccord' }).click()
    await decisions(helene.page).getByText('Désaccord de Linh Phan :').waitFor()
    await decisions(helene.page).getByText(DISAGREEMENT).waitFor()
  })

  it('is accessible, wide and on a phone, light and dark, and no wider than the screen', async () => {
    await nadia.page.emulateMedia({ colorScheme: 'dark' })
    for (const { page } of [helene, maelle, nadia]) {
      await page.mouse.move(0, 0)
      expect(await accessibilityFaults(page)).toEqual([])
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(wider).toBeLessThanOrEqual(0)
    }
  })

  it('the case is ended and the table goes on; of the next one the coordinator sees « Une situation »', async () => {
    await helene.page.getByText(/Étaient là\s: .*Nadia Ferhat/).waitFor()
    await helene.page.getByRole('button', { name: 'Terminer cette situation' }).click()
    for (const { page } of [helene, maelle, linh]) await table(page).getByText('TRÉHET').waitFor()
    await table(nadia.page).getByText('Une situation').waitFor()
    expect(await nadia.page.locator('main').innerText()).not.toMatch(/TRÉHET|comprimés/)
    await linh.page.getByRole('button', { name: 'Terminer cette situation' }).click()
    await table(nadia.page).getByText('Points généraux').waitFor()
  })

  it('it is closed; the chair reads the minutes of each case, signs and files them', async () => {
    const { page } = helene
    await page.getByRole('button', { name: 'Clore…' }).click()
    const sheet = page.getByRole('dialog', { name: 'Clore la concertation' })
    await sheet.getByText('Toutes vos situations sont terminées.').waitFor()
    await sheet.getByRole('button', { name: 'Clore la concertation' }).click()
    for (const one of [page, nadia.page]) await one.getByText('Concertation close').first().waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page
      .getByRole('link', { name: /LAFARGUE/ })
      .first()
      .click()
    await page.waitForURL(`**/situations/${lafargue}/concertations/${agendaItemId}`)
    for (const words of [AT_HOME, OPINION, DECISION, DISAGREEMENT])
      await page.getByText(words).first().waitFor()
    await page.getByRole('button', { name: 'Signer et ranger' }).click()
    const question = page.getByRole('dialog', { name: 'Confirmez que c’est bien vous' })
    await question.getByLabel('Mot de passe', { exact: false }).first().fill(PASSWORD)
    await question.getByRole('button', { name: /Confirmer|Continuer/ }).click()
    const { filed } = await eventually(
      () =>
        asDoctor<{ filed: { signed: { by: string } } | null }>(`/cases/${lafargue}/minutes/${agendaItemId}`),
      (answer) => answer.filed !== null,
    )
    expect(filed).not.toBeNull()
  })

  it('the nurse carries it out, the doctor tells the person; the decision stands open no more', async () => {
    const done = async ({ page, go }: Person, title: string) => {
      const task = (await tasks()).find((one) => one.title === title)
      await go(`/taches?tache=${task?.id}`)
      const sheet = page.getByRole('dialog')
      const claim = sheet.getByRole('button', { name: 'Prendre', exact: true })
      await claim.click()
      await sheet.getByRole('button', { name: 'Fait', exact: true }).click()
      await eventually(tasks, (all) => all.some(({ id, status }) => id === task?.id && status === 'done'))
    }
    await nadia.go('/concertations')
    const undone = nadia.page.getByRole('region', { name: /^Décisions à réaliser/ })
    await undone.getByText(DECISION).waitFor()
    await done(maelle, DECISION)
    await expect.poll(() => undone.getByText(DECISION).count(), { timeout: 20_000 }).toBe(0)
    await done(helene, `Dire à la personne : ${DECISION}`)
    const { content } = await asDoctor<{
      content: { decisions: Pick<Decision, 'text'>[]; participants: Member[] }
    }>(`/cases/${lafargue}/minutes/${agendaItemId}`)
    expect(content.decisions).toMatchObject([{ text: DECISION }])
    expect(content.participants.map(({ name }) => name).sort()).toEqual(
      ['Hélène Castaing', 'Linh Phan', 'Maëlle Le Gallic', 'Nadia Ferhat'].sort(),
    )
  })

  it('nothing went wrong in any of the browsers', () => expect(theatre.faults).toEqual([]))
})
