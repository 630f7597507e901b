import {
  DomainError,
  isReachable,
  type DirectoryContent,
  type DirectoryEntry,
  type EntityState,
  type TeamMember,
} from '@colloque/domain'
import type { StreamFold } from '../../platform/change-log/index.ts'
import { decided, entity, requireEntity, requireRev, type CommandHandlers } from '../../platform/commands.ts'

type Handlers = Pick<
  CommandHandlers,
  | 'directory.add'
  | 'directory.change'
  | 'directory.check'
  | 'directory.note'
  | 'directory.removeNote'
  | 'directory.retire'
  | 'directory.restore'
>

const ENTRIES_MAX = 2_000
const NOTES_MAX = 50

/** Who helps beyond the house. Whoever is in the team keeps it: what one has learnt, all know. */
export const directoryCommands: Handlers = {
  'directory.add': ({ commandId: _id, teamId, meetingId, ...content }) => {
    requireReachable(content)
    return ({ actor, fold, now, newId }) => {
      if (fold.all('directoryEntry').length >= ENTRIES_MAX)
        throw new DomainError('invalid', { field: 'teamId', why: 'too_many' })
      if (meetingId !== undefined) requireEntity(fold, 'meeting', meetingId)
      const done = { by: actor.accountId, at: now }
      const entry: DirectoryEntry = {
        ...{ ...content, teamId, meetingId: meetingId ?? null },
        ...{ notes: [], added: done, checked: done, retired: null },
      }
      return { kind: 'directory.added', entities: [entity('directoryEntry', newId(0), entry)] }
    }
  },

  'directory.change': ({ commandId: _id, teamId: _team, entryId, rev, ...content }) => {
    requireReachable(content)
    return ({ actor, fold, now }) => {
      const held = requireStanding(fold, entryId)
      requireRev(held, rev)
      const after = { ...held.after, ...content, checked: { by: actor.accountId, at: now } }
      return decided('directory.changed', 'directoryEntry', held, after)
    }
  },

  'directory.check':
    ({ entryId }) =>
    ({ actor, fold, now }) => {
      const held = requireStanding(fold, entryId)
      const checked = { by: actor.accountId, at: now }
      return decided('directory.checked', 'directoryEntry', held, { ...held.after, checked })
    },

  'directory.note':
    ({ entryId, text }) =>
    ({ actor, fold, now, newId }) => {
      const held = requireStanding(fold, entryId)
      if (held.after.notes.length >= NOTES_MAX)
        throw new DomainError('invalid', { field: 'text', why: 'too_many' })
      const name = nameOf(fold, actor.accountId)
      const note = { id: newId(0), by: actor.accountId, at: now, name, text }
      return decided('directory.noted', 'directoryEntry', held, {
        ...held.after,
        notes: [...held.after.notes, note],
      })
    },

  'directory.removeNote':
    ({ entryId, noteId }) =>
    ({ actor, fold }) => {
      const held = requireStanding(fold, entryId)
      const note = held.after.notes.find(({ id }) => id === noteId)
      if (!note) return { unchanged: { type: 'directoryEntry', id: entryId } }
      if (note.by !== actor.accountId) throw new DomainError('invalid', { field: 'noteId', why: 'not_yours' })
      const notes = held.after.notes.filter(({ id }) => id !== noteId)
      return decided('directory.noteRemoved', 'directoryEntry', held, { ...held.after, notes })
    },

  'directory.retire':
    ({ entryId, reason }) =>
    ({ actor, fold, now }) => {
      const held = requireStanding(fold, entryId)
      const retired = { by: actor.accountId, at: now, reason }
      return decided('directory.retired', 'directoryEntry', held, { ...held.after, retired })
    },

  'directory.restore':
    ({ entryId }) =>
    ({ fold }) => {
      const held = requireEntity(fold, 'directoryEntry', entryId)
      if (!held.after.retired) return { unchanged: { type: 'directoryEntry', id: entryId } }
      return decided('directory.restored', 'directoryEntry', held, { ...held.after, retired: null })
    },
}

/** @throws invalid for somebody whom nobody could reach */
function requireReachable(content: DirectoryContent): void {
  if (!isReachable(content)) throw new DomainError('invalid', { field: 'phone', why: 'unreachable' })
}

/** @throws not_found, conflict when it is retired */
function requireStanding(
  fold: StreamFold,
  id: string,
): EntityState<DirectoryEntry> & { after: DirectoryEntry } {
  const held = requireEntity(fold, 'directoryEntry', id)
  if (held.after.retired) throw new DomainError('conflict', { why: 'retired', ...held.after.retired })
  return held
}

const nameOf = (fold: StreamFold, accountId: string): string =>
  fold.all<TeamMember>('teamMember').find(({ after }) => after?.accountId === accountId)?.after?.name ?? '—'
