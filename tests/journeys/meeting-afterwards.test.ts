/**
 * After a meeting: the minutes of a case wait for the chair, change under her eyes, are signed with a proof of who she
 * is, stand in the case and print on paper; the year's figures open on the work behind them and are taken as a file.
 */
import { readFile } from 'node:fs/promises'
import { startServer, type RunningServer } from '@colloque/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { apiAs, eventually, type ApiReader } from './api.ts'
import { accessibilityFaults, BROWSER, openTheatre, PHONE, type Person, type Theatre } from './people.ts'

const PASSWORD = 'colloque-sous-les-tilleuls'
const TITLE = 'Concertation du mois'
const AT_HOME = 'Peut-il rester seul la nuit ?'
const ELSEWHERE = 'Qui prépare les comprimés le dimanche ?'
const DECISION = 'Installer la téléalarme'
const DISAGREEMENT = 'La veilleuse d’abord, la téléalarme ensuite.'
const YEAR = new Date().getFullYear()

interface Figures {
  readonly distinctPatients: number
  /** Of cases of other circles, that there is one. */
  readonly filed: readonly { readonly caseId: string | null }[]
}

let server: RunningServer
let theatre: Theatre
let helene: Person
let nadia: Person
let asDoctor: ApiReader
let asNurse: ApiReader
let asCoordinator: ApiReader
let lafargue = ''
let itemId = ''
let decisionId = ''
let minutesPath = ''

const caseOf = async (name: string) =>
  (await asDoctor<{ items: { id: string }[] }>(`/cases?q=${name}`)).items[0]!.id
const sent = async <Data>(by: ApiReader, command: string, input: object) =>
  (await by.send<Data>(command, input)).data

/** What the chair signs who signs what stands there now. */
async function seenOf(caseId: string, agendaItemId: string) {
  const { docSeq, textHash } = await asDoctor<{ docSeq: number; textHash: string }>(
    `/cases/${caseId}/minutes/${agendaItemId}`,
  )
  return { agendaItemId, docSeq, textHash }
}

/** A meeting of two cases, talked over and closed: one to be signed by hand, one that is signed already. */
async function hold() {
  const { teamIds, id } = await asDoctor<{ teamIds: string[]; id: string }>('/me')
  const [teamId] = teamIds
  const meeting = await sent<{ id: string }>(asDoctor, 'meeting.call', {
    ...{ teamId, title: TITLE, minutes: 30, invited: [], chairId: id },
    startsAt: new Date(Date.now() + 60_000).toISOString(),
  })
  const meetingId = meeting.id
  const propose = (caseId: string, question: string) =>
    sent<{ id: string }>(asDoctor, 'agenda.propose', { caseId, question, meetingId })
  const other = await caseOf('tréhet')
  const [own, theirs] = [await propose(lafargue, AT_HOME), await propose(other, ELSEWHERE)]
  itemId = own.id
  await eventually(
    () => sent(asDoctor, 'meeting.start', { teamId, meetingId }),
    () => true,
  )
  await sent(asNurse, 'meeting.attend', { teamId, meetingId, isThere: true })
  await sent(asNurse, 'agenda.giveOpinion', { agendaItemId: itemId, text: 'Il se lève deux fois par nuit.' })
  const owner = { profession: 'nurse' }
  const decision = await sent<{ id: string }>(asDoctor, 'decision.record', {
    ...{ agendaItemId: itemId, text: DECISION, owner, dueOn: `${YEAR + 1}-01-15`, tell: { owner } },
  })
  decisionId = decision.id
  const participants = [{ accountId: id, name: 'Hélène Castaing', profession: 'physician', relation: null }]
  await sent(asDoctor, 'agenda.conclude', { agendaItemId: itemId, participants })
  await sent(asDoctor, 'agenda.conclude', { agendaItemId: theirs.id, participants })
  await asDoctor.post('/session/proof', { password: PASSWORD })
  await sent(asDoctor, 'minutes.sign', await seenOf(other, theirs.id))
  await sent(asDoctor, 'meeting.close', { teamId, meetingId })
}

