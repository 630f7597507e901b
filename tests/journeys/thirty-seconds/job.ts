/** What a job is, and what is held against it. */
import type { Page } from 'playwright-core'
import type { ApiReader } from '../api.ts'
import type { Person, Theatre } from '../people.ts'
import type { Hand } from './hand.ts'

export interface Target {
  readonly gestures: number
  /** From the first gesture until the interface says that it is done; null where gestures alone count. */
  readonly seconds: number | null
}

/** Where a job is done: a house, and browsers that reach it over a slow wire. */
export interface Stage {
  readonly theatre: Theatre
  /** Of the house on the machine itself, for what is made ready. */
  readonly url: string
  api(name: string): Promise<ApiReader>
}

/** Somebody who is there before the job begins. */
export interface Ready {
  readonly person: Person
  readonly touch: boolean
  /** All that the job is about, anew for each run. What is on the screen is settled when it resolves. */
  prepare(run: number): Promise<void>
  /**
   * Does it, up to the moment at which the interface says that it is done.
   * @param slowDown what a page that is opened on the way needs, to be as slow as the first
   */
  act(hand: Hand, slowDown: (page: Page) => Promise<void>): Promise<void>
  /** @throws when the server has not got what was done */
  check(): Promise<void>
}

export interface Job {
  readonly name: string
  /** In the report, with what follows. */
  readonly title: string
  readonly who: string
  /** How things stand when the clock begins. */
  readonly start: string
  /** What ends it. */
  readonly end: string
  readonly target: Target
  /** When the house was founded, ISO UTC; now by default. */
  readonly houseOf?: string
  ready(stage: Stage): Promise<Ready>
}

/** « Enregistré » in the banner: the server has all of it. */
export const saved = (page: Page) => page.getByRole('banner').getByText('Enregistré', { exact: true })
