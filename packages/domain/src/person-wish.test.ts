import { expect, test } from 'vitest'
import { headlineWish, newPersonWish, recordWish, replaceHeadline, takeBackWish } from './person-wish.ts'
import type { HeldWish, PersonWish, WishesOfCase } from './person-wish.ts'

const caseId = 'case'
const wish = (id: string, text: string, over: Partial<PersonWish> = {}): HeldWish => ({
  id,
  wish: newPersonWish({
    ...{ caseId, aspect: 'project', text, heardBy: 'nurse' },
    recorded: { by: 'nurse', at: '2026-03-02T09:00:00.000Z' },
    ...over,
  }),
})
const sentence = (text: string) => ({ text, heard: { by: 'doctor', at: '2026-01-05T09:00:00.000Z' } })
const of = (held: readonly HeldWish[], said = headlineWish(held)): WishesOfCase => ({
  caseId,
  sentence: said,
  held,
})

test('the project heard last is the sentence of the case, whenever it was written down', () => {
  const first = wish('a', 'Rester chez elle', { heardOn: '2026-03-02' })
  const late = recordWish(of([first]), wish('b', 'Voir la mer', { heardOn: '2026-02-01' }), 'x')
  expect(late.changed.map(({ id }) => id)).toEqual(['b'])
  expect(late.sentence?.text).toBe('Rester chez elle')
  const next = recordWish(of([first]), wish('b', 'Voir la mer', { heardOn: '2026-03-04' }), 'x')
  expect(next.sentence).toEqual({
    text: 'Voir la mer',
    heard: { by: 'nurse', at: '2026-03-02T09:00:00.000Z' },
  })
})

test('another aspect leaves the sentence as it is', () => {
  const held = [wish('a', 'Rester chez elle')]
  const after = recordWish(of(held), wish('b', 'Pas de transfusion', { aspect: 'refusal' }), 'x')
  expect(after.sentence?.text).toBe('Rester chez elle')
})

test('what is replaced is withdrawn by what takes its place, and cannot be replaced twice', () => {
  const { changed, sentence } = recordWish(of([wish('a', 'Rester')]), wish('b', 'Partir'), 'x', 'a')
  expect(
    changed.map(({ id, wish: { withdrawn } }) => [id, withdrawn?.replacedBy, withdrawn?.reason]),
  ).toEqual([
    ['b', undefined, undefined],
    ['a', 'b', null],
  ])
  expect(sentence?.text).toBe('Partir')
  expect(() => recordWish(of(changed), wish('c', 'Rester'), 'x', 'a')).toThrow('conflict')
  expect(() => recordWish(of([]), wish('c', 'Rester'), 'x', 'elsewhere')).toThrow('not_found')
})

test('a project that is taken back leaves the one before, then nothing', () => {
  const held = [
    wish('a', 'Rester', { heardOn: '2026-01-01' }),
    wish('b', 'Partir', { heardOn: '2026-02-01' }),
  ]
  const by = { by: 'nurse', at: '2026-03-03T09:00:00.000Z', reason: 'A changé d’avis' }
  const once = takeBackWish(of(held), 'b', by)
  expect(once.sentence?.text).toBe('Rester')
  const left = of([held[0]!, ...once.changed])
  expect(takeBackWish(left, 'a', by).sentence).toBeNull()
  expect(() => takeBackWish(left, 'b', by)).toThrow('conflict')
})

test('the sentence of an older case becomes a wish when the first one is recorded, and is not lost', () => {
  const old = of([], sentence('Rester chez elle'))
  const beside = recordWish(old, wish('b', 'Revoir son frère'), 'opening')
  expect(
    beside.changed.map(({ id, wish: { text, heardOn, heardBy } }) => ({ id, text, heardOn, heardBy })),
  ).toEqual([
    { id: 'b', text: 'Revoir son frère', heardOn: '2026-03-02', heardBy: 'nurse' },
    { id: 'opening', text: 'Rester chez elle', heardOn: '2026-01-05', heardBy: 'doctor' },
  ])
  for (const instead of [
    recordWish(old, wish('b', 'Revoir son frère'), 'opening', caseId),
    replaceHeadline(old, wish('b', 'Revoir son frère'), 'opening'),
  ]) {
    expect(instead.changed.map(({ id, wish: { withdrawn } }) => [id, withdrawn?.replacedBy])).toEqual([
      ['b', undefined],
      ['opening', 'b'],
    ])
    expect(instead.sentence?.text).toBe('Revoir son frère')
  }
})

test('a new sentence takes the place of the project that it was', () => {
  const held = [
    wish('a', 'Voir la mer', { heardOn: '2026-01-01' }),
    wish('b', 'Rester', { heardOn: '2026-02-01' }),
  ]
  const { changed, sentence: said } = replaceHeadline(of(held), wish('c', 'Partir'), 'x')
  expect(changed.map(({ id }) => id)).toEqual(['c', 'b'])
  expect(said?.text).toBe('Partir')
})
