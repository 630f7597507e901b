import assert from 'node:assert/strict'
import { saved, type Job } from './job.ts'

/** None of them goes with what he takes. */
const PRESCRIBED = ['ibuprofene', 'ketoprofene', 'naproxene', 'diclofenac', 'piroxicam']

interface ReadFlag {
  readonly title: string
  readonly status: string
  readonly proposals: readonly { readonly words: string }[]
}

export const raiseFlag: Job = {
  name: 'flag',
  title: 'From a new prescription to a flag with a proposal',
  who: 'pharmacist, desktop',
  start: 'Accueil is open; the prescription is in her hand',
  end: 'it is said to be sent, and the banner says « Enregistré »',
  target: { gestures: 5, seconds: null },
  async ready({ theatre, api }) {
    const person = await theatre.enter('Linh Phan')
    const pharmacist = await api('Linh Phan')
    const { items } = await pharmacist<{ items: { id: string }[] }>('/cases?q=lafargue')
    const caseId = items[0]?.id ?? assert.fail('the demo house has no case of Lafargue')
    let line = ''

    return {
      person,
      touch: false,
      async prepare(run) {
        line = PRESCRIBED[run % PRESCRIBED.length] ?? ''
        await person.go('/')
        await saved(person.page).waitFor()
        await person.page.locator('main li').first().waitFor()
      },
      async act(hand) {
        const { page } = person
        await hand.press('Control+k', 'Ctrl K')
        await hand.type('laf')
        await page.getByRole('option', { name: /LAFARGUE/, selected: true }).waitFor()
        await hand.press('Enter', 'Enter')
        await page
          .getByRole('combobox', { name: 'Ajouter un médicament' })
          .and(page.locator(':focus'))
          .waitFor()
        await hand.type(line)
        await hand.tap(page.getByRole('button', { name: 'Signaler sans ajouter' }), 'Signaler')
        const sheet = page.getByRole('dialog')
        await hand.tap(sheet.getByRole('radio').nth(1), 'a proposal')
        await hand.tap(sheet.getByRole('button', { name: /^Envoyer/ }), 'Envoyer au Dr …')
        await sheet.waitFor({ state: 'detached' })
        await saved(page).waitFor()
      },
      async check() {
        const flags = await pharmacist<{ items: ReadFlag[] }>(`/cases/${caseId}/flags?limit=200`)
        const raised = flags.items.filter(({ title }) => title.startsWith(`${line} avec`))
        assert.equal(raised.length, 1, JSON.stringify(flags.items.map(({ title }) => title)))
        assert.equal(raised[0]?.proposals.length, 1)
      },
    }
  },
}
