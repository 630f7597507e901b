import assert from 'node:assert/strict'
import type { Job } from './job.ts'

/** Said in the demo house while it was spring. */
const SAID = /Furosémide 80 mg dès ce matin/
const SINCE = 40

export const findDose: Job = {
  name: 'find',
  title: 'What was said about a dose in spring is found',
  who: 'doctor, desktop',
  start: 'Accueil is open; it is autumn, and the medicine was spoken of forty times since',
  end: 'the message stands on the screen, in its conversation',
  target: { gestures: 2, seconds: 5 },
  houseOf: '2026-05-20T09:00:00.000Z',
  async ready({ theatre, api }) {
    const nurse = await api('Maëlle Le Gallic')
    const { items } = await nurse<{ items: { id: string }[] }>('/cases?q=lafargue')
    const caseId = items[0]?.id ?? assert.fail('the demo house has no case of Lafargue')
    for (let n = 0; n < SINCE; n++)
      await nurse.send('message.post', {
        caseId,
        text: `Furosémide 80 mg donné, passage ${n + 1}, rien à signaler.`,
      })
    const person = await theatre.enter('Hélène Castaing')

    return {
      person,
      touch: false,
      async prepare() {
        await person.go('/')
        await person.page.locator('main li').first().waitFor()
        await person.page.waitForTimeout(3_000)
      },
      async act(hand) {
        const { page } = person
        await hand.press('Control+k', 'Ctrl K')
        await hand.type('furo 80 printemps')
        await hand.tap(page.getByRole('option', { name: SAID }).first(), 'the passage')
        await page.locator('main, aside').getByText(SAID).first().waitFor()
      },
      check: () => Promise.resolve(),
    }
  },
}
