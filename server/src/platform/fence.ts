import { DomainError } from '@colloque/domain'

/**
 * Bounds how long somebody who lost access elsewhere goes on here: without having heard, for so long, of all that was
 * stored elsewhere, this node tells nobody anything and takes nothing in.
 */
export interface Fence {
  /** Asked of the clocks each time: a process that stood still meets it closed, whichever of its timers run first. */
  readonly isOpen: boolean
  /** Runs at once while open; else after it has opened, in order of asking, on what is true by then. */
  whenOpen(work: () => void): void
  /** Resolves in the turn in which it opens, after what waited to be done. */
  opened(): Promise<void>
  /** @throws DomainError unavailable where it stays closed for too long */
  passed(): Promise<void>
  /**
   * One of those whose word it takes, and which all have to be recent.
   * @returns to be called when a look at what was stored elsewhere begins; what that returns, once all of it is known
   */
  witness(): () => () => void
}

/** Less than the second within which a loss of access takes effect, by what a look may take. */
const LEASE_MS = 800
/** How long a request may wait. */
const WAIT_MS = 5_000

/** Two clocks: one is not set by anybody, the other goes on while the machine sleeps. Milliseconds. */
interface Moment {
  readonly monotonic: number
  readonly wall: number
}
const LONG_AGO: Moment = { monotonic: -Infinity, wall: -Infinity }
const now = (): Moment => ({ monotonic: performance.now(), wall: Date.now() })
const earlier = (one: Moment, other: Moment): Moment => ({
  monotonic: Math.min(one.monotonic, other.monotonic),
  wall: Math.min(one.wall, other.wall),
})

export function createFence({ leaseMs = LEASE_MS, waitMs = WAIT_MS } = {}): Fence {
  const words: Moment[] = []
  /** When the oldest of the last looks began. */
  let since = LONG_AGO
  let waiting: (() => void)[] = []
  let asking: (() => void)[] = []

  const isOpen = (): boolean =>
    performance.now() - since.monotonic < leaseMs && Date.now() - since.wall < leaseMs

  function settle(): void {
    since = words.reduce(earlier)
    if (!isOpen()) return
    const works = waiting
    waiting = []
    for (const work of works) work()
    const askers = asking
    asking = []
    for (const tell of askers) tell()
  }

  async function opened(): Promise<void> {
    while (!isOpen()) await new Promise<void>((tell) => asking.push(tell))
  }

  return {
    get isOpen() {
      return isOpen()
    },
    whenOpen(work) {
      if (waiting.length === 0 && isOpen()) work()
      else waiting.push(work)
    },
    opened,
    async passed() {
      if (isOpen()) return
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new DomainError('unavailable')), waitMs)
      })
      await Promise.race([opened(), late]).finally(() => clearTimeout(timer))
    },
    witness() {
      const place = words.push(LONG_AGO) - 1
      since = LONG_AGO
      return () => {
        const began = now()
        return () => {
          // One that was given up may come in after the next.
          if (began.monotonic >= (words[place] ?? LONG_AGO).monotonic) words[place] = began
          settle()
        }
      }
    },
  }
}

/** For what is used without other nodes. */
export const ALWAYS_OPEN: Fence = {
  isOpen: true,
  whenOpen: (work) => work(),
  opened: () => Promise.resolve(),
  passed: () => Promise.resolve(),
  witness: () => () => () => undefined,
}