describe.skipIf(BROWSER === '')('after a meeting', () => {
  beforeAll(async () => {
    server = await startServer()
    theatre = await openTheatre(server.url)
    asDoctor = await apiAs(server.url, 'Hélène Castaing')
    asNurse = await apiAs(server.url, 'Maëlle Le Gallic')
    asCoordinator = await apiAs(server.url, 'Nadia Ferhat')
    lafargue = await caseOf('lafargue')
    await hold()
    minutesPath = `/situations/${lafargue}/concertations/${itemId}`
    helene = await theatre.enter('Hélène Castaing')
    nadia = await theatre.enter('Nadia Ferhat')
  })
  afterAll(async () => {
    await theatre?.close()
    await server?.stop()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await theatre.photograph(task.name)
  })

  it('the minutes wait for the chair on Accueil, who reads them whole; others read who signs', async () => {
    const { page } = helene
    await page
      .getByRole('button', { name: /LAFARGUE/ })
      .filter({ hasText: AT_HOME })
      .first()
      .click()
    await page.getByRole('link', { name: 'Lire et signer…' }).click()
    const sheet = page.getByRole('article')
    await sheet.getByText(AT_HOME).waitFor()
    await sheet.getByText('Il se lève deux fois par nuit.').waitFor()
    await sheet.getByText(DECISION).waitFor()
    await sheet.getByText(`pour le 15 janvier ${YEAR + 1}`).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await nadia.go(minutesPath)
    await nadia.page.getByText('À signer par Hélène Castaing').waitFor()
    expect(await nadia.page.getByRole('button', { name: 'Signer et ranger' }).count()).toBe(0)
  })

  it('what changed meanwhile is not signed unread: it is said, shown, and then signed', async () => {
    const { page } = helene
    await sent(asNurse, 'decision.disagree', { decisionId, text: DISAGREEMENT })
    await page.getByText('Le compte rendu a changé depuis que vous l’avez ouvert.').waitFor()
    expect(await page.getByText(DISAGREEMENT).count()).toBe(0)
    await page.getByRole('button', { name: 'Signer et ranger' }).click()
    const question = page.getByRole('dialog', { name: 'Confirmez que c’est bien vous' })
    await question.getByLabel('Mot de passe', { exact: false }).first().fill(PASSWORD)
    await question.getByRole('button', { name: /Confirmer|Continuer/ }).click()
    await page.getByText('Le compte rendu a changé pendant que vous le lisiez.', { exact: false }).waitFor()
    await page.getByText(DISAGREEMENT).waitFor()
    await page.getByRole('button', { name: 'Signer et ranger' }).click()
    await page.getByText('Compte rendu signé et rangé dans la situation.').first().waitFor()
    await page.getByText('vérifiée sur cet appareil').waitFor()
    await nadia.page
      .getByText(/Signé par Hélène Castaing, médecin/)
      .first()
      .waitFor()
  })

  it('it prints on one or two sheets, without what surrounds it', async () => {
    const { page } = helene
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('navigation').count()).toBe(0)
    expect(await page.getByRole('button', { name: 'Imprimer ou PDF' }).count()).toBe(0)
    await page.getByRole('article').getByText('Empreinte').waitFor()
    const pdf = await page.pdf({ format: 'A4' })
    const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []
    expect(sheets.length).toBeGreaterThanOrEqual(1)
    expect(sheets.length).toBeLessThanOrEqual(2)
    await page.emulateMedia({ media: null })
  })

  it('the case keeps it: from its summary, and from the agenda of the meeting', async () => {
    const { page } = nadia
    await nadia.go(`/situations/${lafargue}/resume`)
    const part = page.getByRole('region', { name: 'Concertations' })
    await part
      .getByRole('link', { name: /^Compte rendu du/ })
      .first()
      .click()
    await page.getByRole('article').getByText(AT_HOME).waitFor()
    await page.getByRole('link', { name: 'Voir la concertation' }).click()
    await page.getByText('Les comptes rendus de vos situations sont tous signés et rangés.').waitFor()
    await page.getByRole('link', { name: /^Compte rendu/ }).click()
    await page.getByRole('article').getByText(AT_HOME).waitFor()
  })

  it('what was decided stands first among the meetings, until it is done', async () => {
    const maelle = await theatre.enter('Maëlle Le Gallic', { viewport: PHONE, hasTouch: true })
    const { page } = maelle
    await maelle.go('/concertations')
    const undone = page.getByRole('region', { name: /Décisions à réaliser/ })
    await undone.getByRole('link', { name: new RegExp(`^C’est fait…\\s: ${DECISION}`) }).click()
    await page.getByRole('dialog').getByText(DECISION).first().waitFor()
  })

  it('the figures of the year open on their work, without a case of somebody else’s circle', async () => {
    const { page } = nadia
    const { teamIds } = await asCoordinator<{ teamIds: string[] }>('/me')
    const counted = await asCoordinator<Figures>(`/teams/${teamIds[0]}/meeting-figures?year=${YEAR}`)
    const hidden = counted.filed.filter((one) => one.caseId === null).length
    expect(hidden).toBeGreaterThan(0)
    await page.getByRole('navigation').getByRole('link', { name: 'Équipe' }).click()
    await page.getByRole('link', { name: 'Chiffres', exact: true }).click()
    await page.getByRole('button', { name: /(Indiquer|Changer) ce nombre/ }).click()
    await page.getByRole('dialog').getByLabel('Nombre de patients').fill('20')
    await page.getByRole('dialog').getByRole('button', { name: 'Enregistrer' }).click()
    const share = counted.distinctPatients * 5
    await page.getByText(new RegExp(`${share}\\s%\\sde 20 patients`)).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: /^Patients distincts/ }).click()
    const work = page.getByRole('dialog')
    await work
      .getByText(new RegExp(`^Et ${hidden} comptes? rendus? d.* dont vous n’êtes pas du cercle`))
      .waitFor()
    expect(await work.innerText()).not.toMatch(/TRÉHET/)
    expect(await accessibilityFaults(page)).toEqual([])
    await work
      .getByRole('link', { name: /LAFARGUE/ })
      .first()
      .click()
    await page
      .getByRole('article')
      .getByText(/^LAFARGUE/)
      .waitFor()
    await page.goBack()
    await page.getByText('Concertations tenues').waitFor()
  })

  it('they are taken as a file that names no patient', async () => {
    const { page } = nadia
    const downloaded = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Exporter en CSV' }).click()
    const file = await downloaded
    expect(file.suggestedFilename()).toBe(`concertations-${YEAR}.csv`)
    const text = await readFile(await file.path(), 'utf8')
    expect(text).toContain('"Patients distincts, compte rendu classé"')
    expect(text).not.toMatch(/LAFARGUE|TRÉHET|téléalarme/i)
  })

  it.each([
    ['wide and dark', { colorScheme: 'dark' as const }],
    ['a phone', { viewport: PHONE }],
  ])('is accessible: %s', async (_name, options) => {
    const person = await theatre.enter('Samuel Adjovi', options)
    for (const path of [minutesPath, `/equipe/chiffres?annee=${YEAR}`]) {
      await person.go(path)
      await person.page
        .getByText(path === minutesPath ? DECISION : 'Présences par métier')
        .first()
        .waitFor()
      expect(await accessibilityFaults(person.page)).toEqual([])
      const wider = await person.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(wider).toBeLessThanOrEqual(0)
    }
  })

  it('nothing left the origin, and nothing broke', () => {
    expect(theatre.faults).toEqual([])
  })
})
