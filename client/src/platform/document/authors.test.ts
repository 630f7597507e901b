import { expect, test } from 'vitest'
import { authorsOf, paragraphsOf, type AuthoredRun } from './authors.ts'

const run = (by: string, paragraph: number, text = 'mots'): AuthoredRun => ({
  ...{ by, paragraph, text },
  at: '2026-11-18T13:02:00.000Z',
})
const NAMES: Readonly<Record<string, string>> = { a: 'Samuel Adjovi', b: 'Sonia Arnaud', c: 'Linh Phan' }
const nameOf = (by: string) => NAMES[by] ?? 'Auteur non conservé'

test('passages stand paragraph by paragraph, empty ones left out', () => {
  const runs = [run('a', 0), run('b', 0), run('a', 2)]
  expect(paragraphsOf(runs).map((paragraph) => paragraph.map(({ by }) => by))).toEqual([['a', 'b'], ['a']])
})

test('people with the same initials have marks of their own', () => {
  const authors = authorsOf(
    [run('a', 0), run('b', 0), run('c', 1), run('a', 1), run('system:erased', 2)],
    nameOf,
  )
  expect(authors.map(({ mark }) => mark)).toEqual(['SA', 'SA2', 'LP', '–'])
})
