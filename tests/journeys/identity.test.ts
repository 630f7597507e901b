/**
 * Ways in and out of an account: an invitation, a second factor, an identity elsewhere, a session that somebody ends
 * from another device. The provider is a real one, on the loopback; codes are made from the secret that the page shows.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort, startServer, type RunningServer } from '@colloque/testing'
import { startIdentityProvider, type IdentityProvider } from '@colloque/testing/identity-provider'
import type { AcceptedInvitation, MadeInvitation, MadeRecovery } from '@colloque/contract'
import { SECURITY_AT_FIRST } from '@colloque/domain'
import { generateSync } from 'otplib'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { apiAs, type ApiReader } from './api.ts'
import { accessibilityFaults, BROWSER, openTheatre, PHONE, type Person, type Theatre } from './people.ts'

const PROVIDER = 'Portail régional'
const EMAIL = 'ines.kaplan@essais.example'
const PASSWORD = 'girafe velours 37 tuilerie'
const NEW_PASSWORD = 'lampadaire 58 nuage corsaire'
const STEP_MS = 30_000

let folder: string
let provider: IdentityProvider
let server: RunningServer
let theatre: Theatre
let coordinator: ApiReader
let nurse: Person
let telephone: Person
let newcomersLink: string
let nurseId = ''
let lastStep = 0
let secret = ''
let recoveryCodes: string[] = []

/** None is good twice, nor one before it: the next after the last. Servers take it half a minute early, not more. */
async function nextCode(): Promise<string> {
  lastStep = Math.max(lastStep + 1, stepNow())
  while (stepNow() < lastStep - 1) await wait(200)
  return generateSync({ secret, epoch: (lastStep * STEP_MS) / 1_000 })
}
const stepNow = () => Math.floor(Date.now() / STEP_MS)

const pathOf = (link: string) => new URL(link).pathname + new URL(link).hash
const button = (name: string | RegExp, page = nurse.page) => page.getByRole('button', { name })
const alert = (words: RegExp, page = nurse.page) => page.getByRole('alert').filter({ hasText: words })
const isInside = (page: Page) => page.getByRole('navigation').first().waitFor()

async function shownSecret(page: Page): Promise<string> {
  const shown = await page.locator('[data-secret]').textContent()
  return shown?.replace(/\s/g, '') ?? ''
}

async function teamOf(read: ApiReader) {
  const { teamIds } = await read<{ teamIds: string[] }>('/me')
  return teamIds[0] ?? expect.fail('in no team')
}

