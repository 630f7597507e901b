import { randomUUID } from 'node:crypto'
import { newMessage, parseStream, type StreamName } from '@colloque/domain'
import type { mongo } from 'mongoose'
import type { Decision, ProjectionDefinition } from '../../platform/change-log/index.ts'
import { createMongoStores } from '../../platform/change-log/mongo-stores.ts'
import type { Row, StoredChange } from '../../platform/change-log/ports.ts'
import { rowOf, writeRows } from '../../platform/change-log/projector.ts'
import { draftChange } from '../../platform/change-log/stored-change.ts'
import { Stream } from '../../platform/change-log/stream.ts'
import { projections } from '../../platform/entity-projections.ts'
import { upcasters } from '../../platform/upcasters.ts'

const CHANGES_AT_ONCE = 2_000
const TEXT = 'Le pansement a été refait ce matin, la plaie est propre, revoir jeudi avec le médecin.'
const ALL: readonly ProjectionDefinition[] = Object.values(projections)

/**
 * Writes into streams that no server holds: the same documents as the log's own, chained, projected, and passed by the
 * reactors, but in large inserts.
 */
export async function createFiller(db: mongo.Db, sample: StreamName) {
  const stores = createMongoStores(db)
  const [known] = await stores.projections.progress([sample])
  const reactors = Object.keys(known?.reactors ?? {})
  let changes: StoredChange[] = []
  let rows = new Map<string, Row[]>()
  let full: { stream: StreamName; seq: number }[] = []

  async function open(name: StreamName): Promise<Stream> {
    const stream = new Stream({ name, store: stores.log, upcasters, publish: () => undefined })
    await stream.load()
    return stream
  }

  async function flush(): Promise<void> {
    const [appended, projected, done] = [changes, rows, full]
    ;[changes, rows, full] = [[], new Map(), []]
    if (appended.length > 0) {
      const [rejection] = await stores.log.append(appended, false)
      if (rejection) throw new Error(`a change was refused: ${JSON.stringify(rejection)}`)
    }
    for (const [collection, some] of projected) await writeRows(stores.projections, collection, some)
    if (done.length === 0) return
    await stores.projections.advance(
      done.map(({ stream, seq }) => ({
        stream,
        seq,
        reactors: Object.fromEntries(reactors.map((name) => [name, seq])),
      })),
    )
  }

  async function append(stream: Stream, by: string, decision: (now: string) => Decision): Promise<void> {
    const command = {
      ...{ stream: stream.name, commandId: randomUUID(), by, input: null },
      decide: (_: unknown, { now }: { now: string }) => decision(now),
    }
    const now = new Date().toISOString()
    const drafted = draftChange(command, stream.fold, stream.hash, now, upcasters.length + 1)
    if ('unchanged' in drafted) throw new Error('what fills a stream changes it')
    const { stored, change } = drafted
    stream.accept(stored, change)
    changes.push(stored)
    for (const { id, type } of change.entities) {
      const entity = stream.fold.find(id)
      for (const definition of ALL) {
        if (!entity || !definition.types.includes(type)) continue
        const some = rows.get(definition.name) ?? []
        some.push(rowOf(definition, entity, stream.name))
        rows.set(definition.name, some)
      }
    }
    if (changes.length >= CHANGES_AT_ONCE) await flush()
  }

  async function fillStream(stream: Stream, each: number, authors: readonly string[]): Promise<void> {
    const caseId = parseStream(stream.name)?.id ?? null
    for (let n = 0; n < each; n += 1) {
      const authorId = authors[n % authors.length] as string
      await append(stream, authorId, (now) => {
        const after = newMessage({ authorId, caseId, text: `${TEXT} ${n}`, postedAt: now })
        return { kind: 'message.posted', entities: [{ type: 'message', id: randomUUID(), after }] }
      })
    }
    full.push({ stream: stream.name, seq: stream.seq })
  }

  return {
    /** Messages for a stream that is there. @returns its seq afterwards */
    async messages(name: StreamName, each: number, authors: readonly string[]): Promise<number> {
      const stream = await open(name)
      if (each > 0) await fillStream(stream, each, authors)
      return stream.seq
    },
    /** A case like another, under ids of its own, with messages. Nobody's list of cases names it. */
    async copy(name: StreamName, each: number, authors: readonly string[]): Promise<void> {
      const original = await open(name)
      const ids = new Map([...original.fold.entities()].map(({ id }) => [id, randomUUID()]))
      const caseId = ids.get(parseStream(name)?.id ?? '') ?? randomUUID()
      const renamed = (after: unknown): unknown =>
        JSON.parse(JSON.stringify(after).replace(UUIDS, (id) => ids.get(id) ?? id))
      const stream = new Stream({
        ...{ name: `case:${caseId}`, store: stores.log, upcasters, publish: () => undefined },
      })
      await append(stream, authors[0] as string, () => ({
        kind: 'case.created',
        entities: [...original.fold.entities()]
          .filter(({ after, type }) => after !== null && type !== 'message')
          .map(({ id, type, after }) => ({ type, id: ids.get(id) ?? id, after: renamed(after) })),
      }))
      await fillStream(stream, each, authors)
    },
    flush,
  }
}

const UUIDS = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
