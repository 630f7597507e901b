/**
 * `npm run chaos -- [--minutes 2] [--seed N] [--rows all|none|<name>,...] [--report <file>]`
 *
 * Rounds over two servers, with everything killed, cut and frozen, for so many minutes; then the rows of the table of
 * faults that need a house of their own. What is broken, and what holds: docs/faults.md. Ends with 1 where a promise
 * was broken.
 */
import { parseArgs } from 'node:util'
import { redisProgram } from '@colloque/testing'
import { castOf } from './cast.ts'
import { toldFaults } from './chaos.ts'
import { startHouse } from './house.ts'
import {
  machineOf,
  markdownOf,
  violationsOf,
  writeReport,
  type ChaosReport,
  type RoundOutcome,
  type RowOutcome,
} from './report.ts'
import { runRound } from './round.ts'
import { ROWS } from './rows/index.ts'

const PEOPLE = 4
const ROUND_MS = 60_000

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '2' },
    seed: { type: 'string' },
    rows: { type: 'string', default: 'all' },
    report: { type: 'string' },
  },
})
const minutes = Number(values.minutes)
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed)
if (!Number.isFinite(minutes) || minutes < 0 || !Number.isInteger(seed))
  fail('--minutes and --seed are numbers')
const chosen = chosenRows(values.rows)

const report: ChaosReport = {
  seed,
  at: new Date().toISOString(),
  machine: machineOf(),
  minutes,
  rounds: await runRounds(),
  rows: await runRows(),
}
say(`\n${markdownOf(report)}`)
if (values.report !== undefined) await writeReport(values.report, report)
// Clients that were cut off may have timers left.
process.exit(violationsOf(report).length === 0 ? 0 : 1)

async function runRounds(): Promise<RoundOutcome[]> {
  if (minutes === 0) return []
  const outcomes: RoundOutcome[] = []
  const house = await startHouse({ redis: redisProgram() !== '', databaseWire: true })
  try {
    const end = performance.now() + minutes * 60_000
    for (let round = seed; performance.now() < end; round++) {
      const ms = Math.min(ROUND_MS, Math.max(end - performance.now(), 20_000))
      // New sessions each time: one whose renewal was answered to nobody is over, as it must be.
      const cast = await castOf(house, PEOPLE)
      const { faults, ...outcome } = await runRound(house, cast, { seed: round, ms })
      await house.sendHome()
      outcomes.push({ seed: round, ...outcome })
      const broken = Object.values(outcome.violations).flat()
      say(`round of seed ${round}: ${faults.length} faults, ${broken.length} promises broken`)
      if (broken.length > 0) say(`${broken.join('\n')}\n${toldFaults(faults)}`)
    }
  } finally {
    await house.stop()
  }
  return outcomes
}

async function runRows(): Promise<RowOutcome[]> {
  const outcomes: RowOutcome[] = []
  for (const { name, holds, run } of chosen) {
    const from = performance.now()
    const outcome = await run({ seed, length: 'long', say: (text) => say(`  ${name}: ${text}`) }).catch(
      (error: unknown) => ({
        violations: [`it came to no end: ${error instanceof Error ? error.stack : String(error)}`],
        counts: {},
      }),
    )
    outcomes.push({ name, holds, ...outcome, seconds: (performance.now() - from) / 1_000 })
    say(
      `${name}: ${('skipped' in outcome ? outcome.skipped : undefined) ?? (outcome.violations.join('\n') || 'holds')} ${JSON.stringify(outcome.counts)}`,
    )
  }
  return outcomes
}

function chosenRows(names: string) {
  if (names === 'all') return ROWS
  if (names === 'none') return []
  return names.split(',').map((name) => {
    return (
      ROWS.find((row) => row.name === name) ??
      fail(`no row is called ${name}: ${ROWS.map((row) => row.name).join(', ')}`)
    )
  })
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

function fail(why: string): never {
  process.stderr.write(`${why}\n`)
  process.exit(2)
}
