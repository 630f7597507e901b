/**
 * `npm run fuzz:boards -- [frames] [seed]`: mutated frames against a real server; see fuzz.ts. Ends with 1 when
 * something went wrong. The same seed and corpus send the same frames again.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { startTestEngine } from './board-test-server.ts'
import { fuzzBoards } from './fuzz.ts'

const print = (line: string) => process.stdout.write(`${line}\n`)

const [frames = '20000', seed = `${Math.floor(Math.random() * 2 ** 31)}`] = process.argv.slice(2)
setFlagsFromString('--expose-gc')
globalThis.gc = runInNewContext('gc') as NodeJS.GCFunction

print(`seed ${seed}`)
const started = performance.now()
const engine = await startTestEngine()
try {
  let told = 0
  const report = await fuzzBoards(engine, {
    frames: Number(frames),
    seed: Number(seed),
    progress: (sent) => {
      if (sent - told < 50_000) return
      told = sent
      print(`${sent} frames, ${Math.round((performance.now() - started) / 1000)} s`)
    },
  })
  print(JSON.stringify(report, undefined, 2))
  if (report.faults.length > 0) process.exitCode = 1
} finally {
  await engine.stop()
}
