/**
 * What counting costs: `node server/src/platform/metrics/measure.ts`. A command pays for `onCommand`, `onChange` and, under
 * load, a share of `onInsert`; for scale, a durable post takes some 125 µs of processor time (8,000 a second).
 */
import { createMetrics } from './metrics.ts'

const ROUNDS = 1_000_000
const metrics = createMetrics({ version: '0' })
const hooks: Record<string, (i: number) => void> = {
  nothing: () => undefined,
  onCommand: (i) => metrics.onCommand('message.post', 'ok', i % 50),
  onChange: (i) => metrics.onChange('here', i % 20),
  onInsert: (i) => metrics.log.onInsert(16, i % 10, 'stored'),
  onRequest: (i) => metrics.onRequest({ method: 'GET', route: '/cases/:id', status: 200, ms: i % 50 }),
}

for (const [name, hook] of Object.entries(hooks)) {
  for (let i = 0; i < ROUNDS / 10; i++) hook(i)
  const start = performance.now()
  for (let i = 0; i < ROUNDS; i++) hook(i)
  const ns = ((performance.now() - start) * 1e6) / ROUNDS
  process.stdout.write(`${name.padEnd(10)} ${ns.toFixed(0).padStart(5)} ns\n`)
}
const start = performance.now()
const { length } = await metrics.text()
process.stdout.write(`one reading ${(performance.now() - start).toFixed(1)} ms, ${length} bytes\n`)
