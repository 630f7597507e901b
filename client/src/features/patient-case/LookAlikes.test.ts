import type { PatientCase } from '@colloque/domain'
import { expect, it } from 'vitest'
import { mountInApp } from '../../testing/mountInApp.ts'
import LookAlikes from './LookAlikes.vue'

const held = {
  id: 'c1',
  after: {
    patient: {
      birthName: 'Le Bihan',
      usedName: 'Tréhet',
      firstNames: 'Yvonne',
      birthDate: '1942-02-05',
      sex: 'female',
      phone: null,
      address: '2 impasse du Four',
    },
  } as PatientCase,
}

function asked(cases: unknown[]) {
  const mounted = mountInApp(LookAlikes, {
    props: {
      cases,
      modelValue: false,
      'onUpdate:modelValue': (modelValue: boolean) => mounted.setProps({ modelValue }),
    },
  })
  return mounted
}

it('asks whether it is the same person, and leads to their situation', () => {
  const mounted = asked([held])
  expect(mounted.text()).toContain('Est-ce la même personne')
  expect(mounted.text()).toContain('TRÉHET Yvonne, 5 février 1942, 2 impasse du Four')
  expect(mounted.get('a').attributes('href')).toBe('/situations/c1')
})

it('is answered once, and says so', async () => {
  const mounted = asked([held])
  await mounted.get('button').trigger('click')
  expect(mounted.text()).toBe('Noté : ce n’est pas la même personne.')
})

it('asks nothing where nobody is alike', () => expect(asked([]).text()).toBe(''))
