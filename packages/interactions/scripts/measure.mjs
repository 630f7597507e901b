/** Times 40 medicines against 3,000 rules: `node scripts/measure.mjs`. */
import {
  checkInteractions,
  COMMON_MEDICATIONS,
  RULES,
  searchMedications,
  substanceName,
} from '../src/index.ts'

const common = (at) => COMMON_MEDICATIONS[at % COMMON_MEDICATIONS.length]
const rules = Array.from({ length: 3_000 }, (_, at) => ({ ...RULES[at % RULES.length], id: `rule-${at}` }))

/** Shaped as the thesaurus is: 1,084 substances, half of the labels one of them, the others classes of up to 120. */
const names = Array.from({ length: 1_084 }, (_, at) =>
  at % 5 === 0 ? substanceName(common(at / 5).substances[0]) : `substance ${at}`,
)
const members = (seed) => {
  const size = seed % 2 === 0 ? 1 : 2 + ((seed * 31) % 60) ** 2 / 30
  return Array.from({ length: size }, (_, at) => names[(seed * 17 + at * 13) % names.length])
}
const bySubstance = rules.map((rule, at) => ({
  ...rule,
  ...{ aAtc: [], bAtc: [], aSubstances: members(at * 3), bSubstances: members(at * 7 + 1) },
}))

const medications = Array.from({ length: 40 }, (_, at) => {
  const { name, atc, substances } = common(at * 37)
  return { id: `line-${at}`, name, atc, substances }
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
measure('40 medicines, 3,000 rules by code', () => checkInteractions(medications, rules).alerts)
measure('40 medicines, 3,000 rules by substance', () => checkInteractions(medications, bySubstance).alerts)
measure('search as one types', () => searchMedications('ibuporfene'))
