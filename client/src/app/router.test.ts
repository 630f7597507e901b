import { describe, expect, it } from 'vitest'
import { createMemoryHistory } from 'vue-router'
import session from '../features/session/feature.ts'
import { defineFeature } from '../platform/feature.ts'
import { createColloqueRouter } from './router.ts'

const page = { template: '<p />' }
const routerFor = (isOpen: boolean, features = [session]) =>
  createColloqueRouter(features, { isOpen: () => Promise.resolve(isOpen) }, createMemoryHistory())

describe('the door', () => {
  it('leads who is not signed in to the sign-in page, and keeps where they were going', async () => {
    const router = routerFor(false)
    await router.push('/situations/42/plan?version=2')
    expect(router.currentRoute.value.name).toBe('signIn')
    expect(router.currentRoute.value.query.suite).toBe('/situations/42/plan?version=2')
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
    ['/taches', 'tasks'],
    ['/concertations', 'meetings'],
    ['/equipe', 'team'],
    ['/rechercher', 'search'],
    ['/elsewhere/deep', 'nowhere'],
  ])('%s is %s', (path, name) => expect(routerFor(true).resolve(path).name).toBe(name))

  it('of a feature take the place of ours', async () => {
    const tasks = defineFeature({
      routes: [{ path: 'taches', name: 'tasks', component: page, meta: { rail: 'tasks' } }],
    })
    const router = routerFor(true, [session, tasks])
    expect(router.resolve('/taches').matched.at(-1)?.components?.default).toBe(page)
    expect(router.resolve('/taches').matched[0]?.name).toBe('shell')
  })
})
