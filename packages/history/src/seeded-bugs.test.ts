/** C0: a checker that lets a known bug through is worth nothing. Each bug is put into a model, and must be caught. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkAccess,
  checkBoards,
  checkMessages,
  checkRecord,
  checkTasks,
  operationsOf,
  type Operation,
} from './index.ts'
import { BOARD_BUGS, runModelBoard, type BoardBug } from './testing/model-board.ts'
import { LOG_BUGS, runModelLog, type LogBug } from './testing/model-log.ts'

const RUNS = 40

function found(seed: number, bug?: LogBug) {
  const { events, changes, states, readings, removal, deliveries } = runModelLog(seed, bug)
  const operations = operationsOf(events)
  const settled = changes
    .filter(({ kind }) => kind === 'message.post')
    .map(({ entities: [entity], seq, commandId, by }) => {
      const { text } = entity?.after as { text: string }
      return { id: entity?.id ?? '', seq, commandId, by, text }
    })
  const acts = operations.filter(({ name }) => name !== 'message.post')
  return {
    // What a removed member is refused is no matter of the task.
    C1: checkMessages({ operations, readings, settled }),
    C3: checkTasks({ operations: acts.filter((act) => !isRefusedForLeaving(act)), states }),
    C4: checkAccess({ ...removal, operations, deliveries }),
    C5: checkRecord({ operations, changes, mayChangeNothing: [] }),
  }
}

const isRefusedForLeaving = ({ outcome, result }: Operation) =>
  outcome === 'fail' && (result as { code: string }).code === 'not_found'

/** Which checkers must see which bug. */
const SEEN_BY: Record<LogBug, readonly (keyof ReturnType<typeof found>)[]> = {
  'answers before the write': ['C1', 'C5'],
  'acknowledges without journal': ['C1', 'C5'],
  'no deduplication': ['C1', 'C5'],
  'skips the check of the holder': ['C3'],
  'decides on a stale state': ['C3'],
  'refuses what it writes': ['C1', 'C5'],
  'numbers by node': ['C1', 'C5'],
  'answers a retry with another place': ['C1', 'C5'],
  'a reader misses one': ['C1'],
  'a reader sees two swapped': ['C1'],
  'a reader hears one twice': ['C1'],
  'invents a message': ['C1', 'C5'],
  'goes on telling the removed': ['C4'],
  'goes on taking from the removed': ['C4'],
}

describe('a server that keeps its promises', () => {
  it('passes every checker, whatever is lost and whenever it crashes', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        expect(found(seed)).toEqual({ C1: [], C3: [], C4: [], C5: [] })
      }),
      { numRuns: 150 },
    )
  })

  it('keeps its boards', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { events, replicas, words } = runModelBoard(seed)
        expect(checkBoards({ operations: operationsOf(events), replicas, words })).toEqual([])
      }),
      { numRuns: 150 },
    )
  })
})

describe('a server with a bug', () => {
  it.each(LOG_BUGS)('that %s is caught', (bug) => {
    for (const checker of SEEN_BY[bug]) {
      const caught = seeds().filter((seed) => found(seed, bug)[checker].length > 0)
      // Most runs, so that one short run of the real thing is likely to show it.
      expect(caught.length, checker).toBeGreaterThan(RUNS / 2)
    }
  })

  it.each(BOARD_BUGS)('whose board %s is caught', (bug: BoardBug) => {
    const caught = seeds().filter((seed) => {
      const { events, replicas, words } = runModelBoard(seed, bug)
      return checkBoards({ operations: operationsOf(events), replicas, words }).length > 0
    })
    expect(caught.length).toBeGreaterThan(RUNS / 2)
  })
})

const seeds = () => Array.from({ length: RUNS }, (_, index) => 1_000 + index)
