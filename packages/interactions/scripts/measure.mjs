/** Times 40 medicines against 3,000 rules: `node scripts/measure.mjs`. */
import { checkInteractions, COMMON_MEDICATIONS, RULES, searchMedications } from '../src/index.ts'

const rules = Array.from({ length: 3_000 }, (_, at) => ({ ...RULES[at % RULES.length], id: `rule-${at}` }))
const medications = Array.from({ length: 40 }, (_, at) => {
  const { name, atc } = COMMON_MEDICATIONS[(at * 37) % COMMON_MEDICATIONS.length]
  return { id: `line-${at}`, name, atc }
})

function measure(label, run) {
  const first = performance.now()
  const result = run()
  const cold = performance.now() - first
  const times = Array.from({ length: 200 }, () => {
    const start = performance.now()
    run()
    return performance.now() - start
  }).sort((a, b) => a - b)
  const [p50, p95] = [times[100], times[190]].map((time) => time.toFixed(2))
  process.stdout.write(
    `${label}: first ${cold.toFixed(1)} ms, then p50 ${p50}, p95 ${p95} ms (${result.length} found)\n`,
  )
}

measure('40 medicines, the rules that ship', () => checkInteractions(medications).alerts)
measure('40 medicines, 3,000 rules', () => checkInteractions(medications, rules).alerts)
measure('search as one types', () => searchMedications('ibuporfene'))
