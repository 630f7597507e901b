/**
 * One board, three people at once: a nurse with a mouse and a keyboard, another with a phone, a doctor who writes. What
 * each does stands on the others' screens; each takes back only what was theirs; and the history says who did what.
 */
import { startServer, type RunningServer } from '@colloque/testing'
import type { CDPSession, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { apiAs } from './api.ts'
import {
  accessibilityFaults,
  BROWSER,
  caretTaken,
  openTheatre,
  PHONE,
  type Person,
  type Theatre,
} from './people.ts'

const APIXABAN = 'Apixaban : ordonnance à renouveler'
const GIR = 'GIR 5 pressenti : à contester'
const VERTIGO = 'Vertiges au lever'
const ECHO = 'Cardiologie et échographie'
const ROOM = 'Séjour transformé en chambre'

let server: RunningServer
let theatre: Theatre
let maelle: Person
let samuel: Person
let doctor: Person
let address = ''

/** Of all cards of a column, in sight or not. */
const titlesIn = async (page: Page, column: string) => {
  const titles = await page.locator(`[data-column="${column}"] [data-card] a[id]`).allTextContents()
  return titles.map((title) => title.trim())
}
const tile = (page: Page, title: string): Locator =>
  page.locator('[data-card]').filter({ has: page.getByRole('link', { name: title, exact: true }) })
const said = (page: Page, words: RegExp) => page.getByText(words).first().waitFor()
const sheet = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name })

/** Until all who are there see a column so. */
async function allSee(column: string, titles: readonly string[]): Promise<void> {
  for (const { page } of [maelle, samuel, doctor])
    await expect.poll(() => titlesIn(page, column), { timeout: 15_000 }).toEqual(titles)
}

async function openBoard(person: Person): Promise<void> {
  await person.go(address)
  await person.page.locator('[data-card]').first().waitFor()
}

async function openCard(page: Page, title: string): Promise<Locator> {
  await page.getByRole('link', { name: title, exact: true }).click()
  const card = sheet(page, 'Carte')
  await card.getByRole('textbox', { name: 'Texte', exact: true }).waitFor()
  return card
}

/** A finger on a screen, as the browser hears it. */
async function finger(page: Page) {
  const browser: CDPSession = await page.context().newCDPSession(page)
  const send = (
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    ...touchPoints: readonly { x: number; y: number }[]
  ) => browser.send('Input.dispatchTouchEvent', { type, touchPoints: [...touchPoints] })
  const ghost = page.locator('body > [aria-hidden=true][inert].board-tile')
  return {
    send,
    ghost,
    /** Holds a card until it is lifted, with one in the middle of the screen. @returns where the finger is */
    async lift(title: string, middle = title) {
      const card = tile(page, title)
      await tile(page, middle).evaluate((element) => element.scrollIntoView({ block: 'center' }))
      const box = (await card.boundingBox())!
      const at = { x: box.x + 60, y: box.y + 16 }
      await send('touchStart', at)
      await ghost.waitFor({ state: 'attached' })
      return at
    },
    async drag(from: { x: number; y: number }, to: { x: number; y: number }) {
      for (let step = 1; step <= 8; step += 1) {
        const part = step / 8
        await send('touchMove', { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part })
      }
    },
  }
}

