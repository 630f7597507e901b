import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { caretAfter, mergeEdit, type TextStep } from './sharedText.ts'

/** What an observer hears of a change made to a text. */
function stepsOf(before: string, change: (text: Y.Text) => void): { steps: TextStep[]; after: string } {
  const text = new Y.Doc().getText()
  text.insert(0, before)
  let steps: TextStep[] = []
  text.observe((event) => (steps = event.delta as TextStep[]))
  text.doc?.transact(() => change(text))
  return { steps, after: text.toString() }
}

describe('a caret in a shared title', () => {
  it('stays on its word when somebody types before it', () => {
    const { steps } = stepsOf('Peser Jeanne', (text) => text.insert(0, 'Lundi : '))
    expect(caretAfter(steps, 6)).toBe(14)
  })

  it('does not move for what comes after it, or at it', () => {
    const { steps } = stepsOf('Peser', (text) => text.insert(5, ' Jeanne'))
    expect(caretAfter(steps, 5)).toBe(5)
  })

  it('falls back to where the words around it were taken away', () => {
    const { steps } = stepsOf('Peser chaque lundi', (text) => text.delete(5, 7))
    expect(caretAfter(steps, 9)).toBe(5)
    expect(caretAfter(steps, 18)).toBe(11)
  })
})

describe('a word typed while others changed the title', () => {
  it('is kept, and so is what the others did', () => {
    const { steps, after } = stepsOf('Peser lundi', (text) => text.insert(0, 'Jeanne : '))
    expect(mergeEdit('Peser lundi', 'Peser lundi tôt', after, [steps])).toBe('Jeanne : Peser lundi tôt')
  })

  it('changes nothing where nothing was typed', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(40), fc.nat(10), fc.string(), (before, at, removed, inserted) => {
        const { steps, after } = stepsOf(before, (text) => {
          const start = Math.min(at, text.length)
          text.delete(start, Math.min(removed, text.length - start))
          text.insert(start, inserted)
        })
        expect(mergeEdit(before, before, after, [steps])).toBe(after)
      }),
    )
  })
})
