import { expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { prepareRoute } from './prepareRoute.ts'

const page = { template: '<p />' }

it('loads what is not loaded yet of the page, and of nothing else', () => {
  const [wanted, other] = [vi.fn(() => Promise.resolve(page)), vi.fn(() => Promise.resolve(page))]
  const routes = [
    { path: '/', component: page, children: [{ path: 'situations/:id', component: wanted }] },
    { path: '/autre', component: other },
  ]
  prepareRoute(createRouter({ history: createMemoryHistory(), routes }), '/situations/1')
  expect(wanted).toHaveBeenCalledOnce()
  expect(other).not.toHaveBeenCalled()
})

it('fails nothing where the page cannot be loaded', async () => {
  const lost = vi.fn(() => Promise.reject(new Error('no network')))
  const routes = [{ path: '/', component: lost }]
  prepareRoute(createRouter({ history: createMemoryHistory(), routes }), '/')
  await expect(lost.mock.results[0]?.value).rejects.toThrow('no network')
})
