/**
 * A conversation over two devices of one nurse, a doctor and a pharmacist: who is asked, what is in step, what is
 * taken back, how a thread ends. In the middle a device loses the network, and the server dies.
 */
import { startServer, type RunningServer } from '@colloque/testing'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { apiAs, eventually, messagesOf, type ApiReader } from './api.ts'
import { accessibilityFaults, BROWSER, openTheatre, PHONE, type Person, type Theatre } from './people.ts'

let server: RunningServer
let theatre: Theatre
let desk: Person
let phone: Person
let doctor: Person
let pharmacist: Person
let asDoctor: ApiReader
let caseId: string

const composer = (page: Page) => page.getByRole('textbox', { name: /^(Écrire au cercle|Répondre)$/ })
const send = (page: Page) => page.getByRole('button', { name: 'Envoyer', exact: true })
/** The message that holds these words. */
const message = (page: Page, words: string) => page.getByRole('article').filter({ hasText: words }).last()
const act = async (page: Page, words: string, name: string) => {
  await message(page, words).getByRole('button', { name: 'Autres actions' }).click()
  await page.getByRole('menuitem', { name }).click()
}

/** Types into whichever field stands: with shape on a desk, plain on a phone. */
async function say(page: Page, text: string): Promise<void> {
  await composer(page).click()
  await page.keyboard.type(text)
  await send(page).click()
}

interface ReadMessage {
  readonly id: string
  readonly text: string
  readonly asked: { readonly accountId: string }[]
  readonly fileIds: string[]
}

const messages = () => messagesOf<ReadMessage>(asDoctor, caseId)

