import { expect, it } from 'vitest'
import Arrivals from './Arrivals.vue'
import { mountInApp } from '../testing/mountInApp.ts'

it('says how many wait and shows them when asked', async () => {
  const mounted = mountInApp(Arrivals, { props: { count: 2 } })
  expect(mounted.text()).toBe('2 nouveautés')
  await mounted.get('button').trigger('click')
  expect(mounted.emitted('show')).toHaveLength(1)
})

it('is not there while nothing waits', () => {
  expect(
    mountInApp(Arrivals, { props: { count: 0 } })
      .find('button')
      .exists(),
  ).toBe(false)
})
