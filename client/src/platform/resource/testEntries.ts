import { DirectoryContentSchema, type DirectoryEntry } from '@colloque/domain'

const AT = '2026-03-01T08:00:00.000Z'

/** For tests: an entry of the directory, written and checked by « rui ». */
export function buildEntry(over: Partial<DirectoryEntry> = {}): DirectoryEntry {
  const done = { by: 'rui', at: AT }
  return {
    ...DirectoryContentSchema.parse({ kind: 'specialist', name: 'Dr Vidal', phone: '01 99 00 00 10' }),
    ...{ teamId: 't', notes: [], meetingId: null, added: done, checked: done, retired: null },
    ...over,
  }
}
