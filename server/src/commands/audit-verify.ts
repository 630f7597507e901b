/** `npm run audit:verify`: whether the log and the audit trail are as they were written. Reads only, also while servers run. */
import type { mongo } from 'mongoose'
import { z } from 'zod'
import { chainHeads, readAnchors, verifyTrail, type Anchors } from '../platform/audit/index.ts'
import { verifyStoredChain } from '../platform/change-log/index.ts'
import { verifyArchiveFile } from './audit-archive.ts'
import { CommandError } from './terminal/command-error.ts'
import { runCommand } from './terminal/run-command.ts'
import { missingSince, readHeads, writeHeads, type KnownHead } from './transfer/known-heads.ts'
import { countAloud } from './transfer/progress.ts'
import { storedHeads } from './transfer/stored-heads.ts'

const NOTHING: ReadonlyMap<number, string> = new Map()

runCommand({
  usage: 'npm run audit:verify [-- --heads <file> | --anchors <folder> | --archive <file>]',
  options: z.object({
    heads: z.string().min(1).optional(),
    anchors: z.string().min(1).optional(),
    archive: z.string().min(1).optional(),
  }),
  run: async ({ options, configuration, db, say, tell, signal }) => {
    if (options.archive !== undefined) return verifyArchiveFile(options.archive, db, say)
    const known = options.heads === undefined ? [] : await readHeads(options.heads)
    const bad = new Set<string>()
    const report = (name: string, finding: string) => {
      bad.add(name)
      say(`${name}: ${finding}`)
    }
    const anchors = await anchorsIn(options.anchors ?? configuration.auditFolder, report)
    const context = { db, anchors, report, tell, signal }

    const { heads, streams, changes } = await verifyLog(context)
    const expected = known.filter(({ stream }) => !bad.has(stream))
    for (const { stream, finding } of await missingSince(expected, heads, db)) report(stream, finding)
    const { trails, records } = await verifyTrails(context)

    if (options.heads !== undefined && bad.size === 0) await writeHeads(options.heads, heads)
    say(
      `${streams} streams, ${changes} changes verified${bad.size > 0 ? `, ${bad.size} streams or trails bad` : ''}.`,
    )
    say(`${trails} trails, ${records} records verified.`)
    return bad.size > 0 ? 1 : 0
  },
})

interface Context {
  readonly db: mongo.Db
  readonly anchors: Anchors | undefined
  report(name: string, finding: string): void
  tell(text: string): void
  readonly signal: AbortSignal
}

async function anchorsIn(
  folder: string | undefined,
  report: Context['report'],
): Promise<Anchors | undefined> {
  if (folder === undefined) return undefined
  try {
    const { anchors, broken } = await readAnchors(folder)
    if (broken !== undefined) report(broken, 'this line of the anchors, or one before it, was altered')
    return anchors
  } catch {
    throw new CommandError(`${folder} cannot be read.`)
  }
}

async function verifyLog({ db, anchors, report, tell, signal }: Context) {
  const streams = countAloud(tell, 'streams')
  const heads: KnownHead[] = []
  const left = new Set(anchors?.log.keys())
  let changes = 0
  for await (const { stream } of storedHeads(db)) {
    signal.throwIfAborted()
    left.delete(stream)
    const chain = await verifyStoredChain(db, stream, anchors?.log.get(stream))
    streams.one()
    if (!chain.ok) {
      report(stream, `bad from change ${chain.badSeq} on (${chain.reason})`)
      continue
    }
    changes += chain.seq
    heads.push({ stream, seq: chain.seq, hash: chain.hash })
  }
  for (const stream of left) report(stream, 'bad from change 1 on (cut)')
  return { heads, streams: streams.count, changes }
}

async function verifyTrails({ db, anchors, report, tell, signal }: Context) {
  const trails = countAloud(tell, 'trails')
  const left = new Set(anchors?.audit.keys())
  let records = 0
  for await (const { name } of chainHeads(db, 'audit')) {
    signal.throwIfAborted()
    left.delete(name)
    const trail = await verifyTrail(db, name, anchors?.audit.get(name) ?? NOTHING)
    trails.one()
    if (trail.ok) records += trail.count
    else report(`trail ${name}`, `bad from record ${trail.badSeq} on (${trail.reason})`)
  }
  for (const name of left) report(`trail ${name}`, 'bad from record 1 on (cut)')
  return { trails: trails.count, records }
}
