/**
 * The five jobs of `npm run journeys`, once each over the slow wire: one gesture more than the target fails. Seconds are
 * held against their targets by `npm run journeys` alone, on a quiet machine; here they are written, since whatever else
 * the machine does while it tests would be counted too. For the same reason the processor is not slowed down.
 */
import { describe, expect, it } from 'vitest'
import { BROWSER } from '../people.ts'
import { jobs } from './jobs.ts'
import { play } from './play.ts'

const LONGEST_MS = 600_000

describe.skipIf(BROWSER === '')('thirty seconds', () => {
  it.each(jobs.map((job) => [job.title, job] as const))(
    '%s, at no more gestures than it may take',
    async (_title, job) => {
      const [run] = await play(job, { runs: 1, slower: 1 })
      process.stdout.write(`${job.name}: ${run?.gestures.length} gestures, ${run?.seconds.toFixed(1)} s\n`)
      expect(run?.gestures.map(({ what }) => what)).toHaveLength(job.target.gestures)
    },
    LONGEST_MS,
  )
})
