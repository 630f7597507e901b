import { afterEach, describe, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { dropToken, heldToken } from './heldToken.ts'
import { takeLink } from './link.ts'

const TOKEN = `${'aB3-_'.repeat(8)}xyz`
afterEach(dropToken)

describe('a link', () => {
  it('loses its secret before the page is shown, and the address never holds it', async () => {
    const router = createRouter({
      history: createMemoryHistory(),
      routes: [{ path: '/invitation', component: {}, beforeEnter: takeLink }],
    })
    await router.push(`/invitation#${TOKEN}`)
    expect(router.currentRoute.value.fullPath).toBe('/invitation')
    expect(heldToken()).toBe(TOKEN)
  })

  it('is held through a reload, until it is dropped', () => {
    takeLink({ path: '/invitation', hash: `#${TOKEN}` })
    expect(takeLink({ path: '/invitation', hash: '' })).toBe(true)
    expect(heldToken()).toBe(TOKEN)
    dropToken()
    expect(heldToken()).toBeUndefined()
  })

  it('that was cut by a mail program is none', () => {
    takeLink({ path: '/invitation', hash: `#${TOKEN.slice(5)}` })
    expect(heldToken()).toBeUndefined()
  })
})
