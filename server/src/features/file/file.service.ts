import {
  DomainError,
  FILE_MAX_BYTES,
  type EntityState,
  type PatientCase,
  type StoredFile,
  type StreamName,
} from '@colloque/domain'
import type { Actor } from '../../platform/actor.ts'
import type { ChangeLog, StreamFold } from '../../platform/change-log/index.ts'
import { entity } from '../../platform/commands.ts'
import { requireAccess } from '../care-circle/access.ts'
import { contentTypeOf, isNamedAs } from './content-type.ts'
import type { FileKey, FileStore, WrittenBytes } from './file.store.ts'

const DAY_MS = 24 * 3_600_000

/** Where a file is sent: exactly one of the two ids. */
export interface FilePlace {
  readonly stream: StreamName
  readonly caseId: string | null
  readonly conversationId: string | null
}

export interface NewFile {
  readonly place: FilePlace
  /** Made by the client, so that a repeated upload is the same file. */
  readonly fileId: string
  readonly name: string
  readonly body: AsyncIterable<Uint8Array>
}

export interface AddedFile {
  readonly entity: EntityState
  readonly seq: number
}

export interface FileService {
  /**
   * Takes a file in: its bytes are stored whole before the stream says that it is there. The same file under the
   * same id again changes nothing.
   * @throws invalid { field: 'file', why: 'empty' | 'too_large' | 'type' }, command_id_reused, conflict, and what
   *   the body throws; nothing is left then
   */
  add(file: NewFile, actor: Actor): Promise<AddedFile>
  /** Copies bytes to another place and id, before the file there is in the log. Again, it changes nothing. */
  copy(from: FileKey, to: Pick<FileKey, 'stream' | 'fileId'>): Promise<void>
  /** Removes the bytes of a file whose entity is redacted. */
  remove(file: Pick<FileKey, 'stream' | 'fileId'>): Promise<void>
  /** Removes what was written a day ago or longer and never came into the log. @returns how many */
  sweep(): Promise<number>
}

export function createFileService(options: {
  store: FileStore
  changes: ChangeLog
  clock: () => Date
}): FileService {
  const { store, changes, clock } = options

  async function record(
    file: NewFile,
    actor: Actor,
    bytes: WrittenBytes,
    contentType: StoredFile['contentType'],
  ) {
    const { place, fileId, name } = file
    const { sha256, size } = bytes
    const { stream, caseId, conversationId } = place
    return changes.execute({
      stream,
      commandId: fileId,
      by: actor.accountId,
      input: { caseId: caseId ?? conversationId, fileId, sha256 },
      decide: (fold, { now }) => {
        requireAccess(fold, actor, 'message.post', now)
        requireOpen(fold, caseId)
        const held = fold.get<StoredFile>('file', fileId)
        if (held && held.after?.sha256 === sha256) return { unchanged: { type: 'file', id: fileId } }
        if (held) throw new DomainError('command_id_reused')
        const addedBy = actor.accountId
        const after: StoredFile = {
          caseId,
          conversationId,
          name,
          contentType,
          size,
          sha256,
          addedBy,
          addedAt: now,
        }
        return { kind: 'file.added', entities: [entity('file', fileId, after)] }
      },
    })
  }

  return {
    async add(file, actor) {
      const { stream } = file.place
      const bytes = await store.write(limited(file.body), { stream, fileId: file.fileId })
      const key = { stream, fileId: file.fileId, sha256: bytes.sha256 }
      try {
        if (bytes.size === 0) throw refusal('empty')
        const contentType = await contentTypeOf(bytes, bytes.isText)
        if (!contentType || !isNamedAs(file.name, contentType)) throw refusal('type')
        await store.name(bytes.id, key)
        const added = await record(file, actor, bytes, contentType)
        await store.settle(bytes.id, key)
        return added
      } catch (error) {
        // An outcome that nobody knows may be that the file is in the log: its note stays, and the sweep decides.
        if (!isOutcomeUnknown(error)) await store.discard(bytes.id).catch(() => undefined)
        throw error
      }
    },

    async copy(from, to) {
      const key = { ...to, sha256: from.sha256 }
      if (await store.open(key)) return
      const source = await store.open(from)
      // Gone already: there is nothing that could be copied, now or later.
      if (!source) return
      const { id } = await store.write(source.stream(0, source.size), to)
      await store.name(id, key)
    },

    remove: (file) => store.remove(file),

    async sweep() {
      let removed = 0
      for (const note of await store.unsettled(new Date(clock().getTime() - DAY_MS))) {
        const key = await store.keyOf(note)
        const held = key && (await changes.fold(note.stream)).get<StoredFile>('file', note.fileId)
        if (key && held?.after?.sha256 === key.sha256) await store.settle(note._id, key)
        else {
          await store.discard(note._id)
          removed++
        }
      }
      return removed
    },
  }
}

async function* limited(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let size = 0
  for await (const part of body) {
    size += part.length
    if (size > FILE_MAX_BYTES) throw tooLarge(size)
    yield part
  }
}

const refusal = (why: 'empty' | 'type') => new DomainError('invalid', { field: 'file', why })

/** @param size in bytes, as far as it is known */
export function tooLarge(size: number): DomainError {
  return new DomainError('invalid', { field: 'file', why: 'too_large', maximum: FILE_MAX_BYTES, size })
}

function requireOpen(fold: StreamFold, caseId: string | null): void {
  if (caseId === null) return
  if (fold.get<PatientCase>('patientCase', caseId)?.after?.status === 'closed')
    throw new DomainError('conflict', { status: 'closed' })
}

function isOutcomeUnknown(error: unknown): boolean {
  return !(error instanceof DomainError) || ['unknown_outcome', 'unavailable'].includes(error.code)
}
