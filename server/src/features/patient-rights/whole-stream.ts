/** Redacting a stream as a whole, in changes of a size that one insert carries. */
import { DomainError, ENTITY_SCHEMAS, ERASING_KINDS, type EntityState, type Erasure } from '@colloque/domain'
import type { Decide, DecidedEntity, StreamFold } from '../../platform/change-log/index.ts'

/** Entities of one change: its envelope stays for ever, and the chain covers it. */
const ENTITIES_OF_CHANGE = 500

export const redacting = ({ type, id }: Pick<EntityState, 'type' | 'id'>): DecidedEntity => ({
  ...{ type, id },
  after: null,
})

/** What a stream holds, but for the record that its case was erased. */
export const presentEntities = (
  fold: StreamFold,
  types: readonly string[] = Object.keys(ENTITY_SCHEMAS),
): EntityState[] =>
  types
    .flatMap((type) => fold.all(type))
    .filter(
      ({ type, after }) => after !== null && !(type === 'erasure' && (after as Erasure).scope === 'case'),
    )

/** Redacts as much of what is left as one change takes; unchanged once nothing is. */
export const redactRest: Decide = (fold) => {
  const rest = presentEntities(fold).slice(0, ENTITIES_OF_CHANGE)
  if (rest.length > 0) return { kind: ERASING_KINDS.case, entities: rest.map(redacting) }
  for (const type of Object.keys(ENTITY_SCHEMAS)) {
    const [any] = fold.all(type)
    if (any) return { unchanged: { type, id: any.id } }
  }
  throw new DomainError('not_found')
}
