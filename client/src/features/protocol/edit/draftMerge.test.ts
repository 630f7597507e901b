import type { ProtocolContent, ProtocolStep } from '@colloque/domain'
import { expect, it } from 'vitest'
import { mergeDrafts } from './draftMerge.ts'
import { emptyDraft, newStep } from './protocolDraft.ts'

const step = (key: string, title = key): ProtocolStep => ({ ...newStep([], title), key })
const content = (steps: ProtocolStep[], over: Partial<ProtocolContent> = {}): ProtocolContent => ({
  ...{ ...emptyDraft().content, name: 'Suivi', purpose: 'Pour tous', steps },
  ...over,
})
const base = content([step('a'), step('b'), step('c')])
const titles = ({ steps }: ProtocolContent) => steps.map(({ title }) => title)

it('takes what one has not touched, keeps what one wrote', () => {
  const mine = content([step('a', 'mine'), step('b'), step('c')], { name: 'Mon nom' })
  const theirs = content([step('a'), step('b', 'theirs'), step('c')], { purpose: 'Pour d’autres' })
  const merged = mergeDrafts(base, mine, theirs)
  expect(titles(merged.content)).toEqual(['mine', 'theirs', 'c'])
  expect(merged.content).toMatchObject({ name: 'Mon nom', purpose: 'Pour d’autres' })
  expect(merged.both).toEqual([])
})

it('names what both changed, and keeps one’s own', () => {
  const merged = mergeDrafts(
    base,
    content([step('a', 'mine'), step('b'), step('c')], { name: 'Un' }),
    content([step('a', 'theirs'), step('b'), step('c')], { name: 'Deux' }),
  )
  expect(titles(merged.content)).toEqual(['mine', 'b', 'c'])
  expect(merged.both).toEqual(['name', 'a'])
})

it('the same change made twice is no quarrel', () => {
  const both = content([step('a', 'same'), step('b'), step('c')])
  expect(mergeDrafts(base, both, structuredClone(both))).toEqual({ content: both, both: [] })
})

it('steps that came on either side are there, after what they came after', () => {
  const mine = content([step('a'), step('mine'), step('b'), step('c')])
  const theirs = content([step('a'), step('b'), step('theirs'), step('c')])
  expect(titles(mergeDrafts(base, mine, theirs).content)).toEqual(['a', 'mine', 'b', 'theirs', 'c'])
})

it('a step that one took out stays out, unless the other has changed it: that is named', () => {
  const mine = content([step('a'), step('c')])
  expect(titles(mergeDrafts(base, mine, base).content)).toEqual(['a', 'c'])
  const changed = mergeDrafts(base, mine, content([step('a'), step('b', 'theirs'), step('c')]))
  expect(titles(changed.content)).toEqual(['a', 'c'])
  expect(changed.both).toEqual(['b'])
})

it('the order of whoever changed it holds', () => {
  const theirs = content([step('c'), step('a'), step('b')])
  expect(titles(mergeDrafts(base, base, theirs).content)).toEqual(['c', 'a', 'b'])
  const mine = content([step('b'), step('a'), step('c')])
  expect(titles(mergeDrafts(base, mine, theirs).content)).toEqual(['b', 'a', 'c'])
})
