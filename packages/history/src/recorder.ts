import { DECIDED_CODES, DomainError, type ErrorCode } from '@colloque/domain'
import type { HistoryEvent, Operation } from './operation.ts'
import { operationsOf } from './operation.ts'

export interface Recorder {
  readonly events: readonly HistoryEvent[]
  operations(): Operation[]
  /**
   * Does something, and logs its invocation and its outcome.
   * @param work resolves with the reply; rejects with a DomainError where the server refused
   * @returns what came of it; never rejects for a DomainError. @throws what is no DomainError: a fault of the test
   */
  run<Result>(what: Invocation, work: () => Promise<Result>): Promise<Recorded<Result>>
}

export type Invocation = Pick<HistoryEvent, 'client' | 'name' | 'key' | 'commandId' | 'value'>

export type Recorded<Result> =
  | { readonly outcome: 'ok'; readonly result: Result }
  | { readonly outcome: 'fail' | 'info'; readonly result: Refused }

export interface Refused {
  readonly code: ErrorCode
  /** Whoever holds the task already. */
  readonly by?: string
}

/** @param now monotonic milliseconds: the device's clock may jump */
export function createRecorder(now: () => number): Recorder {
  const events: HistoryEvent[] = []
  let operations = 0
  return {
    events,
    operations: () => operationsOf(events),
    async run<Result>(what: Invocation, work: () => Promise<Result>): Promise<Recorded<Result>> {
      const operation = ++operations
      const log = (type: HistoryEvent['type'], result?: unknown) =>
        events.push({ type, operation, ...what, time: now(), ...(result === undefined ? {} : { result }) })
      log('invoke')
      try {
        const result = await work()
        log('ok', result ?? {})
        return { outcome: 'ok', result }
      } catch (error) {
        if (!(error instanceof DomainError)) throw error
        const { by } = error.data
        const refused: Refused = { code: error.code, ...(typeof by === 'string' ? { by } : {}) }
        const outcome = DECIDED_CODES.has(error.code) ? 'fail' : 'info'
        log(outcome, refused)
        return { outcome, result: refused }
      }
    },
  }
}
