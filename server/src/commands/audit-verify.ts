/** `npm run audit:verify`: whether the log is as it was written. Reads only, also while servers run. */
import { z } from 'zod'
import { verifyStoredChain } from '../platform/change-log/index.ts'
import { runCommand } from './terminal/run-command.ts'
import { missingSince, readHeads, writeHeads, type KnownHead } from './transfer/known-heads.ts'
import { countAloud } from './transfer/progress.ts'
import { storedHeads } from './transfer/stored-heads.ts'

runCommand({
  usage: 'npm run audit:verify [-- --heads <file>]',
  options: z.object({ heads: z.string().min(1).optional() }),
  run: async ({ options, db, say, tell, signal }) => {
    const known = options.heads === undefined ? [] : await readHeads(options.heads)
    const streams = countAloud(tell, 'streams')
    const heads: KnownHead[] = []
    let changes = 0
    const bad = new Set<string>()
    const report = (stream: string, finding: string) => {
      bad.add(stream)
      say(`${stream}: ${finding}`)
    }
    for await (const { stream } of storedHeads(db)) {
      signal.throwIfAborted()
      const chain = await verifyStoredChain(db as never, stream)
      streams.one()
      if (chain.ok) {
        changes += chain.seq
        heads.push({ stream, seq: chain.seq, hash: chain.hash })
      } else report(stream, `bad from change ${chain.badSeq} on (${chain.reason})`)
    }
    const expected = known.filter(({ stream }) => !bad.has(stream))
    for (const { stream, finding } of await missingSince(expected, heads, db)) report(stream, finding)
    if (options.heads !== undefined && bad.size === 0) await writeHeads(options.heads, heads)
    say(
      `${streams.count} streams, ${changes} changes verified${bad.size > 0 ? `, ${bad.size} streams bad` : ''}.`,
    )
    return bad.size > 0 ? 1 : 0
  },
})
