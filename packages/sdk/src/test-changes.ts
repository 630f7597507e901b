import { applyChange, type Change, type EntityState, type StreamName } from '@colloque/domain'

/** Ids of a handful of entities, so that changes meet on them. */
const ENTITIES = ['a', 'b', 'c', 'd'].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`)

/** A log as a server would write it: each pick is the index of the entity that a change touches. For tests. */
export function logOf(stream: StreamName, picks: readonly number[]): Change[] {
  const revs = new Map<string, number>()
  return picks.map((pick, index) => {
    const id = ENTITIES[pick % ENTITIES.length]!
    const rev = (revs.get(id) ?? 0) + 1
    revs.set(id, rev)
    const seq = index + 1
    return {
      v: 1,
      stream,
      seq,
      commandId: `00000000-0000-4000-8000-${String(seq).padStart(12, '0')}`,
      kind: 'task.changed',
      by: 'author',
      at: new Date(seq).toISOString(),
      entities: [{ type: 'task', id, rev, after: { said: seq } }],
    }
  })
}

/** The server's own fold of the first `seq` changes. */
export function foldOf(log: readonly Change[], seq = log.length): Map<string, EntityState> {
  const entities = new Map<string, EntityState>()
  for (const change of log.slice(0, seq)) applyChange(entities, change)
  return entities
}
