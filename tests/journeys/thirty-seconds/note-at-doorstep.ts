import assert from 'node:assert/strict'
import { messagesOf } from '../api.ts'
import { PHONE } from '../people.ts'
import { saved, type Job } from './job.ts'

export const noteAtDoorstep: Job = {
  name: 'note',
  title: 'An observation from a doorstep is sent',
  who: 'nurse, phone, touch',
  start: 'Colloque is installed on her phone and closed; she is signed in, and the device is hers',
  end: 'the banner says « Enregistré »: the server has it',
  target: { gestures: 4, seconds: 10 },
  async ready({ theatre, api }) {
    const person = await theatre.enter('Maëlle Le Gallic', { viewport: PHONE, hasTouch: true })
    const asNurse = await api('Maëlle Le Gallic')
    const { items } = await asNurse<{ items: { id: string }[] }>('/cases?q=lafargue')
    const caseId = items[0]?.id ?? assert.fail('the demo house has no case of Lafargue')
    await person.go('/mon-compte')
    await person.page.getByRole('button', { name: 'Oui, il est à moi' }).click()
    await person.page.getByText('Cet appareil est à vous').waitFor()
    let words = ''

    return {
      person,
      touch: true,
      async prepare(run) {
        words = `Passage ${run + 1} : jambe gauche plus chaude que la droite, pas de fièvre, il mange bien.`
        await person.go('/')
        await saved(person.page).waitFor()
        // What the device keeps is written a moment later.
        await person.page.waitForTimeout(2_000)
      },
      async act(hand, slowDown) {
        hand.begin('the icon of Colloque')
        await person.reopen(slowDown)
        const { page } = person
        await hand.tap(page.getByRole('button', { name: 'Noter', exact: true }), '＋ Noter')
        const sheet = page.getByRole('dialog')
        await hand.tap(sheet.getByRole('button', { name: /LAFARGUE/ }), 'the person')
        await sheet.getByRole('textbox', { name: /Ce que vous avez vu/ }).waitFor()
        await hand.dictate(words)
        await hand.tap(sheet.getByRole('button', { name: 'Envoyer', exact: true }), 'Envoyer')
        await page
          .getByText(/^(Envoyé|Gardé sur ce téléphone)/)
          .first()
          .waitFor()
        await saved(page).waitFor()
      },
      async check() {
        const sent = await messagesOf<{ text: string }>(asNurse, caseId)
        assert.equal(sent.filter(({ text }) => text === words).length, 1)
      },
    }
  },
}
