import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** `engine.json` in the data folder: where the running engine is to be met. */
export interface EngineRecord {
  readonly pid: number
  /** The 0700 folder that holds the sockets; kept over restarts, so that URIs stay valid. */
  readonly run: string
}

/** Reads the text of an `engine.json`; undefined for anything that is not a record. */
export function parseEngineRecord(text: string): EngineRecord | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const { pid, run } = value as Record<string, unknown>
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return undefined
  if (typeof run !== 'string' || !run.startsWith('/') || run.includes('\0')) return undefined
  return { pid, run }
}

/** The record in `folder`, or undefined. It may be stale: only the engine's answer proves it alive. */
export async function readEngineRecord(folder: string): Promise<EngineRecord | undefined> {
  try {
    return parseEngineRecord(await readFile(recordPath(folder), 'utf8'))
  } catch {
    return undefined
  }
}

/** Replaces the record in one step: a reader sees the old one or the new one, never half of it. */
export async function writeEngineRecord(folder: string, record: EngineRecord): Promise<void> {
  const draft = `${recordPath(folder)}.${process.pid}`
  await writeFile(draft, JSON.stringify(record) + '\n', { mode: 0o600 })
  await rename(draft, recordPath(folder))
}

export function recordPath(folder: string): string {
  return join(folder, 'engine.json')
}
