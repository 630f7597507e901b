import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { redisProgram } from '@colloque/testing'
import { castOf } from '../cast.ts'
import type { Fault } from '../chaos.ts'
import { startHouse } from '../house.ts'
import { clockLibrary } from '../programs.ts'
import { runRound } from '../round.ts'
import { skippedRow, type Row } from './row.ts'

const HOUR_MS = 3_600_000
/** In the order in which the clock of the second server is moved, in seconds from the right time. */
const JUMPS = [3_600, 0, -3_600, 3_600, -3_600, 0]

/** One server's clock jumps by an hour while people work on both; the engine's and the other server's do not. */
export const clockRow: Row = {
  name: 'clock',
  holds: 'a clock that jumps by an hour on one of two servers changes neither order nor holders',
  async run({ seed, length }) {
    const library = clockLibrary()
    if (library === '') return skippedRow("Debian's package faketime is not installed")
    const folder = await mkdtemp(join(tmpdir(), 'colloque-clock-'))
    const file = join(folder, 'clock')
    const move = (seconds: number) => writeFile(file, `${seconds < 0 ? '-' : '+'}${Math.abs(seconds)}`)
    await move(0)
    const house = await startHouse({
      redis: redisProgram() !== '',
      databaseWire: true,
      second: {
        LD_PRELOAD: library,
        FAKETIME_TIMESTAMP_FILE: file,
        FAKETIME_NO_CACHE: '1',
        // What time has passed is asked of another clock, which no administrator moves.
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
        DONT_FAKE_MONOTONIC: '1',
      },
    })
    const violations: string[] = []
    let furthest = 0
    const jump = async (seconds: number, onFault: (fault: Fault) => void) => {
      const from = performance.now()
      await move(seconds)
      onFault({ kind: 'clock jumped', node: 1, from, to: performance.now() })
      await wait(1_500)
      // The jump must have come about, or the round shows nothing.
      const told = Date.parse((await fetch(`${house.nodes[1].url}/healthz`)).headers.get('date') ?? '')
      const off = told - Date.now()
      furthest = Math.max(furthest, Math.abs(off))
      if (Math.abs(off - seconds * 1_000) > 5_000)
        violations.push(`the clock was to be moved by ${seconds} s, and is off by ${off / 1_000} s`)
    }
    try {
      const report = await runRound(house, await castOf(house, 4), {
        seed,
        ms: length === 'short' ? 20_000 : 60_000,
        atLeast: JUMPS.length,
        clockSpreadMs: HOUR_MS,
        breaking: async ({ signal, onFault }) => {
          for (let count = 0; count < JUMPS.length || !signal.aborted; count++) {
            await jump(JUMPS[count % JUMPS.length]!, onFault)
            await wait(1_000)
          }
          await move(0)
        },
      })
      for (const [checker, found] of Object.entries(report.violations))
        violations.push(...found.map((sentence) => `${checker}: ${sentence}`))
      const { kinds, counts } = report
      return { violations, counts: { ...kinds, ...counts, 'furthest, in s': Math.round(furthest / 1_000) } }
    } finally {
      await house.stop()
      await rm(folder, { recursive: true, force: true })
    }
  },
}
