import { describe, expect, it } from 'vitest'
import { createMemoryHistory, type Router } from 'vue-router'
import { defineFeature, type ClientFeature } from '../platform/feature.ts'
import { features } from './features.ts'
import { createColloqueRouter } from './router.ts'

const routerFor = (isOpen: boolean, given: readonly ClientFeature[] = features) =>
  createColloqueRouter(given, { isOpen: () => Promise.resolve(isOpen) }, createMemoryHistory())

describe('the door', () => {
  it('leads who is not signed in to the sign-in page, and keeps where they were going', async () => {
    const router = routerFor(false)
    await router.push('/situations/42/fil?message=2')
    expect(router.currentRoute.value.name).toBe('signIn')
    expect(router.currentRoute.value.query.suite).toBe('/situations/42/fil?message=2')
  })

  it('leads who is signed in away from the sign-in page', async () => {
    const router = routerFor(true)
    await router.push('/connexion')
    expect(router.currentRoute.value.name).toBe('home')
  })
})

describe('addresses', () => {
  it.each([
    ['/', 'home'],
    ['/situations', 'cases'],
    ['/situations/42', 'case'],
    ['/situations/42/fil', 'case'],
    ['/situations/42/nothing', 'nowhere'],
    ['/situations/nouvelle', 'newCase'],
    ['/taches', 'tasks'],
    ['/equipe', 'team'],
    ['/rechercher', 'search'],
    ['/elsewhere/deep', 'nowhere'],
  ])('%s is %s', (path, name) => expect(routerFor(true).resolve(path).name).toBe(name))

  it('lead somewhere once a feature gives the page or the tab', () => {
    const page = { template: '<p />' }
    const addresses = ['/concertations', '/situations/42/plan']
    const namesBy = (router: Router) => addresses.map((path) => router.resolve(path).name)
    const [meetings, plan] = [
      defineFeature({ routes: [{ path: 'concertations', name: 'meetings', component: page }] }),
      defineFeature({ caseTabs: [{ tab: 'plan', component: page }] }),
    ]
    const without = features.filter(
      ({ routes, caseTabs }) =>
        !routes?.some(({ name }) => name === 'meetings') && !caseTabs?.some(({ tab }) => tab === 'plan'),
    )
    expect(namesBy(routerFor(true, without))).toEqual(['nowhere', 'nowhere'])

    const router = routerFor(true, [...without, meetings, plan])
    expect(namesBy(router)).toEqual(['meetings', 'case'])
    expect(router.resolve('/concertations').matched[0]?.name).toBe('shell')
  })
})
