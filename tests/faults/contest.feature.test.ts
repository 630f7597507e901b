/**
 * C3: of eight people who fight for a thousand tasks over two nodes, while servers and the engine are killed with
 * `kill -9` and wires are cut, each task has one winner at a time, and every other was told who it was.
 *
 * COLLOQUE_FAULT_SEED=<number> draws the same faults and acts again (their timing is the machine's).
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { toldFaults } from './chaos.ts'
import { runContest } from './contest.ts'
import type { Pair } from './round.ts'
import { startHouse, type House } from './house.ts'

const PEOPLE = 8
const TASKS = 1_000

const given = Number(process.env['COLLOQUE_FAULT_SEED'] || NaN)
const seed = Number.isInteger(given) ? given : Math.floor(Math.random() * 2 ** 31)

let house: House
let people: Pair[]

beforeAll(async () => {
  house = await startHouse()
  people = []
  for (const [index, account] of (await house.accounts()).slice(0, PEOPLE).entries()) {
    const node = (index % 2) as 0 | 1
    people.push({
      desk: await house.device(account, node),
      phone: await house.device(account, node ? 0 : 1),
    })
  }
}, 240_000)
afterAll(() => house?.stop())

it(`a thousand tasks have one winner each, with seed ${seed}`, async () => {
  expect(people).toHaveLength(PEOPLE)
  const { violations, faults, counts } = await runContest(house, people, { seed, tasks: TASKS })
  process.stdout.write(`contest, seed ${seed}: ${JSON.stringify(counts)}\n`)
  expect(violations, `seed ${seed}\n${toldFaults(faults)}\n`).toEqual({
    C3: [],
    C5: [],
    undecided: [],
    unclaimed: [],
  })
  // It must have been a fight, or it shows nothing.
  expect(counts['task.claim fail already_claimed']).toBeGreaterThan(TASKS)
  expect(faults.some(({ kind }) => kind === 'server killed')).toBe(true)
}, 240_000)
