import { v7 as uuidv7 } from 'uuid'
import type { JobDefinition } from '../jobs/index.ts'
import { requestScope } from '../logger.ts'

export interface WatchedJobs {
  readonly jobs: readonly JobDefinition[]
  /** When each last went well here; the start before that. */
  readonly lastSuccess: ReadonlyMap<string, Date>
}

/** The same jobs, watched: every line that is logged in a run says which job it was, and which run of it. */
export function watchJobs(
  jobs: readonly JobDefinition[],
  options: { clock(): Date; onRun(name: string, isDone: boolean, ms: number): void },
): WatchedJobs {
  const { clock, onRun } = options
  const lastSuccess = new Map(jobs.map(({ name }) => [name, clock()]))

  async function watch({ name, run }: JobDefinition, now: Date): Promise<void> {
    const start = performance.now()
    let isDone = false
    try {
      await run(now)
      isDone = true
      lastSuccess.set(name, clock())
    } finally {
      onRun(name, isDone, performance.now() - start)
    }
  }

  return {
    lastSuccess,
    jobs: jobs.map((job) => ({
      ...job,
      // Not in the scope of whoever happened to ask for it: a run does what is due for everybody.
      run: (now) => requestScope.run({ job: job.name, run: uuidv7() }, () => watch(job, now)),
    })),
  }
}
