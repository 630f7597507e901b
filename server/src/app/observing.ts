/** What is counted and logged of a server as it works: put together for `app.ts`. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Change } from '@colloque/domain'
import type { AuditTrail } from '../platform/audit/index.ts'
import type { ChangeOrigin } from '../platform/change-log/index.ts'
import { createLineBudget, type LineBudget } from '../platform/line-budget.ts'
import { requestScope, type Logger } from '../platform/logger.ts'
import { createMetrics, type Metrics } from '../platform/metrics/index.ts'

/** Lines a second that `info` gets of requests and commands that went as they should. */
const LINES_A_SECOND = 100
/** A change of another node that comes later than this is logged. */
const LATE_MS = 2_000

export interface Observing {
  readonly metrics: Metrics
  readonly budget: LineBudget
  /** The same trail, counted. */
  audited(trail: AuditTrail): AuditTrail
  /** Runs what follows from a change: its lines say which command caused it. */
  under(change: Change, work: () => Promise<void>): Promise<void>
  /** To be told each change, once it has gone out. @param isHeard whether a socket of this node listens */
  follow(change: Change, origin: ChangeOrigin, isHeard: boolean): void
}

export function createObserving({ logger, clock }: { logger: Logger; clock(): Date }): Observing {
  const metrics = createMetrics({ version: releaseOf(resolve(import.meta.dirname, '../../package.json')) })

  return {
    metrics,
    budget: createLineBudget(LINES_A_SECOND, logger),
    audited: (trail) => ({
      ...trail,
      record: (entry) => {
        metrics.onAudited(entry.kind)
        return trail.record(entry)
      },
      note: (entry) => {
        metrics.onAudited(entry.kind)
        trail.note(entry)
      },
    }),
    under: ({ commandId, stream, seq }, work) => requestScope.run({ commandId, stream, seq }, work),
    follow: ({ stream, seq, kind, commandId, at }, origin, isHeard) => {
      const ageMs = isHeard ? clock().getTime() - Date.parse(at) : undefined
      metrics.onChange(origin, ageMs)
      const isLate = origin === 'elsewhere' && (ageMs ?? 0) > LATE_MS
      const level = isLate ? 'info' : 'debug'
      if (!logger.isLevelEnabled(level)) return
      // Read in whoever's turn came first: its lines are none of theirs.
      requestScope.exit(() => logger[level]({ stream, seq, kind, commandId, origin, ageMs }, 'change'))
    },
  }
}

const releaseOf = (file: string): string =>
  (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
