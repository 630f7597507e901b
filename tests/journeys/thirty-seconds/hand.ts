/**
 * Whose hand does a job: every tap and every key that decides something is a gesture and is counted, words that are
 * typed or dictated are not. The clock runs from the first gesture.
 */
import type { Locator } from 'playwright-core'
import type { Person } from '../people.ts'

export interface Gesture {
  readonly what: string
  /** Seconds since the first. */
  readonly at: number
}

export interface Hand {
  /** A key, or keys pressed together: one gesture. @param what for the report: « Ctrl K » */
  press(keys: string, what: string): Promise<void>
  /** A tap where there is a touch screen, a click otherwise: one gesture. */
  tap(target: Locator, what: string): Promise<void>
  /** A gesture beside the page, as the icon on the screen of a phone is. */
  begin(what: string): void
  /** Words into what has the keyboard, key by key. */
  type(words: string): Promise<void>
  /** Words all at once, as they come from dictation. */
  dictate(words: string): Promise<void>
  readonly gestures: readonly Gesture[]
  /** Since the first gesture. */
  seconds(): number
}

export function createHand(person: Person, { touch = false } = {}): Hand {
  const gestures: Gesture[] = []
  let beganAt: number | undefined
  const seconds = () => (beganAt === undefined ? 0 : (performance.now() - beganAt) / 1_000)
  const begin = (what: string) => {
    beganAt ??= performance.now()
    gestures.push({ what, at: seconds() })
  }
  return {
    gestures,
    begin,
    async press(keys, what) {
      begin(what)
      await person.page.keyboard.press(keys)
    },
    async tap(target, what) {
      // Until it is there nobody can tap it: that is waiting, and the clock has begun, or begins with the tap.
      await target.waitFor()
      begin(what)
      await (touch ? target.tap() : target.click())
    },
    type: (words) => person.page.keyboard.type(words),
    dictate: (words) => person.page.keyboard.insertText(words),
    seconds,
  }
}
