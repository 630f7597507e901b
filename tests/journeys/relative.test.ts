/**
 * A daughter abroad signs in: she sees what her father's circle shares, and nothing else. She writes and reports from
 * her phone; the nurse who answered last finds it on Accueil and answers, and she reads that.
 */
import { startServer, type RunningServer } from '@colloque/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { apiAs, eventually, type ApiReader } from './api.ts'
import { accessibilityFaults, BROWSER, openTheatre, PHONE, type Person, type Theatre } from './people.ts'

const QUESTION = 'Il a l’air fatigué au téléphone. Quelqu’un peut passer ce soir ?'
const ANSWER = 'Oui, je passe à 18 h et je vous écris ensuite.'

let server: RunningServer
let theatre: Theatre
let daughter: Person
let nurse: Person
let asNurse: ApiReader
let caseId: string

const button = (person: Person, name: string | RegExp) => person.page.getByRole('button', { name })

describe.skipIf(BROWSER === '')('a relative and the circle', () => {
  beforeAll(async () => {
    server = await startServer()
    theatre = await openTheatre(server.url)
    asNurse = await apiAs(server.url, 'Maëlle Le Gallic')
    const { items } = await asNurse<{ items: { id: string }[] }>('/cases?q=lafargue')
    caseId = items[0]?.id ?? ''
    daughter = await theatre.arrive('Odile Lafargue', { viewport: PHONE, hasTouch: true })
    await daughter.go('/connexion')
    await button(daughter, /Odile Lafargue/).click()
    nurse = await theatre.enter('Maëlle Le Gallic')
  })
  afterAll(async () => {
    await theatre?.close()
    await server?.stop()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await theatre.photograph(task.name)
  })

  it('the daughter comes to her father’s page, without the tools of a team', async () => {
    const { page } = daughter
    await page.getByRole('heading', { name: 'LAFARGUE Raymond', level: 1 }).waitFor()
    await page.getByRole('heading', { name: 'Les médicaments' }).waitFor()
    expect(await page.getByRole('navigation').count()).toBe(0)
    expect(await page.getByRole('heading', { name: 'Ce qui est prévu' }).count()).toBe(0)
    expect(await accessibilityFaults(page)).toEqual([])
  })

  it('an address of the team leads her back to her own page', async () => {
    await daughter.go('/taches')
    await daughter.page.getByRole('heading', { name: 'LAFARGUE Raymond', level: 1 }).waitFor()
    await daughter.go(`/situations/${caseId}/fil`)
    await daughter.page.getByRole('heading', { name: 'LAFARGUE Raymond', level: 1 }).waitFor()
    expect(await daughter.page.getByText('Passé à 18 h pour la séance').count()).toBe(0)
  })

  it('what she writes waits for the nurse on Accueil, who answers it there', async () => {
    await daughter.page.getByRole('textbox', { name: 'Écrire à l’équipe' }).fill(QUESTION)
    await button(daughter, 'Envoyer').click()
    await daughter.page.getByText('Pas encore vu par l’équipe').waitFor()

    await nurse.go('/')
    const words = nurse.page.getByText(QUESTION)
    await words
      .or(button(nurse, /nouveauté/))
      .first()
      .waitFor()
    if ((await words.count()) === 0) await button(nurse, /nouveauté/).click()
    await words.first().click()
    await nurse.page.getByRole('textbox', { name: 'Écrire aux proches' }).fill(ANSWER)
    await button(nurse, 'Envoyer').click()
    await daughter.page.getByText(ANSWER).waitFor()
    expect(await daughter.page.getByText('Pas encore vu par l’équipe').count()).toBe(0)
  })

  it('a side effect is reported in a few taps, and the circle has it', async () => {
    await button(daughter, 'Signaler').click()
    const sheet = daughter.page.getByRole('dialog')
    await sheet.getByRole('button', { name: /Un médicament fait mal/ }).click()
    await sheet.getByRole('button', { name: 'Vertiges' }).click()
    expect(await accessibilityFaults(daughter.page)).toEqual([])
    await sheet.getByRole('button', { name: 'Envoyer à l’équipe' }).click()
    await daughter.page.getByRole('heading', { name: 'Ce qui a été signalé' }).waitFor()
    const reports = () =>
      asNurse<{ items: { words: string; noticedBy: string }[] }>(`/cases/${caseId}/reports`)
    const { items } = await eventually(reports, (told) =>
      told.items.some(({ words }) => words === 'Vertiges'),
    )
    expect(items.find(({ words }) => words === 'Vertiges')?.noticedBy).toContain('Odile Lafargue')
  })

  it('the circle sees what she sees before it shares more', async () => {
    await nurse.go(`/situations/${caseId}/proches`)
    await nurse.page.getByRole('checkbox', { name: /Le plan signé/ }).click()
    await button(nurse, 'Voir ce qu’ils verront').click()
    await nurse.page.getByRole('dialog').getByRole('heading', { name: 'Les médicaments' }).waitFor()
    expect(await accessibilityFaults(nurse.page)).toEqual([])
    await nurse.page.keyboard.press('Escape')
    await button(nurse, 'Partager ce choix').click()
    await daughter.page.getByRole('heading', { name: 'Ce qui est prévu' }).waitFor()
  })

  it('nothing left the origin and nothing broke', () => expect(theatre.faults).toEqual([]))
})
