import type { StoredChange, Stores } from '../ports.ts'
import { sleep } from '../timings.ts'

/**
 * What may happen to one call: refused (nothing done, error), lost (done, error), partial (half of it done, error),
 * late (error, done afterwards), twice (done, and once more later), hang (done, no answer), slow (done, answered late).
 */
export const FAULTS = ['none', 'refused', 'lost', 'partial', 'late', 'twice', 'hang', 'slow'] as const
export type Fault = (typeof FAULTS)[number]

/** The connection of one life of a node to the store. */
export interface Link {
  /** What happens to the calls to come; when it is used up, they succeed. */
  readonly plan: Fault[]
  /** Once cut, nothing that is sent arrives, and nothing is answered. What was sent before may still arrive. */
  cut: boolean
}

const DELAY_MS = 3
const LATE_MS = 60
const SLOW_MS = 30
const HANG_MS = 400

const never = <T>(): Promise<T> => new Promise<T>(() => undefined)

/** Puts an unreliable link before the stores. */
export function createUnreliableStores(stores: Stores, link: Link): Stores {
  async function through<T>(work: () => Promise<T>, half?: () => Promise<unknown>): Promise<T> {
    if (link.cut) return never<T>()
    const fault = link.plan.shift() ?? 'none'
    const answer = await arrive(fault, work, half)
    return link.cut ? never<T>() : answer
  }

  async function arrive<T>(fault: Fault, work: () => Promise<T>, half?: () => Promise<unknown>): Promise<T> {
    await sleep(fault === 'slow' ? SLOW_MS : DELAY_MS)
    switch (fault) {
      case 'none':
      case 'slow': {
        const answer = await work()
        await sleep(DELAY_MS)
        return answer
      }
      case 'twice':
        setTimeout(() => void work(), LATE_MS)
        return work()
      case 'hang':
        await work()
        // A read is given up in the end; an append is not waited for so long.
        await sleep(HANG_MS)
        throw new Error('no answer')
      case 'late':
        setTimeout(() => void work(), LATE_MS)
        throw new Error('connection closed')
      case 'lost':
        await work()
        throw new Error('connection closed')
      case 'partial':
        await half?.()
        throw new Error('connection closed')
      case 'refused':
        throw new Error('connection refused')
    }
  }

  const each = <Port extends object>(port: Port): Port => {
    const wrapped = Object.entries(port).map(([name, method]) => [
      name,
      (...args: unknown[]) => through(() => (method as (...args: unknown[]) => Promise<unknown>)(...args)),
    ])
    return Object.fromEntries(wrapped) as Port
  }

  return {
    log: {
      ...each(stores.log),
      append: (changes: readonly StoredChange[], ordered: boolean) =>
        through(
          () => stores.log.append(changes, ordered),
          () => stores.log.append(changes.slice(0, Math.ceil(changes.length / 2)), ordered),
        ),
    },
    folds: each(stores.folds),
    marks: each(stores.marks),
    projections: each(stores.projections),
  }
}
