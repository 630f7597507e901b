import type { Machine } from '../../bench/lib/measure.ts'
import { median } from '../../bench/lib/statistics.ts'
import type { Job } from './job.ts'
import { LINE, SLOWER_PROCESSOR, type Run } from './play.ts'

export interface Played {
  readonly job: Pick<Job, 'name' | 'title' | 'who' | 'start' | 'end' | 'target'>
  readonly runs: readonly Run[]
  /** It did not come to its end. */
  readonly broke?: true
}

export interface Verdict {
  /** The most of all runs: gestures do not depend on how busy the machine is. */
  readonly gestures: number
  /** The median of the runs. */
  readonly seconds: number
  readonly reached: boolean
}

export function judge({ job: { target }, runs, broke }: Played): Verdict {
  if (broke || runs.length === 0) return { gestures: Infinity, seconds: Infinity, reached: false }
  const gestures = Math.max(...runs.map((run) => run.gestures.length))
  const seconds = median(runs.map((run) => run.seconds))
  const inTime = target.seconds === null || seconds <= target.seconds
  return { gestures, seconds, reached: gestures <= target.gestures && inTime }
}

/** « Enter (12 times), … » */
function inWords(gestures: Run['gestures']): string {
  const runs: { what: string; times: number }[] = []
  for (const { what } of gestures) {
    const last = runs.at(-1)
    if (last?.what === what) last.times++
    else runs.push({ what, times: 1 })
  }
  return runs.map(({ what, times }) => (times > 1 ? `${what} (${times} times)` : what)).join(', ') || 'none'
}

const inSeconds = (seconds: number) => `${seconds.toFixed(1)} s`

function row(one: Played): string[] {
  const { job, runs } = one
  const { gestures, seconds, reached } = judge(one)
  const name = `\`${job.name}\` ${job.title} (${job.who})`
  if (runs.length === 0) return [name, '', `${job.target.gestures}`, '', '', '**broke**']
  const all = runs.map((run) => run.seconds)
  const spread = `${inSeconds(seconds)} (${Math.min(...all).toFixed(1)} to ${Math.max(...all).toFixed(1)})`
  const limit = job.target.seconds === null ? '' : inSeconds(job.target.seconds)
  return [name, `${gestures}`, `${job.target.gestures}`, spread, limit, reached ? 'reached' : '**missed**']
}

/** With others at work on the same cores, a processor that is slowed down four times is slower than that. */
export const isBusy = (load: number, cores: number) => load > cores / 2

/** The table as docs/performance.md shows it. */
export function toMarkdown({
  at,
  machine,
  load,
  played,
}: {
  readonly at: string
  readonly machine: Machine
  /** How many processes waited for a processor, over the minute before. */
  readonly load: number
  readonly played: readonly Played[]
}): string {
  const { processor, cores, memory, system, node } = machine
  const columns = ['', 'gestures', 'target', 'seconds, median', 'target', '']
  const table = [columns, columns.map(() => '---'), ...played.map(row)]
  return [
    `Measured at ${at}, on ${processor}, ${cores} cores, ${memory} GB, ${system}, Node ${node}: Chromium with a processor ${SLOWER_PROCESSOR} times slower, a round trip of ${LINE.roundTripMs} ms, ${LINE.loss * 100} % of the segments lost.${isBusy(load, cores) ? ` Others were at work (load ${load.toFixed(0)} on ${cores} cores): the seconds say little.` : ''}`,
    table.map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
    ...played.map(
      ({ job, runs }) =>
        `- \`${job.name}\`. At the start: ${job.start}. At the end: ${job.end}. Gestures: ${inWords(runs[0]?.gestures ?? [])}.`,
    ),
  ].join('\n\n')
}
