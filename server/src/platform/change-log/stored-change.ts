import type { Change } from '@colloque/domain'
import { DomainError } from '@colloque/domain'
import { canonicalJson, chainHash, makeSalts, saltedHash } from './hash.ts'
import { changeId, commandEntityId } from './ids.ts'
import type { StoredChange } from './ports.ts'
import type { DraftFold, Fold } from './fold.ts'
import type { CommandToAppend, DecidedEntity, Unchanged, Upcaster } from './types.ts'

/** A document that MongoDB would refuse must be refused before it is sent: afterwards its outcome is unknown. */
const LARGEST_CHANGE = 4 * 1024 * 1024

export interface DraftedChange {
  readonly stored: StoredChange
  readonly change: Change
  /** Length of its entities' JSON, for the limit of a batch. */
  readonly size: number
}

/**
 * Decides a command on the fold and shapes the next change of the chain.
 * @throws DomainError as the command's `decide` does, `invalid` when the change is too large, `conflict` when it
 *   would bring a redacted entity back
 */
export function draftChange(
  command: CommandToAppend,
  fold: Fold | DraftFold,
  previousHash: string,
  now: string,
  version: number,
): DraftedChange | Unchanged {
  const { stream, commandId, by } = command
  const at = command.at ?? now
  const decision = command.decide(fold, { now: at, newId: (n) => commandEntityId(by, commandId, n) })
  if ('unchanged' in decision) return decision
  assertDistinct(decision.kind, decision.entities)

  const salts = makeSalts(decision.entities.length + 1)
  let size = 0
  const entities = decision.entities.map(({ type, id, after }, i) => {
    const held = fold.find(id)
    if (held && held.type !== type)
      throw new Error(`${decision.kind} makes a ${type} of the ${held.type} ${id}`)
    if (held?.after === null) throw new DomainError('conflict', { id, redacted: true })
    const salt = salts[i + 1] as string
    const text = canonicalJson(after)
    size += text.length
    // Frozen, so that a decision that edits a state in place fails in its first test.
    return {
      type,
      id,
      rev: (held?.rev ?? 0) + 1,
      after: Object.freeze(after),
      salt,
      content: saltedHash(salt, text),
    }
  })
  if (size > LARGEST_CHANGE) throw new DomainError('invalid', { reason: 'too_large', most: LARGEST_CHANGE })

  const salt = salts[0] as string
  const input = saltedHash(salt, canonicalJson(command.input ?? null))
  const envelope = {
    _id: changeId(),
    v: version,
    stream,
    seq: fold.seq + 1,
    commandId,
    kind: decision.kind,
    by,
    at,
  }
  const unchained = { ...envelope, entities, salt, input }
  const stored = { ...unchained, hash: chainHash(previousHash, unchained) }
  return { stored, change: toChange(stored, []), size }
}

/** A change as clients receive it, in today's shapes. */
export function toChange(stored: StoredChange, upcasters: readonly Upcaster[]): Change {
  const { stream, seq, commandId, kind, by, at } = stored
  const later = upcasters.filter((upcaster) => upcaster.from >= stored.v)
  const entities = stored.entities.map(({ type, id, rev, after }) => ({
    type,
    id,
    rev,
    after:
      after === null ? null : later.reduce((state: unknown, upcaster) => upcaster.upcast(type, state), after),
  }))
  return { v: stored.v + later.length, stream, seq, commandId, kind, by, at, entities }
}

/** The unique index on (id, rev) does not look inside one document. */
function assertDistinct(kind: string, entities: readonly DecidedEntity[]): void {
  if (entities.length === 0) throw new Error(`${kind} changes no entity`)
  if (new Set(entities.map((entity) => entity.id)).size < entities.length) {
    throw new Error(`${kind} changes one entity twice`)
  }
}
