import type { DirectoryEntry } from '@colloque/domain'
import { expect, it } from 'vitest'
import { entryNamed, searchDirectory, type Called } from './searchDirectory.ts'
import { buildEntry } from './testEntries.ts'

const called: Called = {
  kind: (kind) => ({ homeHelp: 'aide à domicile', equipment: 'matériel médical' })[kind as string] ?? kind,
  profession: (profession) => ({ podiatrist: 'pédicure-podologue' })[profession as string] ?? profession,
}
const held = (id: string, over: Partial<DirectoryEntry>) => ({ id, rev: 1, entry: buildEntry(over) })
const entries = [
  held('adhap', { kind: 'homeHelp', name: 'Les Amis du domicile', does: 'repas, toilette' }),
  held('vidal', { kind: 'specialist', name: 'Dr Édith Vidal', does: 'consultation mémoire' }),
  held('arno', { kind: 'specialist', name: 'Arno Petit', profession: 'podiatrist' }),
  held('gone', {
    ...{ kind: 'specialist', name: 'Dr Parti' },
    retired: { by: 'x', at: '2026-03-01T08:00:00.000Z', reason: 'Retraite' },
  }),
]
const idsOf = (typed: string, over: object = {}) =>
  searchDirectory(entries, { typed, kinds: [], ...over }, called).map(({ id }) => id)

it('finds by words, kind and profession as they are called, without accents; the kinds in their order', () => {
  expect(idsOf('')).toEqual(['arno', 'vidal', 'adhap'])
  expect(idsOf('memoire')).toEqual(['vidal'])
  expect(idsOf('podologue')).toEqual(['arno'])
  expect(idsOf('domicile repas')).toEqual(['adhap'])
  expect(idsOf('', { kinds: ['homeHelp', 'equipment'] })).toEqual(['adhap'])
  expect(idsOf('', { profession: 'podiatrist' })).toEqual(['arno'])
  expect(idsOf('parti')).toEqual([])
})

it('knows an entry by its name as somebody writes it', () => {
  expect(entryNamed(entries, 'dr edith VIDAL')?.id).toBe('vidal')
  expect(entryNamed(entries, 'Vidal')).toBeUndefined()
  expect(entryNamed(entries, 'Dr Parti')).toBeUndefined()
})