describe.skipIf(BROWSER === '')('one board, three people', () => {
  beforeAll(async () => {
    server = await startServer()
    theatre = await openTheatre(server.url)
    const read = await apiAs(server.url, 'Hélène Castaing')
    const { items } = await read<{ items: { id: string }[] }>('/cases?q=lafargue')
    address = `/situations/${items[0]!.id}/tableau`
    maelle = await theatre.enter('Maëlle Le Gallic')
    samuel = await theatre.enter('Samuel Adjovi', { viewport: PHONE, hasTouch: true, isMobile: true })
    doctor = await theatre.enter('Hélène Castaing')
    for (const person of [maelle, samuel, doctor]) await openBoard(person)
  })
  afterAll(async () => {
    await theatre?.close()
    await server?.stop()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await theatre.photograph(task.name)
  })

  it('each sees who else is there', async () => {
    await maelle.page.getByRole('list', { name: 'Aussi sur ce tableau' }).getByText('Samuel').waitFor()
    for (const { page } of [maelle, samuel]) expect(await accessibilityFaults(page)).toEqual([])
  })

  it('a card is dragged with the mouse, and all see where it went', async () => {
    const { page } = maelle
    await tile(page, APIXABAN).dragTo(tile(page, VERTIGO), {
      sourcePosition: { x: 40, y: 12 },
      targetPosition: { x: 60, y: 4 },
    })
    await said(page, /^Apixaban.*\s: colonne En cours, place 1 sur 4\.$/)
    const [first, ...rest] = await titlesIn(page, 'in-progress')
    expect(first).toBe(APIXABAN)
    await allSee('in-progress', [APIXABAN, ...rest])
  })

  it('a card goes with Alt and arrows, and the keyboard stays on it', async () => {
    const { page } = maelle
    const link = page.getByRole('link', { name: GIR, exact: true })
    await link.focus()
    await page.keyboard.press('Alt+ArrowRight')
    await said(page, /^GIR 5.*\s: colonne En cours/)
    await page.waitForFunction((title) => document.activeElement?.textContent === title, GIR)
    await page.keyboard.press('Alt+ArrowLeft')
    await said(page, /^GIR 5.*\s: colonne Besoins/)
    await page.waitForFunction((title) => document.activeElement?.textContent === title, GIR)
  })

  it('Ctrl+Z takes back one’s own move alone, whatever another did after', async () => {
    const inDone = await titlesIn(maelle.page, 'done')
    await doctor.page.getByRole('button', { name: `Carte ${ECHO} : actions` }).click()
    await doctor.page.getByRole('menuitem', { name: 'Déplacer…' }).click()
    const move = sheet(doctor.page, 'Déplacer la carte')
    await move.getByRole('combobox', { name: 'Colonne' }).click()
    await doctor.page.getByRole('option', { name: 'Fait' }).click()
    expect(await accessibilityFaults(doctor.page)).toEqual([])
    await move.getByRole('button', { name: 'Déplacer' }).click()
    await allSee('done', [...inDone, ECHO])

    const link = maelle.page.getByRole('link', { name: GIR, exact: true })
    await link.focus()
    await maelle.page.keyboard.press('Alt+ArrowRight')
    await said(maelle.page, /^GIR 5.*\s: colonne En cours/)
    await doctor.page.getByRole('link', { name: ECHO, exact: true }).focus()
    await doctor.page.keyboard.press('Alt+ArrowUp')
    const before = await titlesIn(maelle.page, 'needs')
    await maelle.page.locator('body').press('Control+z')
    await said(maelle.page, /^Défait\.$/)
    await allSee('needs', [...before, GIR])
    await allSee('done', [...inDone.slice(0, -1), ECHO, inDone.at(-1)!])
  })

  it('a card is lifted with a finger and dropped before another; a toast takes it back', async () => {
    const { page } = samuel
    const touch = await finger(page)
    const done = await titlesIn(page, 'done')
    const at = await touch.lift(done[1]!, ROOM)
    const other = (await tile(page, ROOM).boundingBox())!
    await touch.drag(at, { x: other.x + 60, y: other.y + 24 })
    await page.locator('[data-drop=top]').waitFor()
    await touch.send('touchEnd')
    await said(page, new RegExp(`^${done[1]}\\s: colonne Fait, place 1 sur 5\\.$`))
    expect(await touch.ghost.count()).toBe(0)
    // The finger did not open it.
    expect(page.url()).not.toContain('carte=')
    await allSee('done', [done[1]!, ROOM, ...done.slice(2)])
    await page.getByRole('button', { name: 'Annuler' }).last().click()
    await allSee('done', done)
  })

  it('at the edge the page scrolls under the finger, and over the bottom bar a card still falls onto the board', async () => {
    const { page } = samuel
    await page.evaluate(() => scrollTo(0, 0))
    const touch = await finger(page)
    const at = await touch.lift(GIR)
    const start = await page.evaluate(() => scrollY)
    await touch.drag(at, { x: at.x, y: PHONE.height - 12 })
    await page.waitForFunction((from) => scrollY > from + 150, start)
    await page.locator('[data-drop]').waitFor()
    await touch.send('touchEnd')
    await said(page, /^GIR 5.*\s: colonne /)
    await page.getByRole('button', { name: 'Annuler' }).last().click()
    await expect.poll(() => titlesIn(page, 'needs'), { timeout: 15_000 }).toContain(GIR)
    expect(await accessibilityFaults(page)).toEqual([])
  })

  it('a second finger, or a finger that scrolls, leaves the card where it is', async () => {
    const { page } = samuel
    const touch = await finger(page)
    const before = await titlesIn(page, 'in-progress')
    const at = await touch.lift(before[0]!)
    await touch.drag(at, { x: at.x, y: at.y + 120 })
    await touch.send('touchStart', { x: at.x, y: at.y + 120 }, { x: at.x + 90, y: at.y })
    await touch.ghost.waitFor({ state: 'detached' })
    await touch.send('touchEnd')
    expect(await page.locator('[data-drop]').count()).toBe(0)

    const card = (await tile(page, before[0]!).boundingBox())!
    const from = { x: card.x + 60, y: card.y + 16 }
    await touch.send('touchStart', from)
    await touch.drag(from, { x: from.x, y: from.y - 60 })
    // Longer than a card takes to be lifted.
    await page.waitForTimeout(500)
    expect(await touch.ghost.count()).toBe(0)
    await touch.send('touchEnd')
    await allSee('in-progress', before)
  })

  it('people are put on a card, a box is ticked, and the filter shows what is one’s own', async () => {
    const { page } = maelle
    const card = await openCard(page, VERTIGO)
    await card.getByRole('button', { name: 'Choisir des personnes' }).click()
    await page.getByRole('checkbox', { name: 'Samuel Adjovi' }).click()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('Escape')
    const text = card.getByRole('textbox', { name: 'Texte', exact: true })
    await text.click()
    await page.keyboard.press('Control+End')
    await caretTaken(text)
    await page.keyboard.press('Enter')
    await page.keyboard.type('[ ] Tension debout')
    await card.getByRole('checkbox', { name: /Tension debout/ }).click()
    expect(await accessibilityFaults(page)).toEqual([])
    await card.getByRole('button', { name: 'Fermer' }).last().click()
    await tile(samuel.page, VERTIGO).getByText('1 sur 1').waitFor()

    await samuel.page.getByRole('button', { name: 'Filtrer' }).click()
    await samuel.page.getByRole('checkbox', { name: 'Les miennes' }).click()
    await samuel.page.keyboard.press('Escape')
    await samuel.page.getByRole('checkbox', { name: 'Les miennes' }).waitFor({ state: 'detached' })
    const chips = samuel.page.getByRole('list', { name: 'Filtres' })
    await chips.getByRole('button', { name: /Les miennes/ }).waitFor()
    await tile(samuel.page, ROOM).waitFor({ state: 'detached' })
    await tile(samuel.page, VERTIGO).waitFor()
    expect(await accessibilityFaults(samuel.page)).toEqual([])
    await chips.getByRole('button', { name: /Les miennes/ }).click()
    await tile(samuel.page, ROOM).waitFor()
  })

  it('a card that was removed is found again and brought back', async () => {
    const { page } = maelle
    await page.getByRole('button', { name: `Carte ${GIR} : actions` }).click()
    await page.getByRole('menuitem', { name: 'Retirer' }).click()
    await said(page, /^Carte retirée\.$/)
    await tile(samuel.page, GIR).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Ce qui a été retiré' }).click()
    const removed = sheet(page, 'Retiré du tableau')
    await removed.getByRole('button', { name: `Remettre : ${GIR}` }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await removed.getByRole('button', { name: `Remettre : ${GIR}` }).click()
    await tile(samuel.page, GIR).waitFor()
    await page.keyboard.press('Escape')
  })

  it('« Qui a écrit quoi » keeps the words of who wrote them when another splits their paragraph', async () => {
    const { page } = doctor
    const card = await openCard(page, VERTIGO)
    // Somewhere in the words.
    const text = card.getByRole('textbox', { name: 'Texte' })
    await text
      .getByText('Furosémide ramené à 40.')
      .first()
      .click({ position: { x: 60, y: 10 } })
    await caretTaken(text)
    await page.keyboard.press('Enter')
    await page.keyboard.type('(vu)')
    // « Enregistré » still stands there from before: another's screen tells when all of it is on the server.
    await tile(samuel.page, VERTIGO).getByText('(vu)').waitFor()
    await card.getByText('Qui a écrit quoi').click()
    const authors = card.getByRole('region', { name: 'Texte' })
    await authors.getByRole('list', { name: 'Qui a écrit' }).getByText('Hélène Castaing').waitFor()
    const passages = await authors.locator('span.underline').allInnerTexts()
    expect(passages[1]).toBe('(vu)')
    expect(`${passages[0]}${passages[2]}`).toMatch(/^Furosémide ramené à 40/)
    const names = await authors.locator('p .sr-only').allInnerTexts()
    expect(names[0]).not.toMatch(/Hélène/)
    expect(names[1]).toMatch(/^Hélène Castaing/)
    expect(names[2]).toBe(names[0])
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('Escape')
  })

  it('the history shows a former state; going back to it is an act that can be taken back', async () => {
    const { page } = maelle
    const now = await titlesIn(page, 'in-progress')
    await page.getByRole('button', { name: 'Historique' }).click()
    const history = sheet(page, 'Historique du tableau')
    const line = history.getByRole('button', { name: /^Voir.*a déplacé «\sApixaban/ })
    await line.waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await line.click()
    const former = sheet(page, /^Tableau du /)
    const wasThen = former.getByRole('region', { name: 'En cours' })
    await wasThen.getByText(ECHO).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await former.getByRole('button', { name: 'Revenir à cet état' }).click()
    await said(page, /Le tableau est revenu à l’état/)
    await allSee('in-progress', [...now, ECHO])
    await page.getByRole('button', { name: 'Annuler' }).last().click()
    await allSee('in-progress', now)
  })

  it('nothing left the origin, nothing was refused by the policy, nothing failed unseen', () => {
    expect(theatre.faults).toEqual([])
  })
})
