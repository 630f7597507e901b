import { DEFAULT_THRESHOLDS, DomainError, READING_KINDS } from '@colloque/domain'
import { describe, expect, it } from 'vitest'
import { contentOf, draftOf, emptyRule, problemIn } from './thresholdDraft.ts'

const draft = () => draftOf(DEFAULT_THRESHOLDS.inr, null)

describe('a threshold on its way in', () => {
  it.each(READING_KINDS)('of %s: the defaults, opened and saved, are the same rules', (kind) => {
    const { target, rules } = DEFAULT_THRESHOLDS[kind]
    expect(contentOf(kind, draftOf(DEFAULT_THRESHOLDS[kind], null))).toEqual({ target, rules })
  })

  it('reads the comma of a French keyboard', () => {
    const typed = { ...draft(), from: '2,5', to: '3,5' }
    expect(contentOf('inr', typed)).toMatchObject({ target: { from: 2.5, to: 3.5 } })
  })

  it('has no target where both bounds are empty, and asks for the other where one is', () => {
    expect(contentOf('inr', { ...draft(), from: '', to: '' })).toMatchObject({ target: null })
    expect(contentOf('inr', { ...draft(), to: '' })).toEqual([{ at: 'target', why: 'half' }])
  })

  it('says beside each rule what is missing', () => {
    const typed = draft()
    const added = emptyRule(typed.rules)
    const mute = { ...added, key: 'b', value: '7', professions: [] as never[], conduct: 'Appeler' }
    expect(contentOf('inr', { ...typed, rules: [added, mute] })).toEqual([
      { at: added.key, why: 'number' },
      { at: 'b', why: 'professions' },
    ])
  })

  it('says what cannot be meant as the server does, where the rule is', () => {
    const typed = draft()
    const rules = typed.rules.map((rule) => (rule.key === 'un-et-demi' ? { ...rule, value: '15' } : rule))
    expect(contentOf('inr', { ...typed, rules })).toEqual([{ at: 'un-et-demi', why: 'contradictory' }])
    const far = typed.rules.map((rule) => (rule.key === 'dix' ? { ...rule, value: '400' } : rule))
    expect(contentOf('inr', { ...typed, rules: far })).toEqual([{ at: 'dix', why: 'implausible' }])
  })

  it('puts a refusal of the server beside its field, and leaves every other to its own sentence', () => {
    const data = { field: 'rules', why: 'not_two', key: 'six' }
    expect(problemIn(new DomainError('invalid', data))).toEqual({ at: 'six', why: 'not_two' })
    expect(problemIn(new DomainError('invalid', { why: 'not_your_profession' }))).toBeUndefined()
    expect(problemIn(new DomainError('conflict', data))).toBeUndefined()
  })
})
