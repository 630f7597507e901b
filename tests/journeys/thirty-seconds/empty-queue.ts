import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { saved, type Job } from './job.ts'
import { DOCTOR, openMorningHouse } from './morning-house.ts'

const LINES = 12
/** What decides a line, once it can: its change, the signature, the acknowledgement. */
const DECIDES = /^(Accepter : |Signer$|J’ai pris connaissance$)/

const lines = (page: Page) => page.locator('main li:has(> div > button[aria-expanded])')
const current = (page: Page) => page.locator('main li:has(> div > button[aria-expanded=true])')

export const emptyQueue: Job = {
  name: 'queue',
  title: 'A queue of 5 flags, 3 plans to sign and 4 acknowledgements is emptied',
  who: 'doctor, desktop, keyboard',
  start: 'Accueil is open with the twelve lines; she has proved who she is within the last ten minutes',
  end: 'no line is left, and the banner says « Enregistré »',
  target: { gestures: LINES, seconds: 30 },
  async ready({ theatre, url }) {
    const house = await openMorningHouse(url)
    const person = await theatre.arrive(DOCTOR.name)
    await person.go('/connexion')
    await person.page.getByLabel('Adresse e-mail').fill(DOCTOR.email)
    await person.page.getByLabel('Mot de passe', { exact: true }).fill(DOCTOR.password)
    await person.page.keyboard.press('Enter')
    await person.page.getByRole('button', { name: 'Non, il est partagé' }).click()
    await person.page.getByRole('navigation').first().waitFor()

    // The talk of the team, from before she came, is no part of the job.
    await person.page.getByRole('button', { name: 'Marquer comme lu' }).click()
    await lines(person.page).first().waitFor({ state: 'detached' })

    /** By signing another plan, with the password. */
    async function prove(caseId: string) {
      const { page } = person
      await person.go(`/situations/${caseId}/plan`)
      await page.getByRole('button', { name: 'Signer…' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Signer', exact: true }).click()
      const question = page.getByRole('dialog', { name: 'Confirmez que c’est bien vous' })
      await question.getByLabel('Mot de passe', { exact: false }).first().fill(DOCTOR.password)
      await question.getByRole('button', { name: /Confirmer|Continuer/ }).click()
      await page
        .getByText(/^Plan de .* signé/)
        .first()
        .waitFor()
    }

    return {
      person,
      touch: false,
      async prepare(run) {
        if (run === 0) await prove(await house.makePlan(run))
        await house.makeQueue(run)
        await person.go('/')
        const { page } = person
        await lines(page)
          .nth(LINES - 1)
          .waitFor()
        assert.equal(await lines(page).count(), LINES)
        await current(page).getByRole('button', { name: DECIDES }).first().waitFor()
        await saved(page).waitFor()
      },
      async act(hand) {
        const { page } = person
        for (let left = LINES; left > 0; left--) {
          await current(page).getByRole('button', { name: DECIDES, disabled: false }).first().waitFor()
          await hand.press('Enter', 'Enter')
          await lines(page)
            .nth(left - 1)
            .waitFor({ state: 'detached' })
        }
        await saved(page).waitFor()
      },
      async check() {
        const { items } = await house.doctor<{ items: unknown[] }>('/me/queue')
        assert.deepEqual(items, [])
      },
    }
  },
}
