import { DomainError, parseStream, type EntityState, type StreamName } from '@colloque/domain'
import type { Actor } from '../actor.ts'
import type { ChangeLog } from '../change-log/index.ts'
import type { StreamAccess } from '../socket/gateway.ts'
import type { QueryHandlers } from './api.routes.ts'

interface Parts {
  readonly changes: ChangeLog
  readonly access: StreamAccess
  /** On disk before a case is shown. */
  recordRead(accountId: string, caseId: string): Promise<void>
  /** The entity types that exist, in the order in which a snapshot gives them. */
  readonly types: readonly string[]
}

/** A stream as a client takes it up: whole, or what it missed. */
export function streamQueries({
  changes,
  access,
  recordRead,
  types,
}: Parts): Pick<QueryHandlers, 'streamChanges' | 'streamSnapshot'> {
  const enter = async (actor: Actor, name: string): Promise<StreamName> => {
    const parsed = parseStream(name)
    if (!parsed || !(await access.mayReadStream(actor, name as StreamName)))
      throw new DomainError('not_found')
    if (parsed.kind === 'case') await recordRead(actor.accountId, parsed.id)
    return name as StreamName
  }
  const stillReads = (actor: Actor, stream: StreamName) => {
    if (!access.mayReadStreamNow(actor, stream)) throw new DomainError('not_found')
  }

  return {
    streamChanges: async ({ params, search: { since, limit } }, actor) => {
      const stream = await enter(actor, params.stream)
      const answer = await changes.changesSince(stream, since, limit)
      stillReads(actor, stream)
      return answer
    },
    streamSnapshot: async ({ params }, actor) => {
      const stream = await enter(actor, params.stream)
      const fold = await changes.fold(stream)
      stillReads(actor, stream)
      const entities: EntityState[] = types.flatMap((type) => fold.all(type))
      return { entities, seq: fold.seq }
    },
  }
}
