/**
 * `npm run journeys -- [--only <name>[,<name>]] [--runs <n>] [--json <file>] [--markdown <file>]`: the doctor's thirty
 * seconds and four other jobs, with what they cost. More gestures, or more seconds, than the target fails.
 */
import { writeFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { describeMachine } from '../../bench/lib/machine.ts'
import { jobs } from './jobs.ts'
import { play, type Run } from './play.ts'
import { isBusy, judge, toMarkdown, type Played } from './report.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    runs: { type: 'string', default: '3' },
    json: { type: 'string' },
    markdown: { type: 'string' },
  },
})
const say = (text: string): void => void process.stderr.write(`${text}\n`)
const asked = values.only?.split(',').map((name) => name.trim())
const played: Played[] = []
const machine = await describeMachine()
const load = loadavg()[0] ?? 0
if (isBusy(load, machine.cores))
  say(
    `Others are at work here (load ${load.toFixed(1)} on ${machine.cores} cores): the seconds will say little.`,
  )

for (const job of jobs.filter(({ name }) => !asked || asked.includes(name))) {
  say(`${job.name}: ${job.title}`)
  try {
    const on = ({ gestures, seconds }: Run) => {
      const times = gestures.map(({ at }) => at.toFixed(1)).join(' ')
      say(`  ${gestures.length} gestures, ${seconds.toFixed(1)} s, at ${times}`)
    }
    const runs = await play(job, { runs: Number(values.runs), on })
    played.push({ job, runs })
  } catch (error) {
    say(`  ${error instanceof Error ? error.message : String(error)}`)
    played.push({ job, runs: [], broke: true })
  }
}

const report = { at: new Date().toISOString(), machine, load, played }
const markdown = toMarkdown(report)
process.stdout.write(`${markdown}\n`)
if (values.markdown !== undefined) await writeFile(values.markdown, `${markdown}\n`)
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(report, null, 2)}\n`)
if (played.some((one) => !judge(one).reached)) process.exitCode = 1
