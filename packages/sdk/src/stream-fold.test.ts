import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createStreamFold } from './stream-fold.ts'
import { foldOf, logOf } from './test-changes.ts'

const STREAM = 'case:00000000-0000-4000-8000-000000000001'
const picks = fc.array(fc.nat(3), { maxLength: 40 })

describe('the fold of a stream in a client', () => {
  it('is at each moment the server’s fold at its seq, whatever is lost, doubled or out of order', () => {
    fc.assert(
      fc.property(picks, fc.array(fc.nat(39), { maxLength: 120 }), (touched, deliveries) => {
        const log = logOf(STREAM, touched)
        const fold = createStreamFold()
        for (const index of deliveries) {
          const change = log[index]
          if (change) fold.receive([change])
          expect(fold.entities).toEqual(foldOf(log, fold.seq))
        }
        fold.receive(log)
        expect(fold.seq).toBe(log.length)
        expect(fold.entities).toEqual(foldOf(log))
      }),
    )
  })

  it('says which entities a batch touched, and every change it applied, in order', () => {
    const log = logOf(STREAM, [0, 1, 0, 2])
    const fold = createStreamFold()
    expect(fold.receive([log[2]!, log[1]!])).toEqual({ applied: [], changed: [], older: [] })
    const { applied, changed } = fold.receive([log[0]!])
    expect(applied.map(({ seq }) => seq)).toEqual([1, 2, 3])
    expect(changed.map(({ rev }) => rev)).toEqual([2, 1])
    expect(fold.head).toBe(3)
  })

  it('keeps what came early across a snapshot, and lets go of what the snapshot has', () => {
    const log = logOf(STREAM, [0, 1, 2, 3, 0, 1])
    const fold = createStreamFold()
    fold.receive([log[2]!, log[4]!])
    fold.reset({ entities: foldOf(log, 4).values(), seq: 4, messagesFrom: 0 })
    expect(fold.seq).toBe(5)
    expect(fold.entities).toEqual(foldOf(log, 5))
  })
})
