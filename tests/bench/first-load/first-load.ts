/**
 * The client's first load: from nothing to a screen that answers, on a slow line and a slow processor, in a real
 * browser, beside a bare page that is as heavy.
 */
import { startServer, type RunningServer } from '@colloque/testing'
import type { Demo } from '@colloque/contract'
import type { Browser } from 'playwright-core'
import { apiAs } from '../../journeys/api.ts'
import type { Contender, FigureDefinition, Measure, Running } from '../lib/measure.ts'
import { serveBarePage } from './bare-page.ts'
import { openBare, openQueue, openQueueAgain, openSignIn, type Somebody } from './scenes.ts'
import { launch } from './slow-line.ts'
import type { Usable } from './usable.ts'

const BROWSER = process.env['COLLOQUE_TEST_BROWSER'] ?? ''
const impossible = () =>
  BROWSER === '' ? 'COLLOQUE_TEST_BROWSER does not name a browser (npm test finds one)' : undefined

/** What a design names: the seconds of a first screen, and all that comes over the line before it. */
const USABLE_MS = 2_000
const BEFORE_KB = 250

/** A house with what waits for its first doctor; what is pressed is decided, so each round brings something new. */
interface House {
  readonly server: RunningServer
  readonly browser: Browser
  readonly doctor: Somebody
  askSomething(): Promise<void>
  stop(): Promise<void>
}

async function openHouse(): Promise<House> {
  const server = await startServer()
  const browser = await launch(BROWSER)
  const { accounts } = (await (await fetch(`${server.url}/api/v1/demo`)).json()) as Demo
  const ofProfession = (wanted: string) => {
    const found = accounts.find(({ profession }) => profession === wanted)
    if (!found) throw new Error(`nobody of the demo house is ${wanted}`)
    return found
  }
  const [doctor, nurse] = [ofProfession('physician'), ofProfession('nurse')]
  const asDoctor = await apiAs(server.url, doctor.name)
  const asNurse = await apiAs(server.url, nurse.name)
  const casesOf = async (read: typeof asDoctor) =>
    (await read<{ items: { id: string }[] }>('/cases?limit=200')).items.map(({ id }) => id)
  const hers = new Set(await casesOf(asNurse))
  const caseId = (await casesOf(asDoctor)).find((id) => hers.has(id))
  let asked = 0
  return {
    server,
    browser,
    doctor,
    askSomething: async () => {
      const text = `Essoufflée depuis ce matin (${++asked})`
      await asNurse.send('message.post', { caseId, text, urgency: 'urgent' })
    },
    async stop() {
      await browser.close()
      await server.stop()
    },
  }
}

const figuresOf = ({ paintedMs, shownMs, usableMs, bytes, dataBytes, requests }: Usable) => ({
  painted: paintedMs,
  shown: shownMs,
  usable: usableMs,
  weight: bytes / 1000,
  data: dataBytes / 1000,
  requests,
})

/** The scene with the application. */
const ours = (open: (house: House) => Promise<Usable>): Contender => ({
  role: 'ours',
  label: 'Colloque',
  async start(): Promise<Running> {
    const house = await openHouse()
    return {
      async run() {
        await house.askSomething()
        return figuresOf(await open(house))
      },
      stop: () => house.stop(),
    }
  },
})

const bare: Contender = {
  role: 'baseline',
  label: `a bare page of ${BEFORE_KB} kB`,
  async start(): Promise<Running> {
    const browser = await launch(BROWSER)
    const page = await serveBarePage(BEFORE_KB * 1000)
    return {
      run: async () => figuresOf(await openBare(browser, page.url)),
      async stop() {
        await browser.close()
        await page.close()
      },
    }
  },
}

function figures(target: Partial<Record<'usable' | 'weight', number>>): readonly FigureDefinition[] {
  const lower = { unit: 'ms', better: 'lower' } as const
  const within = (key: 'usable' | 'weight') => {
    const value = target[key]
    return value === undefined ? {} : { target: { value } }
  }
  return [
    { ...lower, key: 'painted', name: 'first paint' },
    { ...lower, key: 'shown', name: 'what is pressed first stands there, and nothing will move it' },
    { ...lower, key: 'usable', name: 'usable: a press on it is answered', ...within('usable') },
    {
      ...lower,
      key: 'weight',
      name: 'the application, over the line until then',
      unit: 'kB',
      ...within('weight'),
    },
    { ...lower, key: 'data', name: 'what is read, over the line until then', unit: 'kB' },
    { ...lower, key: 'requests', name: 'requests until then', unit: '' },
  ]
}

const NOTE =
  'A phone’s screen, 1.6 Mbit/s down, 750 kbit/s up, 150 ms a request, processor four times slower, as Chromium imitates them; server and browser share the machine.'

export const firstLoadMeasures: readonly Measure[] = [
  {
    name: 'first-load-home',
    title: 'First load: Accueil, signed in, nothing kept by the browser',
    figures: figures({ usable: USABLE_MS, weight: BEFORE_KB }),
    contenders: [bare, ours(({ browser, server, doctor }) => openQueue(browser, server.url, doctor))],
    rounds: 5,
    impossible,
    note: NOTE,
  },
  {
    name: 'first-load-sign-in',
    title: 'First load: the page to sign in, nothing kept by the browser',
    figures: figures({}),
    contenders: [bare, ours(({ browser, server }) => openSignIn(browser, server.url))],
    impossible,
    note: NOTE,
  },
  {
    name: 'first-load-again',
    title: 'The visits of every day: Accueil, with the service worker and what the device keeps',
    figures: figures({}),
    contenders: [bare, ours(({ browser, server, doctor }) => openQueueAgain(browser, server.url, doctor))],
    impossible,
    note: NOTE,
  },
]
