/**
 * People in real browsers: each signs in as somebody of the demo house, in a context of their own. Every request
 * that leaves the origin and every word of the content security policy is kept, and fails the journey at its end.
 */
import { resolve } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core'
import type { Demo } from '@colloque/contract'
import { eventually } from './api.ts'

export const BROWSER = process.env['COLLOQUE_TEST_BROWSER'] ?? ''

const DESKTOP = { width: 1280, height: 800 }
export const PHONE = { width: 390, height: 844 }

export interface Person {
  readonly name: string
  /** Another one after `reopen`. */
  readonly page: Page
  /** Goes to a path of the application and waits until its heading stands. */
  go(path: string): Promise<void>
  offline(off: boolean): Promise<void>
  /**
   * Closes the page as soon as it goes without a question, and opens its address anew in the same browser.
   * @param before what is done to the new page before it goes anywhere
   */
  reopen(before?: (page: Page) => Promise<void>): Promise<void>
}

export interface Theatre {
  /** Signs in as the first demo account of a profession, or the one of this name. */
  enter(who: string, options?: BrowserContextOptions): Promise<Person>
  /** Somebody in a browser of their own who has not signed in: they see an empty page. */
  arrive(name: string, options?: BrowserContextOptions): Promise<Person>
  /** Requests that left the origin, refused styles and scripts, errors nobody caught. Empty, if all is well. */
  readonly faults: string[]
  /** Takes a picture of every page, for whoever looks into a journey that failed. */
  photograph(name: string): Promise<void>
  close(): Promise<void>
}

/** Where pictures of failed journeys are kept. */
const PICTURES = resolve(import.meta.dirname, '../../.cache/journeys')

/** Lines of the console that say nothing is wrong: nobody is signed in yet, or the network is meant to be gone. */
const EXPECTED = [
  /401 \(Unauthorized\)/,
  /ERR_INTERNET_DISCONNECTED/,
  // A server that is killed resets what was under way, and refuses what comes after.
  /ERR_CONNECTION_(RESET|REFUSED)/,
  /WebSocket connection to/,
  /503 \(Service Unavailable\)/,
]

