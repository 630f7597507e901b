import { createRandom } from '../random.ts'

/** A small world of its own time, that runs the same for the same seed. */
export interface Simulation {
  readonly now: number
  after(delay: number, work: () => void): void
  /** A whole number from 0 to `below` - 1. */
  draw(below: number): number
  /** Runs until nothing is left to do. */
  run(): void
}

export function createSimulation(seed: number): Simulation {
  const random = createRandom(seed)
  let now = 0
  let made = 0
  let waiting: { at: number; order: number; work: () => void }[] = []
  return {
    get now() {
      return now
    },
    after: (delay, work) => void waiting.push({ at: now + delay, order: made++, work }),
    draw: (below) => Math.floor(random() * below),
    run() {
      for (;;) {
        const [next] = waiting.sort((one, other) => one.at - other.at || one.order - other.order)
        if (!next) return
        waiting = waiting.slice(1)
        now = next.at
        next.work()
      }
    },
  }
}
