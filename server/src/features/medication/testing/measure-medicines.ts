/**
 * Measures search over a folder of the public database of medicines:
 * `node server/src/features/medication/testing/measure-medicines.ts <folder>`. Prints milliseconds over HTTP, from the
 * request to the last byte, each letter as it is typed.
 */
import { startTestHouse, type TestPerson } from '../../../testing/test-house.ts'
import { readBdpm } from '../bdpm/read-bdpm.ts'
import { createMedicinesStore } from '../medicines.store.ts'

const TYPED = [
  ...['amox 1g', 'doliprane 1000', 'levothyrox 75', 'paracetamol', 'comprime pellicule 10 mg', 'kardegic'],
  ...[
    'atorvastatine 40',
    'levotiroxime',
    'amoxiciline clavulanate',
    'zertraline 50',
    'furosmide',
    'xyzxyzxyz',
  ],
  ...['metformine 850', 'hydrochlorotiaside', 'a', 'c', 'p', 'ac 1', 'bisoprelol 2,5', 'esomeprazole'],
]

const folder = process.argv[2]
if (!folder) throw new Error('Which folder?')
const house = await startTestHouse()
const bdpm = await readBdpm(folder, { today: new Date().toISOString().slice(0, 10) })
const store = createMedicinesStore(house.connection)

const say = (text: string) => void process.stdout.write(`${text}\n`)
const memory = () => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / 1e6
}
const at = (times: readonly number[], part: number) =>
  times[Math.min(times.length - 1, Math.floor(times.length * part))]?.toFixed(1)

async function timed(person: TestPerson, q: string): Promise<number> {
  const from = performance.now()
  const { status } = await person.get(`/medicines?${new URLSearchParams({ q }).toString()}`)
  if (status !== 200) throw new Error(`${q}: ${status}`)
  return performance.now() - from
}

const first = await house.person('First Reader', 'nurse')
await store.replace(bdpm, { at: new Date() })
const before = memory()
say(`the first search, which makes the index: ${(await timed(first, 'amox')).toFixed(0)} ms`)
say(`memory of the index: ${(memory() - before).toFixed(0)} MB (tells only with --expose-gc)`)

const times: { q: string; ms: number }[] = []
for (let round = 0; round < 5; round++) {
  // A person's searches in a minute are limited.
  const person = await house.person(`Reader ${round}`, 'nurse')
  for (const typed of TYPED)
    for (let length = 1; length <= typed.length; length++) {
      const q = typed.slice(0, length)
      if (q.trim() !== '') times.push({ q, ms: await timed(person, q) })
    }
}
const sorted = times.map(({ ms }) => ms).sort((one, other) => one - other)
say(
  `${bdpm.medicines.length} medicines, ${sorted.length} searches: p50 ${at(sorted, 0.5)} ms, p95 ${at(sorted, 0.95)} ms, worst ${at(sorted, 1)} ms`,
)
for (const { q, ms } of times.sort((one, other) => other.ms - one.ms).slice(0, 8))
  say(`  ${q.padEnd(28)} ${ms.toFixed(1)} ms`)
for (const q of [
  'amox 1g',
  'doliprane 1g',
  'levotirox',
  'kardegic',
  'ac clavulanique',
  'coumadine',
  'ramipril 5',
  'seresta',
  'inexum',
  'tahor',
]) {
  const { body } = await first.get(`/medicines?${new URLSearchParams({ q, limit: '5' }).toString()}`)
  say(
    `${q}: ${(body.items as { name: string; atc: string | null }[]).map(({ name, atc }) => `${name} [${atc}]`).join(' | ')}`,
  )
}
await house.stop()