async function signInByPassword(page: Page, password: string) {
  await page.getByLabel('Adresse e-mail').fill(EMAIL)
  await page.getByLabel('Mot de passe', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
}

async function signOut(page: Page) {
  await button(/^Compte/, page).click()
  await page.getByRole('menuitem', { name: 'Se déconnecter' }).click()
  await page.getByLabel('Adresse e-mail').waitFor()
}

describe.skipIf(BROWSER === '')('an account', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'colloque-identity-'))
    const port = await freePort()
    const url = `http://localhost:${port}`
    provider = await startIdentityProvider({ redirectUri: `${url}/api/v1/session/oidc/callback` })
    const secretFile = join(folder, 'secret')
    await writeFile(secretFile, provider.clientSecret, { mode: 0o600 })
    server = await startServer({
      port,
      environment: {
        COLLOQUE_ADDRESS: url,
        COLLOQUE_OIDC_ISSUER: provider.issuer,
        COLLOQUE_OIDC_CLIENT_ID: provider.clientId,
        COLLOQUE_OIDC_CLIENT_SECRET_FILE: secretFile,
        COLLOQUE_OIDC_NAME: PROVIDER,
      },
    })
    theatre = await openTheatre(url, [new URL(provider.issuer).origin])
    coordinator = await apiAs(url, 'Nadia Ferhat')
    nurse = await theatre.arrive('Inès Kaplan')
  })
  afterAll(async () => {
    await theatre?.close()
    await server?.stop()
    await provider?.stop()
    await rm(folder, { recursive: true, force: true })
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await theatre.photograph(task.name)
  })

  it('begins with an invitation, and a password that is refused before one that is taken', async () => {
    const teamId = await teamOf(coordinator)
    const { link } = await coordinator.post<MadeInvitation>(`/teams/${teamId}/invitations`, {
      ...{ email: EMAIL, name: 'Inès Kaplan', profession: 'nurse' },
    })
    await nurse.go(pathOf(link))
    await nurse.page.getByText(/^Nadia Ferhat vous invite à rejoindre l’équipe/).waitFor()
    expect(new URL(nurse.page.url()).hash).toBe('')
    expect(await accessibilityFaults(nurse.page)).toEqual([])
    await nurse.page.getByLabel('Nouveau mot de passe').fill('motdepasse1234')
    await button('Créer mon compte').click()
    await nurse.page.getByText(/parmi les plus courants|se devine trop vite/).waitFor()
    const accepted = nurse.page.waitForResponse(
      (answer) => answer.url().endsWith('/invitations/accept') && answer.ok(),
    )
    await nurse.page.getByLabel('Nouveau mot de passe').fill(PASSWORD)
    await button('Créer mon compte').click()
    nurseId = ((await (await accepted).json()) as AcceptedInvitation).account.id
    await button('Non, il est partagé').click()
    await nurse.page.waitForURL((url) => url.pathname === '/')
    await isInside(nurse.page)
    // Whoever finds the link afterwards.
    const late = await theatre.arrive('whoever', { viewport: PHONE })
    await late.go(pathOf(link))
    await late.page.getByText('Ce lien a déjà servi.').waitFor()
    expect(await accessibilityFaults(late.page)).toEqual([])
    await late.page.context().close()
  })

  it('gets a second factor, whose secret is shown to be scanned and to be typed', async () => {
    await nurse.go('/mon-compte')
    await button('Ajouter une application de codes').click()
    secret = await shownSecret(nurse.page)
    await nurse.page.getByRole('img', { name: 'Code QR pour l’application' }).waitFor()
    expect(await accessibilityFaults(nurse.page)).toEqual([])
    await nurse.page.getByLabel('Code de l’application').fill(await nextCode())
    await button('Ajouter l’application').click()
    await nurse.page.getByRole('heading', { name: 'Gardez ces codes de secours' }).waitFor()
    expect(await accessibilityFaults(nurse.page)).toEqual([])
    recoveryCodes = await nurse.page.getByRole('dialog').locator('ol > li').allTextContents()
    expect(new Set(recoveryCodes).size).toBe(10)
    await button('J’ai gardé ces codes').click()
    // The page under it is looked at once it has faded out.
    await nurse.page.getByRole('dialog').waitFor({ state: 'detached' })
    await nurse.page.getByText('Il reste 10 codes de secours.').waitFor()
    expect(await accessibilityFaults(nurse.page)).toEqual([])
  })

  it('is entered by password and code, not by a wrong one', async () => {
    await signOut(nurse.page)
    await signInByPassword(nurse.page, PASSWORD)
    await nurse.page.getByLabel('Code de l’application').waitFor()
    expect(await accessibilityFaults(nurse.page)).toEqual([])
    const code = await nextCode()
    const wrong = String((Number(code) + 500_000) % 1_000_000).padStart(6, '0')
    await nurse.page.getByLabel('Code de l’application').fill(wrong)
    await nurse.page.keyboard.press('Enter')
    await alert(/Il vous reste 4 essais/).waitFor()
    await nurse.page.getByLabel('Code de l’application').fill(code)
    await nurse.page.keyboard.press('Enter')
    await isInside(nurse.page)
  })

  it('is entered by a recovery code, once', async () => {
    const [code = ''] = recoveryCodes
    for (const isFirst of [true, false]) {
      await signOut(nurse.page)
      await signInByPassword(nurse.page, PASSWORD)
      await button('Utiliser un code de secours').click()
      await nurse.page.getByLabel('Code de secours').waitFor()
      if (isFirst) expect(await accessibilityFaults(nurse.page)).toEqual([])
      await nurse.page.getByLabel('Code de secours').fill(code)
      await nurse.page.keyboard.press('Enter')
      if (isFirst) await isInside(nurse.page)
      else await alert(/Ce code n’est pas le bon/).waitFor()
    }
    await nurse.page.getByLabel('Code de secours').fill(recoveryCodes[1] ?? '')
    await nurse.page.keyboard.press('Enter')
    await isInside(nurse.page)
  })

  it('is linked to an identity elsewhere, and entered by it', async () => {
    provider.present = { sub: 'ines-elsewhere', amr: ['pwd', 'otp', 'mfa'] }
    await nurse.go('/mon-compte')
    await button(`Relier ${PROVIDER}`).click()
    await button(`Délier ${PROVIDER}`).waitFor()
    expect(new URL(nurse.page.url()).pathname).toBe('/mon-compte')
    await signOut(nurse.page)
    await nurse.page.getByRole('link', { name: `Se connecter avec ${PROVIDER}` }).click()
    await isInside(nurse.page)
    await nurse.go('/mon-compte')
    await nurse.page.getByText('compte relié', { exact: true }).waitFor()
  })

  it('is not entered by an identity that nobody here has, and the page says what to do', async () => {
    provider.present = { sub: 'somebody-else' }
    const stranger = await theatre.arrive('a stranger', { viewport: PHONE, hasTouch: true })
    await stranger.go('/connexion')
    await stranger.page.getByRole('link', { name: `Se connecter avec ${PROVIDER}` }).click()
    await alert(/Aucun compte d’ici ne correspond/, stranger.page).waitFor()
    expect(await accessibilityFaults(stranger.page)).toEqual([])
    await button('Mot de passe oublié', stranger.page).click()
    await stranger.page.getByText('Ce serveur n’envoie pas de courrier', { exact: false }).waitFor()
    expect(await accessibilityFaults(stranger.page)).toEqual([])
    await stranger.page.context().close()
  })

  it('that is open on another device is closed from here, within seconds', async () => {
    const phone = await theatre.arrive('her telephone', { viewport: PHONE, hasTouch: true })
    await phone.go('/connexion')
    await signInByPassword(phone.page, PASSWORD)
    await phone.page.getByLabel('Code de l’application').fill(await nextCode())
    await phone.page.keyboard.press('Enter')
    await button('Non, il est partagé', phone.page).click()
    await isInside(phone.page)
    await nurse.go('/mon-compte')
    const others = nurse.page.locator('[data-session=other]')
    await others.first().waitFor()
    expect(await others.count()).toBe(1)
    await others.getByRole('button', { name: /^Terminer/ }).click()
    await alert(/Votre session est terminée/, phone.page).waitFor({ timeout: 10_000 })
    expect(new URL(phone.page.url()).pathname).toBe('/connexion')
    expect(await accessibilityFaults(phone.page)).toEqual([])
    await others.waitFor({ state: 'detached' })
    await phone.page.context().close()
  })

  it('whose password is lost is opened by a link of the administrator, without its second factor', async () => {
    // Signed in anew: a link into somebody's account wants a proof of the last ten minutes.
    coordinator = await apiAs(server.url, 'Nadia Ferhat')
    const teamId = await teamOf(coordinator)
    const { link } = await coordinator.post<MadeRecovery>(`/teams/${teamId}/members/${nurseId}/recovery`, {
      resetSecondFactor: true,
    })
    telephone = await theatre.arrive('her telephone', { viewport: PHONE, hasTouch: true })
    await telephone.go(pathOf(link))
    await telephone.page.getByText('Votre deuxième facteur sera retiré aussi', { exact: false }).waitFor()
    expect(await accessibilityFaults(telephone.page)).toEqual([])
    await telephone.page.getByLabel('Nouveau mot de passe').fill(NEW_PASSWORD)
    await button('Enregistrer le mot de passe', telephone.page).click()
    await telephone.page.getByText(/^Mot de passe enregistré/).waitFor()
    // The session that was open elsewhere is over.
    await alert(/Votre session est terminée/).waitFor({ timeout: 10_000 })
    await telephone.page.getByRole('link', { name: 'Aller à la connexion' }).click()
    await signInByPassword(telephone.page, NEW_PASSWORD)
    await isInside(telephone.page)
  })

  it('gets its second factor on the way in, where the team asks for one', async () => {
    const teamId = await teamOf(coordinator)
    const invited = {
      email: 'hugo.marchand@trois-saules.example',
      name: 'Hugo Marchand',
      profession: 'pharmacist',
    }
    newcomersLink = (await coordinator.post<MadeInvitation>(`/teams/${teamId}/invitations`, invited)).link
    const security = { ...SECURITY_AT_FIRST, secondFactorRequired: true }
    await coordinator.send('team.setSecurity', { teamId, security })
    await alert(/Votre session est terminée/, telephone.page).waitFor({ timeout: 10_000 })
    await signInByPassword(telephone.page, NEW_PASSWORD)
    await telephone.page.getByRole('heading', { name: 'Votre équipe demande un deuxième facteur' }).waitFor()
    secret = await shownSecret(telephone.page)
    lastStep = 0
    expect(await accessibilityFaults(telephone.page)).toEqual([])
    await telephone.page.getByLabel('Code de l’application').fill(await nextCode())
    await button('Entrer', telephone.page).click()
    await telephone.page.getByRole('heading', { name: 'Gardez ces codes de secours' }).waitFor()
    expect(await accessibilityFaults(telephone.page)).toEqual([])
    await button('J’ai gardé ces codes', telephone.page).click()
    await isInside(telephone.page)
  })

  it('of a newcomer there gets it before the first page', async () => {
    const newcomer = await theatre.arrive('a newcomer', { viewport: PHONE, hasTouch: true })
    await newcomer.go(pathOf(newcomersLink))
    await newcomer.page.getByLabel('Nouveau mot de passe').fill(PASSWORD)
    await button('Créer mon compte', newcomer.page).click()
    await newcomer.page.getByRole('heading', { name: 'Votre équipe demande un deuxième facteur' }).waitFor()
    secret = await shownSecret(newcomer.page)
    lastStep = 0
    await newcomer.page.getByLabel('Code de l’application').fill(await nextCode())
    await button('Entrer', newcomer.page).click()
    await button('J’ai gardé ces codes', newcomer.page).click()
    await isInside(newcomer.page)
    await newcomer.page.context().close()
  })

  it('leaves nothing that failed unseen', () => {
    const refused = /(400 \(Bad Request\)|404 \(Not Found\))/
    expect(theatre.faults.filter((fault) => !refused.test(fault))).toEqual([])
  })
})
