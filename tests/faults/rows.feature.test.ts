/**
 * The rows of the table of faults that need a house of their own, in short: docs/faults.md. A row that this machine
 * cannot do is skipped, and says why. COLLOQUE_FAULT_SEED=<number> draws the same again.
 */
import { expect, it } from 'vitest'
import { clockRow } from './rows/clock.ts'
import { diskRow } from './rows/disk.ts'
import { framesRow } from './rows/frames.ts'
import { powerRow } from './rows/power.ts'
import { stormRow } from './rows/storm.ts'

const given = Number(process.env['COLLOQUE_FAULT_SEED'] || NaN)
const seed = Number.isInteger(given) ? given : Math.floor(Math.random() * 2 ** 31)

it.each([powerRow, diskRow, clockRow, framesRow, stormRow].map((row) => [row.holds, row] as const))(
  `%s, with seed ${seed}`,
  async (_holds, row) => {
    const { violations, counts, skipped } = await row.run({ seed, length: 'short' })
    process.stdout.write(`${row.name}, seed ${seed}: ${skipped ?? JSON.stringify(counts)}\n`)
    expect(violations, `seed ${seed}`).toEqual([])
  },
  300_000,
)
