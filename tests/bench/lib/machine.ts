import { readFile } from 'node:fs/promises'
import { availableParallelism, cpus, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import type { Machine } from './measure.ts'

const ROOT = join(import.meta.dirname, '../../..')

export async function describeMachine(): Promise<Machine> {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory: Math.round(totalmem() / 1e9),
    system: `${type()} ${release()}`,
    node: process.version,
    engine: await engine(),
  }
}

/** The version that the embedded engine's package names. */
async function engine(): Promise<string> {
  try {
    const file = join(ROOT, 'packages/embedded-mongo/package.json')
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
      await readFile(file, 'utf8'),
    ) as Record<string, Record<string, string>>
    const found = Object.entries({ ...dependencies, ...optionalDependencies }).find(([name]) =>
      /mongo/.test(name),
    )
    return found ? found.join(' ') : 'embedded'
  } catch {
    return 'embedded'
  }
}
