import type { StreamName } from '@colloque/domain'
import type {
  FoldHead,
  FoldPart,
  Mark,
  Progress,
  RefusedReaction,
  Rejection,
  Row,
  StoredChange,
  Stores,
  StreamPosition,
  UniqueIndex,
} from '../ports.ts'

/** What the database would hold. Several nodes may share it. */
export interface MemoryDatabase {
  readonly changes: StoredChange[]
  readonly marks: Map<string, Mark>
  readonly turns: Map<string, number>
  readonly collections: Map<string, Map<string, StoredRow>>
  readonly progress: Map<StreamName, Progress>
  readonly refusals: Map<string, RefusedReaction>
  readonly foldHeads: Map<StreamName, FoldHead>
  /** By stream, n and seq. */
  readonly foldParts: Map<string, string>
  /** Which unique indexes hold; a test of the tests leaves one out. */
  readonly indexes: Set<UniqueIndex>
}

export type StoredRow = { readonly _id: string; readonly rev: number } & Record<string, unknown>

export function createMemoryDatabase(
  indexes: readonly UniqueIndex[] = ['id', 'seq', 'command', 'entity'],
): MemoryDatabase {
  return {
    changes: [],
    marks: new Map(),
    turns: new Map(),
    collections: new Map(),
    progress: new Map(),
    refusals: new Map(),
    foldHeads: new Map(),
    foldParts: new Map(),
    indexes: new Set(indexes),
  }
}

/** Through the wire and back: what is stored shares nothing with what was sent. */
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** The ports over plain maps, held to the same contract as MongoDB's. */
export function createMemoryStores(database: MemoryDatabase): Stores {
  const { changes, marks, turns, collections, progress, refusals, indexes, foldHeads, foldParts } = database
  const partId = (stream: StreamName, { n, seq }: FoldPart): string => `${stream} ${n} ${seq}`

  function removeParts(stream: StreamName): void {
    const kept = new Set(foldHeads.get(stream)?.parts.map((part) => partId(stream, part)))
    for (const id of foldParts.keys()) if (id.startsWith(`${stream} `) && !kept.has(id)) foldParts.delete(id)
  }

  function refusedBy(change: StoredChange): UniqueIndex | undefined {
    const clash = (index: UniqueIndex, test: (other: StoredChange) => boolean): boolean =>
      indexes.has(index) && changes.some(test)
    const { _id, stream, seq, by, commandId, entities } = change
    if (clash('id', (other) => other._id === _id)) return 'id'
    if (clash('seq', (other) => other.stream === stream && other.seq === seq)) return 'seq'
    if (
      clash('command', (other) => other.stream === stream && other.by === by && other.commandId === commandId)
    ) {
      return 'command'
    }
    const sameState = (other: StoredChange): boolean =>
      other.entities.some((held) => entities.some(({ id, rev }) => held.id === id && held.rev === rev))
    return clash('entity', sameState) ? 'entity' : undefined
  }

  return {
    log: {
      async prepare() {},
      async append(documents, ordered) {
        const rejections: Rejection[] = []
        for (const [index, document] of documents.entries()) {
          const duplicate = refusedBy(document)
          if (!duplicate) changes.push(copy(document))
          else rejections.push({ index, duplicate })
          if (duplicate && ordered) break
        }
        return rejections
      },
      async read(stream, after, limit) {
        const found = changes.filter((change) => change.stream === stream && change.seq > after)
        return copy(found.sort((a, b) => a.seq - b.seq).slice(0, limit))
      },
      async findCommand(stream, by, commandId) {
        const found = changes.find((c) => c.stream === stream && c.by === by && c.commandId === commandId)
        return found && copy(found)
      },
      async locate(entityId) {
        return changes.find((change) => change.entities.some(({ id }) => id === entityId))?.stream
      },
      async changesOf(entityId) {
        return changes.filter((change) => change.entities.some(({ id }) => id === entityId))
      },
      async redact(stream, entityId, rev) {
        for (const [i, change] of changes.entries()) {
          const older = (entity: { id: string; rev: number }): boolean =>
            entity.id === entityId && entity.rev < rev
          if (change.stream !== stream || !change.entities.some(older)) continue
          const entities = change.entities.map((entity) =>
            older(entity) ? { ...entity, after: null, salt: null } : entity,
          )
          changes[i] = { ...change, salt: null, entities }
        }
      },
      async grown(known) {
        const isNew = ({ stream, seq }: StreamPosition) =>
          changes.some((change) => change.stream === stream && change.seq > seq)
        return known.filter(isNew).map(({ stream }) => stream)
      },
      async streams() {
        return [...new Set(changes.map((change) => change.stream))]
      },
    },

    folds: {
      async head(stream) {
        const head = foldHeads.get(stream)
        return head && copy(head)
      },
      async parts(stream, parts) {
        return parts.flatMap((part) => foldParts.get(partId(stream, part)) ?? [])
      },
      async writePart(stream, part, entities) {
        foldParts.set(partId(stream, part), entities)
      },
      async replaceHead(head, previous) {
        const isFirst = foldHeads.get(head.stream)?.seq === previous
        if (isFirst) foldHeads.set(head.stream, copy(head))
        removeParts(head.stream)
        return isFirst
      },
      async forget(stream, seq) {
        if ((foldHeads.get(stream)?.seq ?? 0) < seq)
          foldHeads.set(stream, { stream, v: 0, every: 0, seq, hash: '', parts: [] })
        removeParts(stream)
      },
    },

    marks: {
      async mark(made) {
        for (const mark of made) marks.set(mark.id, mark)
      },
      async unmark(ids) {
        for (const id of ids) marks.delete(id)
      },
      async marks(except) {
        return [...marks.values()].filter(({ node }) => node !== except)
      },
      async beat(node, turn) {
        turns.set(node, turn)
        return new Map(turns)
      },
      async turns() {
        return new Map(turns)
      },
      async forget(node) {
        turns.delete(node)
      },
    },

    projections: {
      async createIndexes(collection) {
        if (!collections.has(collection)) collections.set(collection, new Map())
      },
      async write(collection, rows) {
        const held = collections.get(collection) ?? new Map<string, StoredRow>()
        collections.set(collection, held)
        for (const row of rows)
          if ((held.get(row.id)?.rev ?? 0) < row.rev) held.set(row.id, copy(asDocument(row)))
      },
      async rename(from, to) {
        collections.set(to, collections.get(from) ?? new Map())
        collections.delete(from)
      },
      async drop(collection) {
        collections.delete(collection)
      },
      async progress(streams) {
        return streams.flatMap((stream) => progress.get(stream) ?? [])
      },
      async advance(positions) {
        for (const { stream, seq, reactors } of positions) {
          const held = progress.get(stream)
          const merged = { ...held?.reactors }
          for (const [name, at] of Object.entries(reactors)) merged[name] = Math.max(at, merged[name] ?? 0)
          progress.set(stream, { stream, seq: Math.max(seq, held?.seq ?? 0), reactors: merged })
        }
      },
      async recordRefusal(refusal) {
        refusals.set(refusal.commandId, refusal)
      },
    },
  }
}

function asDocument({ id, rev, stream, document }: Row): StoredRow {
  return document ? { ...document, _id: id, rev } : { _id: id, rev, gone: stream }
}
