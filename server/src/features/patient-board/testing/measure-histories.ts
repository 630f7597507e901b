/**
 * `npm run bench:documents`: what it costs to tell the history of a board of 500 cards and 20,000 edits over HTTP, and
 * who wrote a text of it, beside Yjs's bare applying of the same updates in the same run. Medians of 5; the longest
 * stall is that of the server's event loop during the first answer.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { caseBoardDocName } from '@colloque/board'
import * as Y from 'yjs'
import { startTestHouse } from '../../../testing/test-house.ts'
import { storeLargeBoard } from './large-board.ts'

const EDITS = 20_000
const ROUNDS = 5

const house = await startTestHouse()
const doctor = await house.person('Cleo Doctor', 'physician')
const db = house.connection.db
if (!db) throw new Error('no database')

const medianOf = (times: number[]) => times.sort((one, other) => one - other)[times.length >> 1] ?? 0
const timeOf = async (act: () => unknown) => {
  const begun = performance.now()
  await act()
  return performance.now() - begun
}

const taken = { bare: [], cold: [], warm: [], attribution: [], former: [], stall: [] } as Record<
  'bare' | 'cold' | 'warm' | 'attribution' | 'former' | 'stall',
  number[]
>
for (let round = 0; round < ROUNDS; round += 1) {
  // Another board each time: what was replayed once is kept.
  const caseId = await house.openCase(doctor)
  const updates = await storeLargeBoard(db as never, caseBoardDocName(caseId), EDITS)
  const ask = (address: string) => doctor.get(`/cases/${caseId}/documents/board/${address}`)
  taken.bare.push(
    await timeOf(() => {
      const doc = new Y.Doc()
      for (const update of updates) Y.applyUpdate(doc, update)
    }),
  )
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  taken.cold.push(await timeOf(() => ask('history')))
  delay.disable()
  taken.stall.push(delay.max / 1e6)
  taken.warm.push(await timeOf(() => ask('history')))
  taken.attribution.push(await timeOf(() => ask('attribution?part=cards/card-7/body')))
  taken.former.push(await timeOf(() => ask(`at/${EDITS - 5_000}?as=update`)))
}
await house.stop()

const bare = medianOf(taken.bare)
for (const [what, times] of Object.entries(taken)) {
  const ms = medianOf(times)
  process.stdout.write(
    `${what.padEnd(12)} ${ms.toFixed(0).padStart(6)} ms  ${(ms / bare).toFixed(2)} of bare\n`,
  )
}
