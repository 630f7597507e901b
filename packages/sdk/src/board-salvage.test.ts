import {
  addObjective,
  blocksOf,
  ensurePlan,
  editPlanWords,
  paragraphs,
  planTextOf,
  PLAN_SHAPE,
  readPlan,
} from '@colloque/board'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { doAgain, readRefusal, refusalOf, writeRefusal } from './board-salvage.ts'

const ID = '00000000-0000-4000-8000-000000000001'
const by = { by: 'nurse', at: new Date('2026-11-22T08:00:00.000Z') }

/** A plan, one's own copy with an objective and a clinical text that the server has not, and the server's. */
function refused(code: string) {
  const base = new Y.Doc()
  ensurePlan(base)
  planTextOf(base, 'situation').insert(0, paragraphs('Vit seule.'))
  const copy = () => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(base))
    return doc
  }
  const mine = copy()
  addObjective(mine, { id: ID, words: 'Remarcher', ...by })
  planTextOf(mine, 'health').insert(0, paragraphs('HTA'))
  return { fresh: copy(), refusal: refusalOf(code, PLAN_SHAPE, base, mine) }
}
const saidIn = (doc: Y.Doc) => [
  readPlan(doc).objectives.map(({ text }) => text),
  blocksOf(planTextOf(doc, 'health')),
]

describe('after a refusal', () => {
  it.each(['read_only', 'signed'])(
    'of %s nothing is done again by itself, and every word is kept',
    (code) => {
      const { fresh, refusal } = refused(code)
      const rest = doAgain(fresh, PLAN_SHAPE, refusal, { mayApply: true, role: 'nurse' })
      expect(saidIn(fresh)).toEqual([[], []])
      expect(rest.changes.map(({ text }) => text)).toEqual(expect.arrayContaining(['HTA']))
      expect(JSON.stringify(rest.changes)).toContain('Remarcher')
    },
  )

  it('of a role what one’s profession writes is done again, and the rest is kept', () => {
    const { fresh, refusal } = refused('role')
    const rest = doAgain(fresh, PLAN_SHAPE, refusal, { mayApply: true, role: 'coordinator' })
    expect(saidIn(fresh)).toEqual([['Remarcher'], []])
    expect(rest.changes.map(({ path, text }) => [path, text])).toEqual([[['health'], 'HTA']])
  })

  it('of a role that is not known nothing is tried: it would be refused again', () => {
    const { fresh, refusal } = refused('role')
    doAgain(fresh, PLAN_SHAPE, refusal, { mayApply: true, role: undefined })
    expect(saidIn(fresh)).toEqual([[], []])
  })

  it('that follows another nothing is done again: what was refused once is refused twice', () => {
    const { fresh, refusal } = refused('value')
    const rest = doAgain(fresh, PLAN_SHAPE, refusal, { mayApply: false, role: 'nurse' })
    expect(saidIn(fresh)).toEqual([[], []])
    expect(rest.changes.length).toBeGreaterThan(0)
  })

  it('of another kind all that nobody else changed is done again', () => {
    const { fresh, refusal } = refused('pending')
    const rest = doAgain(fresh, PLAN_SHAPE, refusal, { mayApply: true, role: 'nurse' })
    expect(saidIn(fresh)).toEqual([['Remarcher'], [{ kind: 'paragraph', text: 'HTA' }]])
    expect(rest.changes).toEqual([])
  })

  it('what is kept is the same when it is read from the device', () => {
    const { fresh, refusal } = refused('signed')
    const kept = readRefusal(writeRefusal(refusal))
    expect(kept.changes).toEqual(refusal.changes)
    doAgain(fresh, PLAN_SHAPE, { ...kept, code: 'pending' }, { mayApply: true, role: 'nurse' })
    editPlanWords(fresh, 'objectives', ID, 'reason', 'Elle le veut')
    expect(readPlan(fresh).objectives).toMatchObject([{ text: 'Remarcher', reason: 'Elle le veut' }])
  })
})
