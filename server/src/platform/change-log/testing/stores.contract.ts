import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { StreamName } from '@colloque/domain'
import { markId } from '../ids.ts'
import type { Mark, Stores } from '../ports.ts'
import { buildStoredChange, buildStoredEntity } from './build-stored-change.ts'

const newStream = (): StreamName => `case:${randomUUID()}`

/**
 * What the change log relies on, for every store that it runs on.
 * @param connect stores over one database, already empty or of streams that nobody else uses
 * @param documents what a collection holds, by id
 */
export function storesContract(
  connect: () => Promise<{
    stores: Stores
    documents(collection: string): Promise<Record<string, unknown>[]>
  }>,
): void {
  let stores: Stores
  let documents: (collection: string) => Promise<Record<string, unknown>[]>
  let stream: StreamName

  beforeEach(async () => {
    ;({ stores, documents } = await connect())
    await stores.log.prepare()
    stream = newStream()
  })

  describe('the log', () => {
    it('gives back what was appended, in order of seq', async () => {
      const changes = [1, 2, 3].map((seq) => buildStoredChange({ stream, seq }))
      expect(await stores.log.append(changes, true)).toEqual([])
      expect(await stores.log.read(stream, 0, 10)).toEqual(changes)
      expect(await stores.log.read(stream, 1, 1)).toEqual([changes[1]])
      expect(await stores.log.read(newStream(), 0, 10)).toEqual([])
    })

    it('leaves out what is undefined', async () => {
      const entity = buildStoredEntity({ after: { text: 'x', forgotten: undefined } })
      await stores.log.append([buildStoredChange({ stream, entities: [entity] })], true)
      const [stored] = await stores.log.read(stream, 0, 1)
      expect(Object.keys(stored?.entities[0]?.after as object)).toEqual(['text'])
    })

    it('says which streams have grown beyond what is known of them', async () => {
      const [grown, still, others] = [newStream(), newStream(), newStream()]
      const changes = [1, 2, 3].map((seq) => buildStoredChange({ stream: grown, seq }))
      await stores.log.append([...changes, buildStoredChange({ stream: still })], false)
      const many = Array.from({ length: 700 }, () => ({ stream: newStream(), seq: 0 }))
      const known = [
        { stream: others, seq: 0 },
        { stream: still, seq: 1 },
        ...many,
        { stream: grown, seq: 1 },
      ]
      expect(await stores.log.grown(known)).toEqual([grown])
      expect(await stores.log.grown([])).toEqual([])
    })

    it('refuses a seq that is taken', async () => {
      await stores.log.append([buildStoredChange({ stream })], true)
      expect(await stores.log.append([buildStoredChange({ stream })], true)).toEqual([
        { index: 0, duplicate: 'seq' },
      ])
    })

    it('refuses a command that is recorded, and finds it', async () => {
      const first = buildStoredChange({ stream })
      const { by, commandId } = first
      await stores.log.append([first], true)
      const again = buildStoredChange({ stream, seq: 2, by, commandId })
      expect(await stores.log.append([again], true)).toEqual([{ index: 0, duplicate: 'command' }])
      expect(await stores.log.findCommand(stream, by, commandId)).toEqual(first)
      expect(await stores.log.findCommand(stream, randomUUID(), commandId)).toBeUndefined()
    })

    it('takes the same command id from another author', async () => {
      const first = buildStoredChange({ stream })
      await stores.log.append([first], true)
      expect(
        await stores.log.append([buildStoredChange({ stream, seq: 2, commandId: first.commandId })], true),
      ).toEqual([])
    })

    it('refuses a second winner of a revision, wherever it stands in the change', async () => {
      const contested = buildStoredEntity()
      await stores.log.append([buildStoredChange({ stream, entities: [contested] })], true)
      const late = buildStoredChange({ stream, seq: 2, entities: [buildStoredEntity(), contested] })
      expect(await stores.log.append([late], true)).toEqual([{ index: 0, duplicate: 'entity' }])
    })

    it('says of its own document that it is there already, before anything else', async () => {
      const change = buildStoredChange({ stream })
      await stores.log.append([change], true)
      expect(await stores.log.append([change], true)).toEqual([{ index: 0, duplicate: 'id' }])
    })

    it('in order, stores nothing after a rejection', async () => {
      await stores.log.append([buildStoredChange({ stream, seq: 2 })], true)
      const sent = [1, 2, 3].map((seq) => buildStoredChange({ stream, seq }))
      expect(await stores.log.append(sent, true)).toEqual([{ index: 1, duplicate: 'seq' }])
      expect((await stores.log.read(stream, 0, 10)).map((change) => change.seq)).toEqual([1, 2])
    })

    it('without order, stores everything but the rejected', async () => {
      const others = [newStream(), newStream()]
      await stores.log.append([buildStoredChange({ stream })], true)
      const sent = [others[0], stream, others[1]].map((name) =>
        buildStoredChange({ stream: name as StreamName }),
      )
      expect(await stores.log.append(sent, false)).toEqual([{ index: 1, duplicate: 'seq' }])
      for (const other of others) expect(await stores.log.read(other, 0, 10)).toHaveLength(1)
    })

    it('locates an entity by its id', async () => {
      const entities = [buildStoredEntity(), buildStoredEntity()]
      await stores.log.append([buildStoredChange({ stream, entities })], true)
      expect(await stores.log.locate(entities[1]?.id as string)).toBe(stream)
      expect(await stores.log.locate(randomUUID())).toBeUndefined()
      expect(await stores.log.streams()).toContain(stream)
    })

    it('finds the changes of an entity, in their order', async () => {
      const entity = buildStoredEntity()
      const [first, second] = [1, 2].map((rev) =>
        buildStoredChange({ stream, seq: rev, entities: [{ ...entity, rev }, buildStoredEntity()] }),
      )
      await stores.log.append([first!, second!], true)
      expect((await stores.log.changesOf(entity.id)).map(({ _id }) => _id)).toEqual([first?._id, second?._id])
      expect(await stores.log.changesOf(randomUUID())).toEqual([])
    })

    it('redacts the earlier states of one entity, and nothing else', async () => {
      const [entity, other] = [buildStoredEntity(), buildStoredEntity()]
      const redaction = buildStoredEntity({ id: entity.id, rev: 2, after: null })
      const first = buildStoredChange({ stream, entities: [entity, other] })
      const second = buildStoredChange({ stream, seq: 2, entities: [redaction] })
      await stores.log.append([first, second], true)
      await stores.log.redact(stream, entity.id, 2)
      expect(await stores.log.read(stream, 0, 10)).toEqual([
        { ...first, salt: null, entities: [{ ...entity, after: null, salt: null }, other] },
        second,
      ])
    })
  })

  describe('the snapshots of folds', () => {
    const parts = [
      { n: 0, seq: 4 },
      { n: 1, seq: 6 },
    ]
    const headOf = (seq: number, of = parts) => ({ stream, v: 1, every: 2, seq, hash: `${seq}`, parts: of })
    const write = async () => {
      for (const part of parts) await stores.folds.writePart(stream, part, `[${part.n}]`)
    }

    it('are found with their parts in order', async () => {
      expect(await stores.folds.head(stream)).toBeUndefined()
      await write()
      expect(await stores.folds.replaceHead(headOf(6), undefined)).toBe(true)
      expect(await stores.folds.head(stream)).toEqual(headOf(6))
      expect(await stores.folds.parts(stream, [...parts].reverse())).toEqual(['[1]', '[0]'])
      expect(await stores.folds.parts(newStream(), parts)).toEqual([])
    })

    it('have one winner, and lose the parts that it does not name', async () => {
      await write()
      await stores.folds.replaceHead(headOf(6), undefined)
      const late = { n: 1, seq: 5 }
      await stores.folds.writePart(stream, late, '[5]')
      expect(await stores.folds.replaceHead(headOf(5, [late]), undefined)).toBe(false)
      expect(await stores.folds.replaceHead(headOf(5, [late]), 4)).toBe(false)
      expect(await stores.folds.parts(stream, [...parts, late])).toEqual(['[0]', '[1]'])
      expect(await stores.folds.replaceHead(headOf(8, [{ n: 0, seq: 4 }]), 6)).toBe(true)
      expect(await stores.folds.parts(stream, parts)).toEqual(['[0]'])
    })

    it('are forgotten, so that one that was under way no longer wins', async () => {
      await write()
      await stores.folds.replaceHead(headOf(6), undefined)
      await stores.folds.forget(stream, 7)
      expect(await stores.folds.parts(stream, parts)).toEqual([])
      expect(await stores.folds.replaceHead(headOf(6), 6)).toBe(false)
      expect(await stores.folds.replaceHead(headOf(9), 7)).toBe(true)
      await stores.folds.forget(stream, 8)
      expect((await stores.folds.head(stream))?.seq).toBe(9)
    })
  })

  describe('the marks', () => {
    const markOf = (marked: StreamName, node: string): Mark => ({
      id: markId(node, marked),
      stream: marked,
      node,
    })

    it('are there until they are taken away', async () => {
      const node = randomUUID()
      const [kept, released] = [markOf(newStream(), node), markOf(newStream(), node)]
      await stores.marks.mark([kept, released])
      await stores.marks.mark([kept])
      await stores.marks.unmark([released.id])
      expect((await stores.marks.marks()).filter((mark) => mark.node === node)).toEqual([kept])
    })

    it('that are made anew stay when the former ones are taken away', async () => {
      const node = randomUUID()
      const [former, anew] = [markOf(stream, node), markOf(stream, node)]
      await stores.marks.mark([former])
      await stores.marks.mark([anew])
      await stores.marks.unmark([former.id])
      expect((await stores.marks.marks()).filter((mark) => mark.node === node)).toEqual([anew])
    })

    it('of the others are found without one’s own', async () => {
      const [node, other] = [randomUUID(), randomUUID()]
      const theirs = markOf(stream, other)
      await stores.marks.mark([markOf(stream, node), markOf(newStream(), node), theirs])
      const found = await stores.marks.marks(node)
      expect(found.filter((mark) => mark.node === node || mark.node === other)).toEqual([theirs])
    })

    it('show the turns of every node', async () => {
      const [node, other] = [randomUUID(), randomUUID()]
      await stores.marks.beat(other, 7)
      const turns = await stores.marks.beat(node, 1)
      expect([turns.get(node), turns.get(other)]).toEqual([1, 7])
      expect(await stores.marks.turns()).toEqual(turns)
      await stores.marks.forget(other)
      expect((await stores.marks.beat(node, 2)).has(other)).toBe(false)
    })
  })

  describe('the projections', () => {
    const collection = `notes-${randomUUID()}`
    const row = (id: string, rev: number, text: string | null) => {
      const document = text === null ? null : { _id: id, stream, rev, seq: rev, createdSeq: 1, text }
      return { id, rev, stream, document }
    }

    it('keep the highest revision, in whatever order they are written', async () => {
      const id = randomUUID()
      await stores.projections.createIndexes(collection, [{ key: { text: 1 } }])
      await stores.projections.write(collection, [row(id, 2, 'second')])
      await stores.projections.write(collection, [row(id, 1, 'first'), row(randomUUID(), 1, 'another')])
      expect(await documents(collection)).toContainEqual(row(id, 2, 'second').document)
    })

    it('leave a tombstone that a late writer cannot overwrite and a query by stream does not find', async () => {
      const id = randomUUID()
      await stores.projections.write(collection, [row(id, 1, 'first')])
      await stores.projections.write(collection, [row(id, 2, null)])
      await stores.projections.write(collection, [row(id, 1, 'first')])
      expect((await documents(collection)).filter(({ _id }) => _id === id)).toEqual([
        { _id: id, rev: 2, gone: stream },
      ])
    })

    it('can be put in the place of another', async () => {
      const [beside, id] = [`${collection}.rebuild`, randomUUID()]
      await stores.projections.drop(beside)
      await stores.projections.createIndexes(beside, [])
      await stores.projections.write(beside, [row(id, 1, 'new')])
      await stores.projections.rename(beside, collection)
      expect(await documents(collection)).toEqual([row(id, 1, 'new').document])
      expect(await documents(beside)).toEqual([])
    })

    it('remember how far they are, and never go back', async () => {
      const { projections } = stores
      expect(await projections.progress([stream])).toEqual([])
      await projections.advance([{ stream, seq: 5, reactors: { meeting: 4 } }])
      await projections.advance([{ stream, seq: 3, reactors: { meeting: 6, file: 1 } }])
      expect(await projections.progress([stream, newStream()])).toEqual([
        { stream, seq: 5, reactors: { meeting: 6, file: 1 } },
      ])
    })

    it('make a stream known once when two nodes advance it at the same time', async () => {
      const { projections } = stores
      await Promise.all([1, 2, 3, 4].map((seq) => projections.advance([{ stream, seq, reactors: {} }])))
      expect(await projections.progress([stream])).toEqual([{ stream, seq: 4, reactors: {} }])
    })
  })
}
