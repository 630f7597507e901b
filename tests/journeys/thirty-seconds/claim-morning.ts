import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import { eventually } from '../api.ts'
import { PHONE } from '../people.ts'
import { saved, type Job } from './job.ts'

const TASKS = [
  'Prise de sang à jeun',
  'Pansement du talon',
  'Glycémie capillaire et insuline',
  'Bas de contention',
  'Pilulier de la semaine',
]

/** Minutes of the day at which its parts end. */
const PARTS = [
  ['morning', 720],
  ['midday', 840],
  ['afternoon', 1_080],
  ['evening', 1_320],
  ['night', 1_440],
] as const
const LEAST_MINUTES = 3

/** The part of the day that the clock of the house stands in. Where it is about to end, waits for the next. */
async function windowNow(): Promise<{ day: string; part: (typeof PARTS)[number][0] }> {
  const shown = new Date().toLocaleString('sv-SE', { timeZone: 'Europe/Paris' })
  const minutes = Number(shown.slice(11, 13)) * 60 + Number(shown.slice(14, 16))
  const [part, end] = PARTS.find(([, until]) => minutes < until) ?? PARTS[0]
  if (end - minutes >= LEAST_MINUTES) return { day: shown.slice(0, 10), part }
  await wait(LEAST_MINUTES * 60_000)
  return windowNow()
}

export const claimMorning: Job = {
  name: 'claim',
  title: 'The free tasks of this part of the day are claimed',
  who: 'nurse, phone, touch',
  start: 'Accueil is open; five tasks of several people are free',
  end: 'the answer to each is shown, and the banner says « Enregistré »',
  target: { gestures: 2, seconds: null },
  async ready({ theatre, api }) {
    const person = await theatre.enter('Samuel Adjovi', { viewport: PHONE, hasTouch: true })
    const doctor = await api('Hélène Castaing')
    const nurse = await api('Samuel Adjovi')
    const { id: nurseId } = await nurse<{ id: string }>('/me')
    const [her, his] = await Promise.all(
      [doctor, nurse].map(async (who) => (await who<{ items: { id: string }[] }>('/cases')).items),
    )
    const cases = (her ?? []).filter(({ id }) => his?.some((one) => one.id === id))
    let made: { caseId: string; id: string }[] = []
    const holders = () =>
      Promise.all(
        made.map(async ({ caseId, id }) => {
          const { items } = await doctor<{
            items: { id: string; claimed: { by: string } | null }[]
          }>(`/cases/${caseId}/tasks?limit=200`)
          return items.find((task) => task.id === id)?.claimed?.by
        }),
      )

    return {
      person,
      touch: true,
      async prepare() {
        made = []
        const window = await windowNow()
        for (const [index, title] of TASKS.entries()) {
          const caseId = cases[index % cases.length]?.id ?? assert.fail('the demo house has too few cases')
          const { data } = await doctor.send<{ id: string }>('task.create', {
            ...{ caseId, title, forProfession: 'nurse', window },
          })
          made.push({ caseId, id: data.id })
        }
        await person.go('/')
        await saved(person.page).waitFor()
        await person.page.locator('main li').first().waitFor()
      },
      async act(hand) {
        const { page } = person
        await hand.tap(page.getByRole('navigation').getByRole('link', { name: /^Tâches/ }), 'Tâches')
        await hand.tap(page.getByRole('button', { name: /^Prendre ces \d+/ }), 'Prendre ces …')
        await page
          .getByText(/tâches? prises?/)
          .first()
          .waitFor()
        await saved(page).waitFor()
      },
      async check() {
        const held = await eventually(holders, (all) => all.every((by) => by === nurseId))
        assert.equal(held.length, TASKS.length)
      },
    }
  },
}
