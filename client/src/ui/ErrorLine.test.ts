import { expect, it } from 'vitest'
import { mountInApp } from '../testing/mountInApp.ts'
import ErrorLine from './ErrorLine.vue'

const shown = (text: string) => mountInApp(ErrorLine, { props: { text } })

it('shows a sentence, and a number to quote as what one touch selects', () => {
  const line = shown('Une erreur est survenue.\nRéférence : 0199')
  expect(line.get('.select-all').text()).toBe('Référence : 0199')
  expect(line.text()).toContain('Une erreur est survenue.')
})

it('a sentence alone has nothing to select', () => {
  expect(shown('Introuvable.').find('.select-all').exists()).toBe(false)
  expect(shown('').text()).toBe('')
})