/** @param besides other origins that a browser may be sent to */
export async function openTheatre(url: string, besides: readonly string[] = []): Promise<Theatre> {
  const browser: Browser = await chromium.launch({
    executablePath: BROWSER,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  const demo = (await (await fetch(`${url}/api/v1/demo`)).json()) as Demo
  const faults: string[] = []
  const origins = [url, url.replace('http', 'ws'), 'data:', 'blob:', ...besides]

  const arrive: Theatre['arrive'] = async (name, options = {}) => {
    const context = await browser.newContext({
      locale: 'fr-FR',
      timezoneId: 'Europe/Paris',
      viewport: DESKTOP,
      ...options,
    })
    context.setDefaultTimeout(20_000)
    const openPage = async () => {
      const opened = await context.newPage()
      opened.on('request', (request) => {
        if (!origins.some((origin) => request.url().startsWith(origin)))
          faults.push(`left the origin: ${request.url()}`)
      })
      opened.on('pageerror', (error) => faults.push(`${name}: ${error.message}`))
      opened.on('console', (message) => {
        const text = message.text()
        if (message.type() === 'error' && !EXPECTED.some((known) => known.test(text)))
          faults.push(`${name}: ${text}`)
      })
      return opened
    }
    let page = await openPage()
    return {
      name,
      get page() {
        return page
      },
      go: async (path) => {
        await page.goto(`${url}${path}`)
        // In the page, if not in sight of the reader: an address may open a sheet over it.
        await page.locator('main').waitFor()
      },
      offline: (off) => context.setOffline(off),
      async reopen(before) {
        const address = page.url()
        // As a person does who is asked whether to leave unsaved work: waits a moment, and tries again.
        page.on('dialog', (question) => void question.dismiss())
        while (!page.isClosed()) {
          const gone = page.waitForEvent('close', { timeout: 1_000 }).catch(() => undefined)
          await page.close({ runBeforeUnload: true })
          await gone
        }
        page = await openPage()
        await before?.(page)
        await page.goto(address)
      },
    }
  }

  return {
    faults,
    arrive,
    enter: async (who, options) => {
      const account = demo.accounts.find(({ name, profession }) => name === who || profession === who)
      if (!account) throw new Error(`nobody of the demo house is ${who}`)
      const person = await arrive(account.name, options)
      await person.go('/connexion')
      await person.page.getByRole('button', { name: new RegExp(account.name) }).click()
      await person.page.getByRole('navigation').first().waitFor()
      return person
    },
    photograph: async (name) => {
      for (const [index, context] of browser.contexts().entries()) {
        const [page] = context.pages()
        await page?.screenshot({ path: `${PICTURES}/${name.replace(/\W+/g, '-')}-${index}.png` })
      }
    },
    close: () => browser.close(),
  }
}

/**
 * The toasts' list keeps two empty stops for the keyboard around it, hidden from screen readers: they hand the focus on
 * at once, which axe cannot know.
 */
const isStopOfToasts = (id: string, html: string) =>
  id === 'aria-hidden-focus' && /^<span[^>]*tabindex="0"[^>]*><\/span>$/.test(html)

/** Whether what axe takes for a small target is one where a finger meets it, and not out of sight or under a bar. */
const isSmall = (page: Page, selector: string): Promise<boolean> =>
  page
    .locator(selector)
    .first()
    .evaluate((target) => {
      const scrolled: [Element, number, number][] = []
      for (let one: Element | null = target; one; one = one.parentElement)
        scrolled.push([one, one.scrollLeft, one.scrollTop])
      target.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })
      // A box is ticked by its label as well.
      const { x, y, width, height } = (target.closest('label') ?? target).getBoundingClientRect()
      const met = document.elementFromPoint(x + width / 2, y + height / 2)
      for (const [one, left, top] of scrolled) one.scrollTo({ left, top, behavior: 'instant' })
      return width < 24 || height < 24 || !met || !(target.contains(met) || met.contains(target))
    })

/** What fades in or out has the contrast of neither: a page is looked at once it stands still. */
const standsStill = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const moving = () =>
      document
        .getAnimations()
        .filter(
          ({ effect, playState }) => playState === 'running' && effect?.getTiming().iterations !== Infinity,
        )
    // One that ends may begin the next: what a menu uncovers fades in.
    while (moving().length > 0) await Promise.allSettled(moving().map(({ finished }) => finished))
  })

/** What the editor of a rich text knows of its caret. */
interface RichText {
  readonly state: { readonly selection: { readonly anchor: number } }
  posAtDOM(node: Node, offset: number): number
}

/**
 * Waits until a rich text has its caret where the browser has it. The editor hears of a click or of an arrow by an
 * event that comes after it, and a key that is pressed within that millisecond would act where the caret was before.
 * No hand is so quick.
 */
export async function caretTaken(text: Locator): Promise<void> {
  const isTaken = () =>
    text.evaluate((box) => {
      const { view } = (box as unknown as { editor: { view: RichText } }).editor
      const { anchorNode, anchorOffset } = document.getSelection() ?? {}
      if (!anchorNode || !box.contains(anchorNode)) return false
      return view.posAtDOM(anchorNode, anchorOffset ?? 0) === view.state.selection.anchor
    })
  await eventually(isTaken, (taken) => taken)
}

/** What axe finds on a page without frames, in short. Empty, if it is accessible as far as a program can tell. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await standsStill(page)
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    // In the page itself, and thrice as quick: the other mode is for pages with frames, and ours have none.
    .setLegacyMode()
    .analyze()
  const faults: string[] = []
  for (const { id, nodes } of violations) {
    const found: string[] = []
    for (const { html, target } of nodes) {
      const selector = target.join(' ')
      if (isStopOfToasts(id, html)) continue
      if (id !== 'target-size' || (await isSmall(page, selector))) found.push(selector)
    }
    if (found.length) faults.push(`${id}: ${found.join(', ')}`)
  }
  return faults
}
