/** When a page is usable: what one presses first stands on the screen, and answers. */
import { press, type Received, type SlowPage } from './slow-line.ts'

/** Milliseconds since the navigation began. */
export interface Usable extends Received {
  /** The first paint of anything. */
  readonly paintedMs: number
  /** What is pressed stands there, painted. */
  readonly shownMs: number
  /** The press has changed what stands there, painted. */
  readonly usableMs: number
}

interface Watch {
  shown?: { at: number; x: number; y: number }
  answered?: number
}

/**
 * Goes to an address and presses the first thing that answers the selector, once it stands there.
 * @param pressed selector of what is pressed
 * @param complete selector of what stands there once nothing more comes that would move it
 * @param answers selector of what changes by it, or around it
 * @throws when it is not there, or does not answer, within half a minute
 */
export async function timeToUsable(
  { page, cdp, received }: SlowPage,
  { url, ...selectors }: { url: string; pressed: string; complete?: string; answers: string },
): Promise<Usable> {
  await page.addInitScript(watch, { complete: selectors.pressed, ...selectors })
  await page.goto(url, { waitUntil: 'commit' })
  const shown = await page.waitForFunction(() => (window as unknown as { watch: Watch }).watch.shown, null, {
    timeout: 30_000,
  })
  const { at: shownMs, x, y } = (await shown.jsonValue()) as Required<Watch>['shown']
  const untilShown = received()
  await press(cdp, { x, y })
  const answered = await page.waitForFunction(
    () => (window as unknown as { watch: Watch }).watch.answered,
    null,
    { timeout: 30_000 },
  )
  const paintedMs = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
  )
  return { paintedMs, shownMs, usableMs: (await answered.jsonValue()) as number, ...untilShown }
}

/** Runs in the page: looks once a frame, which costs next to nothing, and listens once it has been pressed. */
function watch({ pressed, complete, answers }: { pressed: string; complete: string; answers: string }): void {
  const seen: Watch = {}
  ;(window as unknown as { watch: Watch }).watch = seen
  const look = () => {
    const target = document.querySelector(complete) && document.querySelector(pressed)
    if (!target) return requestAnimationFrame(look)
    // As a thumb would, where what comes before it is long.
    if (target.getBoundingClientRect().bottom > innerHeight * 0.8) target.scrollIntoView({ block: 'center' })
    const { x, y, width, height } = target.getBoundingClientRect()
    const listening = new MutationObserver(() => {
      listening.disconnect()
      requestAnimationFrame(() => setTimeout(() => (seen.answered = performance.now())))
    })
    addEventListener(
      'click',
      () =>
        listening.observe(document.querySelector(answers) ?? document.body, {
          subtree: true,
          childList: true,
          attributes: true,
        }),
      { capture: true, once: true },
    )
    // After the frame in which it is painted.
    return setTimeout(() => (seen.shown = { at: performance.now(), x: x + width / 2, y: y + height / 2 }))
  }
  requestAnimationFrame(look)
}
