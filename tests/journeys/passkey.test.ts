/**
 * A doctor gets a passkey, signs in by it, and proves by it who she is before something that wants it. The browser is
 * real; its authenticator is Chromium's own virtual one, that says yes as a finger would.
 */
import { startServer, type RunningServer } from '@colloque/testing'
import type { CDPSession, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityFaults, BROWSER, openTheatre, PHONE, type Person, type Theatre } from './people.ts'

let server: RunningServer
let theatre: Theatre
let doctor: Person
let authenticator: Authenticator

interface Authenticator {
  /** Whether the finger is the owner's from now on. */
  recognises(owner: boolean): Promise<void>
}

async function virtualAuthenticator(page: Page): Promise<Authenticator> {
  const browser: CDPSession = await page.context().newCDPSession(page)
  await browser.send('WebAuthn.enable')
  const { authenticatorId } = await browser.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    recognises: async (isUserVerified) => {
      await browser.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
    },
  }
}

/** The server answers once as it does ten minutes after signing in. */
async function asLongAfterSigningIn(page: Page, path: string): Promise<void> {
  const data = { why: 'proof_needed' }
  await page.route(
    path,
    (route) => route.fulfill({ status: 409, json: { ok: false, error: { code: 'conflict', data } } }),
    { times: 1 },
  )
}

const button = (name: string | RegExp) => doctor.page.getByRole('button', { name })
const question = () => doctor.page.getByRole('dialog', { name: 'Confirmez que c’est bien vous' })
const alert = (words: RegExp) => doctor.page.getByRole('alert').filter({ hasText: words })

describe.skipIf(BROWSER === '')('a passkey', () => {
  beforeAll(async () => {
    server = await startServer()
    // Browsers know no passkeys at an address of numbers.
    theatre = await openTheatre(`http://localhost:${server.port}`)
    doctor = await theatre.enter('Hélène Castaing')
    authenticator = await virtualAuthenticator(doctor.page)
  })
  afterAll(async () => {
    await theatre?.close()
    await server?.stop()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await theatre.photograph(task.name)
  })

  it('is added under « Mon compte », and named by its owner', async () => {
    await button(/^Compte/).click()
    await doctor.page.getByRole('menuitem', { name: 'Mon compte' }).click()
    await doctor.page.getByText('Signez sans mot de passe').waitFor()
    expect(await accessibilityFaults(doctor.page)).toEqual([])
    await button('Ajouter une clé d’accès').click()
    await button(/^Renommer/).click()
    await doctor.page.keyboard.type('Portable du cabinet')
    await doctor.page.keyboard.press('Enter')
    await doctor.page.getByText('Portable du cabinet').waitFor()
    expect(await accessibilityFaults(doctor.page)).toEqual([])
  })

  it('is not made twice on one device', async () => {
    await button('Ajouter une clé d’accès').click()
    await alert(/déjà une clé d’accès/).waitFor()
  })

  it('signs in without address and without password', async () => {
    await button(/^Compte/).click()
    await doctor.page.getByRole('menuitem', { name: 'Se déconnecter' }).click()
    await button('Se connecter avec une clé d’accès').click()
    await doctor.page.getByRole('navigation').first().waitFor()
    await doctor.go('/mon-compte')
    // The session that it opened says so too, further down.
    const passkeys = doctor.page.getByRole('region', { name: 'Clés d’accès' })
    await passkeys.getByText(/utilisée à l’instant/).waitFor()
  })

  it('does not sign in for a finger that is not the owner’s', async () => {
    await button(/^Compte/).click()
    await doctor.page.getByRole('menuitem', { name: 'Se déconnecter' }).click()
    await authenticator.recognises(false)
    await button('Se connecter avec une clé d’accès').click()
    await alert(/Aucune clé d’accès n’a été utilisée/).waitFor()
    await authenticator.recognises(true)
    await button('Se connecter avec une clé d’accès').click()
    await doctor.page.getByRole('navigation').first().waitFor()
  })

  it('proves who she is: cancelled by Escape, refused for a wrong password, given by a finger', async () => {
    await doctor.go('/mon-compte')
    const remove = async () => {
      await button('Retirer « Portable du cabinet »').click()
      await doctor.page.getByRole('dialog').getByRole('button', { name: 'Retirer la clé' }).click()
      await question().waitFor()
    }
    await asLongAfterSigningIn(doctor.page, '**/api/v1/me/passkeys/*')
    await remove()
    expect(await accessibilityFaults(doctor.page)).toEqual([])
    await doctor.page.keyboard.press('Escape')
    await question().waitFor({ state: 'detached' })
    await doctor.page.getByText('Portable du cabinet').waitFor()

    await asLongAfterSigningIn(doctor.page, '**/api/v1/me/passkeys/*')
    await remove()
    await question().getByRole('button', { name: 'Utiliser le mot de passe' }).click()
    await question().locator('[name=password]:focus').waitFor()
    await doctor.page.keyboard.type('pas celui-là')
    await doctor.page.keyboard.press('Enter')
    await alert(/pas votre mot de passe/).waitFor()
    const proved = doctor.page.waitForResponse(/\/session\/proof\/passkey$/)
    await question().getByRole('button', { name: 'Utiliser une clé d’accès' }).click()
    expect((await proved).status()).toBe(200)
    await doctor.page.getByText('Signez sans mot de passe').waitFor()
  })

  it('that was removed signs in no more', async () => {
    await button(/^Compte/).click()
    await doctor.page.getByRole('menuitem', { name: 'Se déconnecter' }).click()
    await button('Se connecter avec une clé d’accès').click()
    await alert(/n’est pas reconnue/).waitFor()
  })

  it('is not offered where browsers have none, and the reason is said', async () => {
    const byNumbers = await openTheatre(server.url)
    const phone = await byNumbers.enter('Samuel Adjovi', { viewport: PHONE, hasTouch: true })
    await phone.go('/mon-compte')
    await phone.page.getByText('demandent une adresse en https ou localhost').waitFor()
    expect(await phone.page.getByRole('button', { name: 'Ajouter une clé d’accès' }).count()).toBe(0)
    expect(await accessibilityFaults(phone.page)).toEqual([])
    expect(byNumbers.faults).toEqual([])
    await byNumbers.close()
  })

  it('leaves nothing that failed unseen', () => {
    const refusals = theatre.faults.filter((fault) => !/(400 \(Bad Request\)|409 \(Conflict\))/.test(fault))
    expect(refusals).toEqual([])
  })
})
