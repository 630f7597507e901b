/**
 * Heads kept outside the database: one file a month, a line for each export, each line chained on the one before. A
 * chain cannot show that its own end was cut off, or that all of it was written anew; a head kept elsewhere can.
 */
import { hash } from 'node:crypto'
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { canonicalJson } from '../change-log/hash.ts'
import type { ChainHead, ChainKind } from './heads.ts'

const HeadSchema = z.tuple([z.string(), z.number().int().positive(), z.string()])
const LineSchema = z.strictObject({
  at: z.iso.datetime(),
  log: z.array(HeadSchema),
  audit: z.array(HeadSchema),
  previous: z.string(),
  hash: z.string(),
})
type Line = z.infer<typeof LineSchema>

const FILE = /^anchors-\d{4}-\d{2}\.ndjson$/
const LOCK = 'anchors.lock'
/** Whoever held it for so long has died. */
const STALE_MS = 60_000
const PATIENCE_MS = 10_000

/** Hashes by seq, by the chain's name. */
export type Anchors = Readonly<Record<ChainKind, ReadonlyMap<string, ReadonlyMap<number, string>>>>

export interface ReadAnchors {
  readonly anchors: Anchors
  readonly lines: number
  /** Hash of the last line; empty before the first. */
  readonly last: string
  /** Where the files do not chain: `anchors-2026-03.ndjson:12`. */
  readonly broken: string | undefined
}

/**
 * Reads what was kept. A line that was not written to its end is passed over; one that was taken out or altered breaks
 * the chain. Files from before the first one that is there may have been put away.
 * @throws when the folder cannot be read; one that is not there holds nothing
 */
export async function readAnchors(folder: string): Promise<ReadAnchors> {
  const kept = { log: new Map<string, Map<number, string>>(), audit: new Map<string, Map<number, string>>() }
  let lines = 0
  let last: string | undefined
  let broken: string | undefined
  for (const file of await filesIn(folder)) {
    const text = await readFile(join(folder, file), 'utf8')
    for (const [i, row] of text.split('\n').entries()) {
      const line = parseLine(row)
      if (!line) continue
      const follows = last === undefined || line.previous === last
      if (!follows || lineHash(line) !== line.hash) broken ??= `${file}:${i + 1}`
      for (const kind of ['log', 'audit'] as const)
        for (const [name, seq, head] of line[kind])
          kept[kind].set(name, (kept[kind].get(name) ?? new Map<number, string>()).set(seq, head))
      last = line.hash
      lines += 1
    }
  }
  return { anchors: kept, lines, last: last ?? '', broken }
}

/**
 * Adds a line; on disk when it resolves.
 * @param choose what to keep, given what is kept already; nothing is added where it is nothing
 */
export async function addAnchors(
  folder: string,
  at: Date,
  choose: (kept: ReadAnchors) => Promise<Readonly<Record<ChainKind, readonly ChainHead[]>>>,
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await alone(folder, async () => {
    const kept = await readAnchors(folder)
    const { log, audit } = await choose(kept)
    if (log.length + audit.length === 0) return
    const rows = (heads: readonly ChainHead[]) =>
      heads.map(({ name, seq, hash }): [string, number, string] => [name, seq, hash])
    const line = { at: at.toISOString(), log: rows(log), audit: rows(audit), previous: kept.last }
    const text = JSON.stringify({ ...line, hash: lineHash(line) })
    const file = await open(join(folder, `anchors-${line.at.slice(0, 7)}.ndjson`), 'a', 0o600)
    try {
      // A line of somebody who was killed while writing may have no end.
      await file.write(`${(await file.stat()).size === 0 ? '' : '\n'}${text}`)
      await file.sync()
    } finally {
      await file.close()
    }
  })
}

const lineHash = ({ at, log, audit, previous }: Omit<Line, 'hash'>): string =>
  hash('sha256', previous + canonicalJson({ at, log, audit }), 'base64url')

async function filesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => FILE.test(name)).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function parseLine(row: string): Line | undefined {
  try {
    return LineSchema.safeParse(JSON.parse(row)).data
  } catch {
    return undefined
  }
}

/** Servers that share the folder write one after the other. */
async function alone(folder: string, work: () => Promise<void>): Promise<void> {
  const path = join(folder, LOCK)
  const giveUpAt = performance.now() + PATIENCE_MS
  for (;;) {
    try {
      await (await open(path, 'wx', 0o600)).close()
      break
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || performance.now() > giveUpAt) throw error
      const held = await stat(path).catch(() => undefined)
      if (held && Date.now() - held.mtimeMs > STALE_MS) await rm(path, { force: true })
      await sleep(50)
    }
  }
  try {
    await work()
  } finally {
    await rm(path, { force: true })
  }
}
