import { DomainError, SHIPPED_PROTOCOLS, type ProtocolContent, type ProtocolStep } from '@colloque/domain'
import { describe, expect, it } from 'vitest'
import { contentOf } from '../library/library.ts'
import {
  draftProblems,
  emptyDraft,
  movedBeside,
  movedBy,
  newStep,
  newTrigger,
  problemsIn,
  toSave,
  withoutStep,
} from './protocolDraft.ts'

const [shipped] = SHIPPED_PROTOCOLS
if (!shipped) throw new Error('The first shipped protocol is that of anticoagulants.')
const content = contentOf(shipped)

const step = (key: string, over: Partial<ProtocolStep> = {}): ProtocolStep => ({
  ...newStep([], key),
  ...{ key, forProfession: 'nurse' },
  ...over,
})
const after = (other: string) => ({ on: 'step' as const, step: other, offset: { hours: 1 } })
const draft = (over: Partial<ProtocolContent>) => ({
  content: { ...content, thresholds: [], ...over },
  reviewOn: null,
})
const keys = (steps: readonly ProtocolStep[] | undefined) => steps?.map(({ key }) => key)
const whys = (steps: ProtocolStep[]) => draftProblems(draft({ steps })).map(({ at, why }) => `${at} ${why}`)

describe('steps', () => {
  const steps = [step('one'), step('two', { when: [after('one')] }), step('three')]

  it('a new one has a key of its own', () => {
    expect(newStep([step('etape-2')]).key).toBe('etape-3')
  })

  it('nothing waits for one that was taken out; what waited for it alone has no reason left', () => {
    const left = withoutStep(steps, 'one')
    expect(keys(left)).toEqual(['two', 'three'])
    expect(whys(left)).toEqual(['two never_due'])
  })

  it('move one place, or beside another; nothing at the ends and in place', () => {
    expect(keys(movedBy(steps, 'two', -1))).toEqual(['two', 'one', 'three'])
    expect(movedBy(steps, 'one', -1)).toBeUndefined()
    expect(keys(movedBeside(steps, 'three', 'one', 'top'))).toEqual(['three', 'one', 'two'])
    expect(movedBeside(steps, 'two', 'one', 'bottom')).toBeUndefined()
  })
})

describe('a condition to begin with', () => {
  it('names what there is', () => {
    expect(newTrigger('reading', content, 'dose')).toMatchObject({ kind: 'inr', is: 'above' })
    expect(newTrigger('crossing', content, 'dose')).toMatchObject({ kind: 'inr', rule: 'dix' })
    expect(newTrigger('step', content, 'bilan')).toMatchObject({ step: 'interactions' })
  })

  it('is none where there is nothing to name', () => {
    const alone = emptyDraft().content
    expect(newTrigger('step', alone, alone.steps[0]!.key)).toBeUndefined()
    expect(newTrigger('reading', alone, 'x')).toBeUndefined()
  })
})

describe('what keeps it from being saved', () => {
  it('nothing, of what ships', () => expect(draftProblems({ content, reviewOn: null })).toEqual([]))

  it('stands at each step: no title, no profession, no reason', () => {
    expect(whys([step('one', { title: ' ' }), step('two', { forProfession: null, when: [] })])).toEqual([
      ...['one no_title', 'two no_profession', 'two never_due'],
    ])
    expect(whys([step('one', { forProfession: null, outside: 'laboratoire' })])).toEqual([])
  })

  it('names every step of a circle, each with the others', () => {
    const circle = [step('one', { when: [after('two')] }), step('two', { when: [after('one')] })]
    expect(draftProblems(draft({ steps: circle }))).toEqual([
      { at: 'one', why: 'cycle', keys: ['one', 'two'] },
      { at: 'two', why: 'cycle', keys: ['one', 'two'] },
    ])
  })

  it('is at the measure where a target cannot be meant', () => {
    const [inr] = content.thresholds
    const thresholds = [{ ...inr!, target: { from: 3, to: 2 }, choices: [] }]
    expect(draftProblems({ content: { ...content, thresholds }, reviewOn: null })).toEqual([
      { at: 'inr', why: 'contradictory', keys: [] },
    ])
  })

  it('an empty draft says all that is missing', () => {
    expect(draftProblems(emptyDraft()).map(({ why }) => why)).toEqual([
      ...['no_name', 'no_purpose', 'no_title', 'no_profession'],
    ])
  })
})

it('reads the same from a refusal of the server, and nothing from others', () => {
  const refusal = new DomainError('invalid', { field: 'steps', why: 'no_target', keys: ['dose'] })
  expect(problemsIn(refusal)).toEqual([{ at: 'dose', why: 'no_target', keys: ['dose'] }])
  expect(problemsIn(new DomainError('conflict', { why: 'retired' }))).toEqual([])
  expect(problemsIn(new Error('gone'))).toEqual([])
})

it('saves words without their edges, and no empty line', () => {
  const written = draft({
    name: ' Suivi ',
    source: ' ',
    steps: [step('one', { checklist: ['Pouls ', ' '], detail: '' })],
  })
  expect(toSave(written)).toMatchObject({
    ...{ name: 'Suivi', source: null },
    steps: [{ checklist: ['Pouls'], detail: null }],
  })
})
