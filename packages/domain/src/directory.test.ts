import { describe, expect, it } from 'vitest'
import {
  DirectoryContentSchema,
  directoryContentOf,
  DIRECTORY_KINDS,
  isReachable,
  KINDS_FOR_NEED,
  matchesDirectory,
  type DirectoryEntry,
} from './directory.ts'
import { NEED_DOMAINS } from './need.ts'

const ID = '0190a000-0000-7000-8000-000000000001'
const AT = '2026-03-02T08:00:00.000Z'
const entry: DirectoryEntry = {
  ...DirectoryContentSchema.parse({
    ...{ kind: 'specialist', name: 'Dr Édith Vidal', does: 'consultation mémoire', phone: '01 99 00 00 10' },
    access: 'Lettre du médecin traitant',
  }),
  ...{ teamId: ID, meetingId: null, added: { by: ID, at: AT }, checked: { by: ID, at: AT }, retired: null },
  notes: [{ id: ID, by: ID, at: AT, name: 'Rui', text: 'Rappelle toujours avant d’œuvrer' }],
}

describe('a search in the directory', () => {
  it.each(['memoire', 'edith vid', 'LETTRE', 'oeuvrer', 'vidal memo'])('finds « %s »', (typed) =>
    expect(matchesDirectory(entry, typed)).toBe(true),
  )

  it('asks for every word, each at its beginning', () => {
    expect(matchesDirectory(entry, 'vidal podologue')).toBe(false)
    expect(matchesDirectory(entry, 'emoire')).toBe(false)
  })

  it('knows what the reader calls the kind and the profession', () => {
    expect(matchesDirectory(entry, 'neuro', ['Spécialiste', 'neurologue'])).toBe(true)
    expect(matchesDirectory(entry, '')).toBe(true)
  })
})

it('offers kinds that exist for each side of a need', () => {
  for (const domain of NEED_DOMAINS) {
    expect(KINDS_FOR_NEED[domain].length).toBeGreaterThan(0)
    for (const kind of KINDS_FOR_NEED[domain]) expect(DIRECTORY_KINDS).toContain(kind)
  }
})

it('gives back what was written of an entry, and nothing that stands around it', () => {
  expect(Object.keys(directoryContentOf(entry)).sort()).toEqual(
    Object.keys(DirectoryContentSchema.shape).sort(),
  )
})

it('counts hours as no way to reach somebody', () => {
  const silent = { kind: 'other', name: 'Quelqu’un', hours: 'le mardi', delay: 'une semaine' }
  expect(isReachable(DirectoryContentSchema.parse(silent))).toBe(false)
})
