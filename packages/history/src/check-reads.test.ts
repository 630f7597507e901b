import { describe, expect, it } from 'vitest'
import { checkReads, type ReadTimes } from './check-reads.ts'
import { operationsOf, type HistoryEvent } from './operation.ts'
import { createRandom } from './random.ts'

const MINUTE = 60_000
const BEGIN = Date.parse('2026-03-09T10:07:00Z')
const CLIENTS = ['ada', 'ben', 'cleo']
const BUGS = ['answers before the record', 'records every look', 'records somebody else'] as const
type Bug = (typeof BUGS)[number]

/** People look at a case for forty minutes, at a server that is killed in between and forgets what is not on disk. */
function look(seed: number, bug?: Bug) {
  const random = createRandom(seed)
  const events: HistoryEvent[] = []
  const records = new Set<string>()
  const killedAt = BEGIN + random() * 40 * MINUTE
  for (let operation = 1; operation <= 60; operation += 1) {
    const client = CLIENTS[Math.floor(random() * CLIENTS.length)]!
    const askedAt = BEGIN + random() * 40 * MINUTE
    const times: ReadTimes = { askedAt, answeredAt: askedAt + random() * 50 }
    const said = {
      operation,
      client,
      name: 'case.read',
      key: 'case',
      commandId: String(operation),
      value: null,
    }
    events.push({ ...said, type: 'invoke', time: askedAt })
    // Before it is on disk, a kill takes it: for long, where nothing waits for it.
    const isLost = bug === 'answers before the record' && askedAt < killedAt
    const who = bug === 'records somebody else' ? 'zoe' : client
    const each = bug === 'records every look' ? ` ${operation}` : ''
    if (!isLost) records.add(`${who} ${Math.floor(askedAt / (15 * MINUTE))}${each}`)
    events.push({ ...said, type: 'ok', result: times, time: times.answeredAt })
  }
  const recorded = new Map<string, number>()
  for (const record of records) {
    const client = record.split(' ')[0]!
    recorded.set(client, (recorded.get(client) ?? 0) + 1)
  }
  return checkReads({
    ...{ operations: operationsOf(events), recorded },
    span: { from: BEGIN, to: BEGIN + 41 * MINUTE },
  })
}

const seeds = Array.from({ length: 40 }, (_, index) => 1_000 + index)

describe('C5, of reads', () => {
  it('a server that records each read before it answers passes', () => {
    for (const seed of seeds) expect(look(seed)).toEqual([])
  })

  it.each(BUGS)('C0: one that %s is caught', (bug) => {
    expect(seeds.filter((seed) => look(seed, bug).length > 0).length).toBeGreaterThan(seeds.length / 2)
  })
})
