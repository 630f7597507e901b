import { expect, it } from 'vitest'
import { mountInApp } from '../testing/mountInApp.ts'
import ReasonPicker from './ReasonPicker.vue'

const picker = (busy = false) =>
  mountInApp(ReasonPicker, { props: { label: 'Pourquoi ?', reasons: ['a', 'b', 'c', 'd', 'e'], busy } })

it('offers four reasons, and one tap chooses', async () => {
  const mounted = picker()
  expect(mounted.findAll('button[type=button]').map((button) => button.text())).toEqual(['a', 'b', 'c', 'd'])
  await mounted.findAll('button')[2]?.trigger('click')
  expect(mounted.emitted('choose')).toEqual([['c']])
})

it('takes words, without the spaces around them', async () => {
  const mounted = picker()
  await mounted.get('input').setValue('  hospitalisé  ')
  await mounted.get('form').trigger('submit')
  expect(mounted.emitted('choose')).toEqual([['hospitalisé']])
})

it('takes no empty words, and none twice', async () => {
  const empty = picker()
  await empty.get('input').setValue('   ')
  await empty.get('form').trigger('submit')
  expect(empty.emitted('choose')).toBeUndefined()

  const busy = picker(true)
  await busy.get('input').setValue('hospitalisé')
  await busy.get('form').trigger('submit')
  expect(busy.emitted('choose')).toBeUndefined()
})
