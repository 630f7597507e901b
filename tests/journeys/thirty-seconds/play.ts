/** Plays a job: a house of its own, a slow wire, a slow processor, as often as asked. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { startServer, type RunningServer } from '@colloque/testing'
import type { Page } from 'playwright-core'
import { createSlowWire } from '../../wire/slow-wire.ts'
import { apiAs } from '../api.ts'
import { openTheatre } from '../people.ts'
import { createHand, type Gesture } from './hand.ts'
import type { Job } from './job.ts'

export const LINE = { roundTripMs: 300, loss: 0.05, seed: 8 } as const
export const SLOWER_PROCESSOR = 4
const MOVED_CLOCK = pathToFileURL(resolve(import.meta.dirname, 'moved-clock.ts')).href

export interface Run {
  readonly gestures: readonly Gesture[]
  readonly seconds: number
}

export interface PlayOptions {
  readonly runs: number
  /** How many times slower than this machine's the processor of the browser is; 4 by default. */
  readonly slower?: number
  /** Told each run as it ends. */
  on?(run: Run): void
}

/** A machine that is busy with other things needs longer, and fails nothing by it. */
const PATIENCE_MS = 90_000

/** @throws when a run does not come to its end, or the server has not got what was done */
export async function play(job: Job, options: PlayOptions): Promise<Run[]> {
  const { runs, slower = SLOWER_PROCESSOR, on = () => undefined } = options
  const slowDown = (page: Page) => setProcessor(page, slower)
  const folder = await mkdtemp(join(tmpdir(), 'colloque-thirty-'))
  const ends: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true, maxRetries: 5 })]
  try {
    const server = await openHouse(folder, job.houseOf)
    ends.unshift(() => server.stop())
    const wire = await createSlowWire(server.port, LINE)
    ends.unshift(() => wire.stop())
    const theatre = await openTheatre(wire.url)
    ends.unshift(() => theatre.close())
    try {
      const ready = await job.ready({ theatre, url: server.url, api: (name) => apiAs(server.url, name) })
      ready.person.page.context().setDefaultTimeout(PATIENCE_MS)
      // Whoever works with it every day has what the service worker keeps.
      await ready.person.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
      const done: Run[] = []
      for (let run = 0; run < runs; run++) {
        wire.fast()
        await setProcessor(ready.person.page, 1)
        await ready.prepare(run)
        wire.slow()
        const { person } = ready
        await slowDown(person.page)
        const hand = createHand(person, { touch: ready.touch })
        await ready.act(hand, slowDown)
        const one = { gestures: [...hand.gestures], seconds: hand.seconds() }
        await ready.check()
        done.push(one)
        on(one)
      }
      if (theatre.faults.length) throw new Error(theatre.faults.join('\n'))
      return done
    } catch (error) {
      await theatre.photograph(`thirty-seconds-${job.name}`)
      throw error
    }
  } finally {
    for (const end of ends) await end()
  }
}

/** What a session of the developer tools sets ends with it: it stays open as long as the page. */
async function setProcessor(page: Page, rate: number): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate })
}

/** The demo house; one that was founded earlier has lived on since. */
async function openHouse(dataFolder: string, founded: string | undefined): Promise<RunningServer> {
  if (founded === undefined) return startServer()
  const then = await startServer({
    dataFolder,
    environment: { NODE_OPTIONS: `--import=${MOVED_CLOCK}`, COLLOQUE_TEST_CLOCK: founded },
  })
  await then.stop()
  return startServer({ dataFolder })
}
