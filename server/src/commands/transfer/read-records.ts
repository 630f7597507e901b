import type { mongo } from 'mongoose'
import { CommandError } from '../terminal/command-error.ts'
import { RECORDS, type RecordCollection } from './records.ts'
import { storedHeads } from './stored-heads.ts'

export interface StoredRecord {
  readonly collection: RecordCollection
  readonly document: mongo.BSON.Document
}

/** Passes over the log after which a house is too busy for this; two are usual. */
const MOST_PASSES = 50
/** Numbers and bytes stay of the type that they are stored as. A batch is in memory whole, so it is small. */
const AS_STORED = { promoteValues: false, promoteBuffers: false, batchSize: 500 } as const
/** Of files and boards one record may be large. */
const FEW = { ...AS_STORED, batchSize: 8 } as const

/** Every record of the database, consistent though servers go on writing. */
export async function* readRecords(db: mongo.Db): AsyncGenerator<StoredRecord> {
  for (const collection of RECORDS) {
    if (collection === 'files.chunks') continue
    if (collection === 'changes') yield* readChanges(db)
    else if (collection === 'files.files') yield* readFiles(db)
    else for await (const document of read(db, collection)) yield { collection, document }
  }
}

function read(db: mongo.Db, name: RecordCollection): AsyncIterable<mongo.BSON.Document> {
  const collection = db.collection(name, { readConcern: { level: 'majority' } })
  // Batches in order: one that is added meanwhile comes after those that it builds on.
  if (name === 'board_batches') return collection.find({}, AS_STORED).sort({ doc: 1, seq: 1 })
  if (name === 'board_snapshots') return collection.find({}, FEW)
  if (name !== 'projected') return collection.find({}, AS_STORED)
  // Only how far the reactors are is a record; what was projected is made again.
  const reactors = { seq: { $literal: 0 }, reactors: 1 }
  return collection.find({ reactors: { $exists: true } }, { ...AS_STORED, projection: reactors })
}

/**
 * The log, each stream up to a head that was taken before it was read. A change that a reactor made must not be
 * there without the change that it reacts to (the next change of that number would be refused its own effect), nor
 * blanked words without their redaction. Both came earlier than what shows them: so another pass takes what was
 * appended meanwhile, until a pass finds neither.
 */
async function* readChanges(db: mongo.Db): AsyncGenerator<StoredRecord> {
  const changes = db.collection('changes', { readConcern: { level: 'majority' } })
  const taken = new Map<string, number>()
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    let complete = true
    for await (const { stream, seq } of storedHeads(db)) {
      const after = taken.get(stream) ?? 0
      if (seq <= after) continue
      const tail = changes.find({ stream, seq: { $gt: after, $lte: seq } }, AS_STORED)
      for await (const document of tail.sort({ stream: 1, seq: 1 })) {
        if (followsAnother(document)) complete = false
        yield { collection: 'changes', document }
      }
      taken.set(stream, seq)
    }
    if (complete) return
  }
  throw new CommandError('The log grows faster than it can be read: try again at a quieter time.')
}

/** Whether the change shows that there is another one, possibly in a stream that has been read already. */
function followsAnother({ by, entities }: mongo.BSON.Document): boolean {
  const blanked = (entities as { salt: string | null }[]).some(({ salt }) => salt === null)
  return blanked || String(by).startsWith('system:')
}

/** Each file with its bytes behind it, so that an upload under way is not read in part. */
async function* readFiles(db: mongo.Db): AsyncGenerator<StoredRecord> {
  const chunks = db.collection('files.chunks', { readConcern: { level: 'majority' } })
  for await (const document of read(db, 'files.files')) {
    yield { collection: 'files.files', document }
    for await (const chunk of chunks.find({ files_id: document['_id'] }, FEW).sort({ files_id: 1, n: 1 }))
      yield { collection: 'files.chunks', document: chunk }
  }
}
