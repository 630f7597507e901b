import { writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import type { RoundReport } from './round.ts'
import type { RowReport } from './rows/row.ts'

export interface RoundOutcome extends Omit<RoundReport, 'faults'> {
  readonly seed: number
}

export interface RowOutcome extends RowReport {
  readonly name: string
  readonly holds: string
  readonly seconds: number
}

export interface ChaosReport {
  readonly seed: number
  readonly at: string
  readonly machine: string
  readonly minutes: number
  readonly rounds: readonly RoundOutcome[]
  readonly rows: readonly RowOutcome[]
}

export const machineOf = () =>
  `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${process.platform}`

/** All broken promises, each with where it was broken. */
export function violationsOf({ rounds, rows }: ChaosReport): string[] {
  return [
    ...rounds.flatMap(({ seed, violations }) =>
      Object.entries(violations).flatMap(([checker, found]) =>
        found.map((sentence) => `round of seed ${seed}, ${checker}: ${sentence}`),
      ),
    ),
    ...rows.flatMap(({ name, violations }) => violations.map((sentence) => `${name}: ${sentence}`)),
  ]
}

/** Adds up records of numbers. */
function summed(records: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const record of records)
    for (const [key, value] of Object.entries(record)) sums[key] = (sums[key] ?? 0) + value
  return sums
}

/** Writes the report twice: as Markdown to `file`, and as JSON beside it. */
export async function writeReport(file: string, report: ChaosReport): Promise<void> {
  const path = file.replace(/\.(md|json)$/, '')
  await writeFile(`${path}.md`, markdownOf(report))
  await writeFile(`${path}.json`, `${JSON.stringify(report, null, 2)}\n`)
}

export function markdownOf(report: ChaosReport): string {
  const { seed, at, machine, minutes, rounds, rows } = report
  const violations = violationsOf(report)
  const seconds = (ms: number) => (Number.isFinite(ms) ? `${(ms / 1_000).toFixed(1)} s` : 'never')
  const most = (of: (round: RoundOutcome) => number) => seconds(Math.max(0, ...rounds.map(of)))
  return `# Faults: report

- Seed ${seed}, ${at}, ${minutes} minutes of rounds. Again: \`npm run chaos -- --seed ${seed} --minutes ${minutes}\`
- ${machine}
- Broken promises: ${violations.length === 0 ? 'none' : violations.length}
- From the mending of a fault to the next acknowledged write on that server: at most ${most(({ longestHealingMs }) => longestHealingMs)}
- Longest time without an acknowledged write on a server, while it was killed, frozen and cut off: ${most(({ longestGapMs }) => longestGapMs)}
${violations.length > 0 ? `\n${violations.map((one) => `- **${one}**`).join('\n')}\n` : ''}
## Rounds

Seeds: ${rounds.map((round) => round.seed).join(', ') || 'none'}

${tableOf(['fault', 'times'], entriesOf(summed(rounds.map(({ kinds }) => kinds))))}

${operationsTable(summed(rounds.map(({ counts }) => counts)))}

## Rows of their own

${tableOf(
  ['row', 'what holds', 'came of it', 'figures'],
  rows.map(({ name, holds, skipped, violations: found, counts, seconds: took }) => [
    name,
    holds,
    skipped === undefined
      ? found.length === 0
        ? 'holds'
        : `**${found.length} broken**`
      : `not done: ${skipped}`,
    [...Object.entries(counts).map(([what, count]) => `${what} ${count}`), `${took.toFixed(0)} s`].join(', '),
  ]),
)}
`
}

function operationsTable(counts: Readonly<Record<string, number>>): string {
  const isOutcome = (key: string) => /(ok|fail|info)$/.test(key)
  const names = [
    ...new Set(
      Object.keys(counts)
        .filter(isOutcome)
        .map((key) => key.split(' ')[0] ?? ''),
    ),
  ]
  const rest = entriesOf(counts).filter(([key]) => !isOutcome(key))
  return `${tableOf(
    ['operation', 'ok', 'fail', 'info'],
    names.map((name) => [
      name,
      ...['ok', 'fail', 'info'].map((one) => String(counts[`${name} ${one}`] ?? 0)),
    ]),
  )}

${tableOf(['', 'times'], rest)}`
}

const entriesOf = (counts: Readonly<Record<string, number>>): [string, string][] =>
  Object.entries(counts).map(([key, value]) => [key, String(value)])

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
