import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { BenchContext, Contender } from '../lib/measure.ts'

const PROGRAM = join(import.meta.dirname, '../../../server/src/testing/bench/log-alone.ts')

/** The change log and its projections, without sockets, access and clients: a process that ends by itself. */
export const logAlone = (options: {
  readonly streams: number
  /** Posts under way in each stream. */
  readonly waiting: number
  readonly seconds: (context: BenchContext) => number
}): Contender => ({
  role: 'beside',
  label: 'the log, without sockets',
  start: (context) =>
    Promise.resolve({
      run: async () => {
        const { streams, waiting, seconds } = options
        const given = [PROGRAM, streams, seconds(context), waiting].map(String)
        const { stdout } = await promisify(execFile)(process.execPath, given)
        const { posts, processor } = JSON.parse(stdout) as { posts: number; processor: number }
        return { posts, server: processor }
      },
      stop: () => Promise.resolve(),
    }),
})
