/** « Qui peut aider ? »: those for this need first, the whole directory by one tap, and whoever is chosen. */
import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { mountInApp } from '../../testing/mountInApp.ts'
import { emptyReferral, toResource } from '../referral/referralDraft.ts'
import ResourceSuggestions from './ResourceSuggestions.vue'
import { buildEntry } from './testEntries.ts'
import WhoHelps from './WhoHelps.vue'

const outside = vi.hoisted(() => ({ entries: [] as { id: string; rev: number; after: unknown }[] }))
vi.mock('../useWorkspace.ts', () => ({
  useWorkspace: () => ({ account: { id: 'me', teamIds: ['t'] }, team: [{}], listIn: () => outside.entries }),
}))

const helpers = buildEntry({ kind: 'homeHelp', name: 'Les Amis du domicile', phone: '02 61 91 00 10' })
const vidal = buildEntry({ name: 'Dr Vidal', does: 'mémoire', access: 'Lettre du médecin traitant' })
beforeEach(() => {
  outside.entries = [
    { id: 'vidal', rev: 1, after: vidal },
    { id: 'amis', rev: 1, after: helpers },
  ]
})
afterEach(() => void (document.body.innerHTML = ''))

const shown = () =>
  [...document.querySelectorAll<HTMLElement>('[data-entry]')].map((one) => one.dataset['entry'])
const press = async (name: string) => {
  const found = [...document.querySelectorAll('button')].find(
    (one) => (one.getAttribute('aria-label') ?? one.textContent.trim()) === name,
  )
  found?.click()
  await flushPromises()
}

it('begins with those for the need, and goes on to all of them', async () => {
  const mounted = mountInApp(WhoHelps, { props: { need: 'Repas du soir', kinds: ['homeHelp', 'equipment'] } })
  await flushPromises()
  expect(document.body.textContent).toContain('Pour : Repas du soir')
  expect(shown()).toEqual(['amis'])
  expect(document.querySelector('[data-entry=amis] a[href^="tel:"]')?.getAttribute('href')).toBe(
    'tel:0261910010',
  )
  await press('Tout l’annuaire')
  expect(shown()).toEqual(['vidal', 'amis'])
  await press('Orienter vers Dr Vidal')
  expect(mounted.emitted('choose')?.[0]).toMatchObject([{ id: 'vidal' }])
})

it('says that nobody is there, and where to go', async () => {
  mountInApp(WhoHelps, { props: { need: 'Radio', kinds: ['imaging'] } })
  await flushPromises()
  expect(document.body.textContent).toContain('Personne dans l’annuaire pour ce besoin.')
  expect(document.querySelector('a[href="/equipe/annuaire"]')).not.toBeNull()
})

it('refers nobody where nothing may be changed', async () => {
  mountInApp(WhoHelps, { props: { need: 'Repas', readOnly: true } })
  await flushPromises()
  expect(shown()).toEqual(['vidal', 'amis'])
  expect(document.body.textContent).not.toContain('Orienter')
})

it('suggests while a referral is written, and says what is known once somebody is chosen', async () => {
  const mounted = mountInApp(ResourceSuggestions, { props: { typed: '' } })
  expect(mounted.findAll('button')).toEqual([])
  await mounted.setProps({ typed: 'mem' })
  await mounted.get('button').trigger('click')
  expect(mounted.emitted('choose')?.[0]).toMatchObject([{ id: 'vidal' }])
  await mounted.setProps({ typed: 'dr vidal' })
  expect(mounted.text()).toContain('Lettre du médecin traitant')
})

it('fills in a referral, and leaves why as it was written', () => {
  expect(toResource(emptyReferral('Oublis'), { ...vidal, profession: 'physician' })).toEqual({
    ...{ to: 'Dr Vidal', profession: 'physician', phone: '01 99 00 00 10', reason: 'Oublis' },
  })
})
