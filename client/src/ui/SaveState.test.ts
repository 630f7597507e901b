import { expect, it } from 'vitest'
import { mountInApp } from '../testing/mountInApp.ts'
import SaveState from './SaveState.vue'

it.each([
  [0, null, 'Enregistré'],
  [1, null, 'Pas encore enregistré'],
  [0, '2026-03-09T13:02:00Z', 'Hors ligne depuis 14:02'],
  [1, '2026-03-09T13:02:00Z', 'Hors ligne depuis 14:02, 1 élément à envoyer'],
  [3, '2026-03-09T13:02:00Z', 'Hors ligne depuis 14:02, 3 éléments à envoyer'],
])('%i waiting, offline since %s: %s', (pending, offlineSince, words) => {
  expect(mountInApp(SaveState, { props: { pending, offlineSince } }).text()).toBe(words)
})