describe.skipIf(BROWSER === '')('a conversation', () => {
  beforeAll(async () => {
    server = await startServer()
    theatre = await openTheatre(server.url)
    asDoctor = await apiAs(server.url, 'Hélène Castaing')
    const { items } = await asDoctor<{ items: { id: string }[] }>('/cases?q=lafargue')
    caseId = items[0]?.id ?? ''
    desk = await theatre.enter('Samuel Adjovi')
    phone = await theatre.enter('Samuel Adjovi', { viewport: PHONE, hasTouch: true })
    doctor = await theatre.enter('Hélène Castaing')
    pharmacist = await theatre.enter('Linh Phan')
    for (const person of [desk, phone, pharmacist]) await person.go(`/situations/${caseId}/fil`)
  })
  afterAll(async () => {
    await theatre?.close()
    await server?.stop()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await theatre.photograph(task.name)
  })

  it('a profession is asked, by names that are shown before sending, and it waits on the doctor’s Accueil', async () => {
    const { page } = desk
    await composer(page).click()
    await page.keyboard.type('Genou chaud ce matin, @pharm')
    await page
      .getByRole('option', { name: /[Pp]harmacien/ })
      .first()
      .waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.type('et @Hélène')
    await page.getByRole('option', { name: /Hélène Castaing/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('Linh Phan').last().waitFor()
    await send(page).click()
    await message(phone.page, 'Genou chaud ce matin').waitFor()
    const asked = (await messages()).find(({ text }) => text.startsWith('Genou chaud'))?.asked
    expect(asked).toHaveLength(2)

    await doctor.go('/')
    const line = doctor.page.getByRole('listitem').filter({ hasText: 'Genou chaud ce matin' }).first()
    await line
      .getByRole('button', { name: /J’ai pris connaissance/ })
      .first()
      .click()
    // On both devices of the nurse: who, and when.
    for (const { page: device } of [desk, phone])
      await message(device, 'Genou chaud ce matin')
        .getByText(/Hélène Castaing/)
        .first()
        .waitFor()
  })

  it('what is read on the phone is read on the desk', async () => {
    await desk.go('/situations')
    await phone.go('/taches')
    await pharmacist.page.bringToFront()
    await say(pharmacist.page, 'Livraison faite à 11 h')
    const badge = desk.page.getByRole('link', { name: /LAFARGUE/ }).first()
    await badge.waitFor()
    await phone.go(`/situations/${caseId}/fil`)
    await message(phone.page, 'Livraison faite à 11 h').waitFor()
    const last = (await asDoctor<{ seq: number }>(`/cases/${caseId}`)).seq
    const asNurse = await apiAs(server.url, 'Samuel Adjovi')
    await eventually(
      () => asNurse<{ items: { stream: string; seq: number }[] }>('/me/read-marks'),
      ({ items }) => (items.find(({ stream }) => stream === `case:${caseId}`)?.seq ?? 0) > last - 20,
    )
  })

  it('a draft begun at the desk goes on on the phone', async () => {
    await desk.go(`/situations/${caseId}/fil`)
    await composer(desk.page).click()
    await desk.page.keyboard.type('Penser aux compresses')
    await phone.go(`/situations/${caseId}/fil`)
    await eventually(
      () =>
        composer(phone.page).evaluate((field) => (field as HTMLTextAreaElement).value ?? field.textContent),
      (value) => value === 'Penser aux compresses',
    )
    await send(desk.page).click()
    await message(pharmacist.page, 'Penser aux compresses').waitFor()
  })

  it('one’s own words are corrected and taken back; the circle finds what they said', async () => {
    await say(desk.page, 'Il pèse 71 kg')
    await message(pharmacist.page, 'Il pèse 71 kg').waitFor()
    await act(desk.page, 'Il pèse 71 kg', 'Modifier')
    await desk.page.keyboard.press('Control+a')
    await desk.page.keyboard.type('Il pèse 71,5 kg')
    await desk.page.keyboard.press('Enter')
    await message(pharmacist.page, 'Il pèse 71,5 kg')
      .getByText(/modifié/)
      .click()
    // What was selected when the editor came was written over.
    expect((await messages()).map(({ text }) => text)).toContain('Il pèse 71,5 kg')
    await pharmacist.page.getByRole('dialog').getByText('Il pèse 71 kg').first().waitFor()
    await pharmacist.page.keyboard.press('Escape')
  })

  it('what was written by mistake is erased everywhere, for everybody', async () => {
    await say(desk.page, 'Glycémie de quelqu’un d’autre')
    await message(phone.page, 'Glycémie de quelqu’un d’autre').waitFor()
    // What came while she was looking at versions waits behind « 1 nouveauté ».
    await pharmacist.go(`/situations/${caseId}/fil`)
    await message(pharmacist.page, 'Glycémie de quelqu’un d’autre').waitFor()
    await act(desk.page, 'Glycémie de quelqu’un d’autre', 'Effacer partout…')
    const sheet = desk.page.getByRole('dialog', { name: 'Effacer ce message' })
    await sheet.getByRole('radio', { name: 'Ce n’est pas cette personne' }).click()
    await sheet.getByRole('button', { name: 'Effacer pour toujours' }).click()
    await sheet.waitFor({ state: 'detached' })
    for (const { page } of [desk, pharmacist])
      await message(page, 'Glycémie de quelqu’un d’autre').waitFor({ state: 'detached' })
    for (const { page } of [desk, pharmacist])
      await page.getByText(/Un message a été effacé par Samuel Adjovi.*Ce n’est pas cette personne/).waitFor()
    expect(JSON.stringify(await messages())).not.toContain('Glycémie de quelqu’un d’autre')
  })

  it('a thread is closed with what came of it, and says so to the others', async () => {
    const first = await asDoctor.send<{ id: string }>('message.post', { caseId, text: 'Qui passe ce soir ?' })
    await desk.go(`/situations/${caseId}/fil?reponses=${first.data.id}`)
    await say(desk.page, 'Moi, vers 18 h')
    await desk.page.getByRole('button', { name: 'Clore le fil' }).first().click()
    await desk.page.getByRole('dialog').getByText('Réponse donnée').click()
    const confirm = desk.page.getByRole('dialog').getByRole('button', { name: 'Clore le fil' })
    if (await confirm.isVisible().catch(() => false)) await confirm.click()
    await desk.page
      .getByText(/Clos\s: Réponse donnée/)
      .first()
      .waitFor()
    await pharmacist.go(`/situations/${caseId}/fil?reponses=${first.data.id}`)
    await pharmacist.page
      .getByText(/Clos\s: Réponse donnée/)
      .first()
      .waitFor()
    expect(await composer(pharmacist.page).count()).toBe(0)
  })

  it('a document is sent with words, and opened by the others', async () => {
    await pharmacist.go(`/situations/${caseId}/fil`)
    await composer(pharmacist.page).click()
    await pharmacist.page.setInputFiles('input[type=file]:not([capture])', {
      name: 'ordonnance.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
    })
    await pharmacist.page.keyboard.type('L’ordonnance de la garde')
    await send(pharmacist.page).click()
    await eventually(messages, (all) =>
      all.some(({ text, fileIds }) => text.startsWith('L’ordonnance') && fileIds.length === 1),
    )
    await doctor.go(`/situations/${caseId}/fil`)
    await doctor.page.getByText('ordonnance.pdf').last().waitFor()
  })

  it('without network and without server, words wait and arrive once, in their place', async () => {
    await phone.go(`/situations/${caseId}/fil`)
    await desk.go(`/situations/${caseId}/fil`)
    await composer(phone.page).waitFor()
    await phone.offline(true)
    await say(phone.page, 'Sans réseau, chez lui')
    await say(desk.page, 'Du cabinet, avant la panne')
    await message(desk.page, 'Du cabinet, avant la panne').waitFor()
    await server.kill()
    await say(desk.page, 'Du cabinet, pendant la panne')
    await server.start()
    await phone.offline(false)
    const texts = await eventually(
      async () => (await messages()).map(({ text }) => text),
      (all) =>
        ['Sans réseau, chez lui', 'Du cabinet, avant la panne', 'Du cabinet, pendant la panne'].every((one) =>
          all.includes(one),
        ),
    )
    for (const one of ['Sans réseau, chez lui', 'Du cabinet, avant la panne', 'Du cabinet, pendant la panne'])
      expect(
        texts.filter((text) => text === one),
        one,
      ).toHaveLength(1)
    expect(texts.indexOf('Du cabinet, avant la panne')).toBeLessThan(
      texts.indexOf('Du cabinet, pendant la panne'),
    )
  })

  it('is accessible with what it has open, and nothing failed unseen', async () => {
    expect(await accessibilityFaults(desk.page)).toEqual([])
    expect(await accessibilityFaults(phone.page)).toEqual([])
    expect(theatre.faults).toEqual([])
  })
})
