/**
 * `npm run bench -- [--only <name>[,<name>]] [--quick] [--long] [--rounds <n>] [--list] [--json <file>] [--markdown <file>] [--profiles <folder>]`:
 * measures ours beside baselines in the same run, and prints a table with a verdict for each target.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { describeMachine } from './lib/machine.ts'
import type { Measure, MeasureResult } from './lib/measure.ts'
import { toMarkdown } from './lib/report.ts'
import { runMeasure } from './lib/run-measure.ts'
import { measures } from './measures.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    json: { type: 'string' },
    markdown: { type: 'string' },
    profiles: { type: 'string' },
  },
})

const say = (text: string): void => void process.stderr.write(`${text}\n`)
const asked = values.only?.split(',').map((name) => name.trim())

/** The whole name of a measure, or the beginning of some. */
function isAsked({ name, long }: Measure): boolean {
  if (!asked) return !long || values.long
  const isWhole = (word: string) => measures.some((measure) => measure.name === word)
  return asked.some((word) => name === word || (!isWhole(word) && !long && name.startsWith(word)))
}

const { profiles } = values
if (profiles !== undefined) await mkdir(profiles, { recursive: true })
const context = {
  quick: values.quick,
  ...(profiles === undefined ? {} : { profiles }),
  ...(values.rounds === undefined ? {} : { rounds: Number(values.rounds) }),
  say,
}

const chosen = measures.filter(isAsked)
if (values.list) {
  for (const { name, title, long } of measures)
    process.stdout.write(`${name.padEnd(24)} ${title}${long ? ' (--long)' : ''}\n`)
} else if (chosen.length === 0) {
  say(`There is no measure of this name. There are: ${measures.map(({ name }) => name).join(', ')}`)
  process.exitCode = 1
} else await bench()

async function bench(): Promise<void> {
  const machine = await describeMachine()
  const results: MeasureResult[] = []
  for (const measure of chosen) {
    const began = performance.now()
    say(`${measure.name}: ${measure.title}`)
    const { name, title, figures } = measure
    const missing = measure.impossible?.(machine)
    results.push(
      missing === undefined
        ? await runMeasure(measure, context)
        : { measure: { name, title, figures }, contenders: [], missing },
    )
    say(`  ${results.at(-1)?.missing ?? 'done'} (${Math.round((performance.now() - began) / 1000)} s)`)
  }
  const report = { at: new Date().toISOString(), quick: values.quick, machine, measures: results }
  const markdown = toMarkdown(report)
  process.stdout.write(`${markdown}\n`)
  if (values.markdown !== undefined) await writeFile(values.markdown, `${markdown}\n`)
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(report, null, 2)}\n`)
  // A measure that broke is a mistake; a target that was missed is a figure.
  if (results.some(({ missing }) => missing?.startsWith('it broke'))) process.exitCode = 1
}
