/**
 * Whether there is an order of operations that explains a history: each takes effect at one moment between its
 * invocation and its answer (Herlihy and Wing 1990). Searches as Wing and Gong do, and remembers where it has been,
 * as Lowe does ("Testing for linearizability", 2017).
 */
import type { Operation } from './operation.ts'

export interface SequentialModel<State> {
  readonly initial: State
  /** The state after the operation, or undefined where it could not have ended as it did. */
  step(state: State, operation: Operation): State | undefined
  /** Equal for equal states. */
  keyOf(state: State): string
}

export type Linearisation =
  | { readonly ok: true; readonly order: readonly Operation[] }
  /** The longest order found, and the operations of which one should have come next and none could. */
  | { readonly ok: false; readonly order: readonly Operation[]; readonly stuck: readonly Operation[] }

/** An operation of unknown outcome may have its effect at any time after its invocation, or never. */
export function linearise<State>(
  operations: readonly Operation[],
  model: SequentialModel<State>,
): Linearisation {
  const sorted = [...operations].sort((one, other) => one.invokedAt - other.invokedAt)
  const due = sorted.filter(({ outcome }) => outcome !== 'info').length
  const visited = new Set<string>()
  const done = new Set<number>()
  const order: Operation[] = []
  let longest: { order: readonly Operation[]; stuck: readonly Operation[] } = { order: [], stuck: sorted }

  function search(state: State, left: number): boolean {
    if (left === 0) return true
    const place = `${model.keyOf(state)} ${compact(done, sorted.length)}`
    if (visited.has(place)) return false
    visited.add(place)
    const next = candidates(sorted, done)
    if (order.length >= longest.order.length)
      longest = { order: [...order], stuck: next.map(([, one]) => one) }
    for (const [index, operation] of next) {
      const after = model.step(state, operation)
      if (after === undefined) continue
      done.add(index)
      order.push(operation)
      if (search(after, operation.outcome === 'info' ? left : left - 1)) return true
      order.pop()
      done.delete(index)
    }
    return false
  }

  return search(model.initial, due) ? { ok: true, order } : { ok: false, ...longest }
}

/** Those that may come next: invoked before every other that is left was answered. */
function candidates(sorted: readonly Operation[], done: ReadonlySet<number>): [number, Operation][] {
  const left = [...sorted.entries()].filter(([index]) => !done.has(index))
  const firstAnswer = Math.min(...left.map(([, { endedAt }]) => endedAt))
  return left.filter(([, { invokedAt }]) => invokedAt <= firstAnswer)
}

/** What has been done, in short: all before the first that has not, then the others. */
function compact(done: ReadonlySet<number>, count: number): string {
  let first = 0
  while (first < count && done.has(first)) first += 1
  const others = [...done].filter((index) => index > first).sort((one, other) => one - other)
  return `${first}:${others.join(',')}`
}
