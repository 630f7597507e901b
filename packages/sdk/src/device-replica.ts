import type { EntityState, StreamName } from '@colloque/domain'
import type { DeviceDatabase } from './device-database.ts'
import { fromBytes, toBytes, type Sealed } from './device-vault.ts'
import type { ReplicaStore, StoredStream } from './replica-store.ts'

/** Sorts after every id. */
const LAST = '\uffff'
const within = (stream: StreamName) => IDBKeyRange.bound([stream, ''], [stream, LAST])
const placeOf = (stream: string, id: string) => `entity ${stream} ${id}`
const CASE = 'case:'

/** Streams on the device, each entity sealed. */
export function deviceReplica(device: DeviceDatabase): ReplicaStore {
  const { vault } = device
  type Stored = Omit<StoredStream, 'entities'>

  /**
   * Gives what is stored to `decide`, and writes what it answers. Sealing takes longer than a transaction lives:
   * where another page wrote meanwhile, it is decided again.
   */
  async function write(
    stream: StreamName,
    decide: (held: Stored | undefined) => (StoredStream & { replaces: boolean }) | undefined,
  ): Promise<void> {
    const began = device.readGeneration
    const database = await device.open()
    for (;;) {
      const held = await database.get('streams', stream)
      const decided = decide(held)
      if (!decided) return
      const { seq, messagesFrom, replaces } = decided
      const sealed = await Promise.all(
        decided.entities.map(async (entity): Promise<[string, Sealed]> => [
          entity.id,
          await vault.seal('read', placeOf(stream, entity.id), toBytes(entity)),
        ]),
      )
      const transaction = database.transaction(['streams', 'entities'], 'readwrite', {
        durability: 'relaxed',
      })
      const streams = transaction.objectStore('streams')
      const isSame = (await streams.get(stream))?.seq === held?.seq
      // Wiped meanwhile: it was for somebody who has left.
      if (device.readGeneration !== began) return
      if (isSame) {
        const entities = transaction.objectStore('entities')
        if (replaces) void entities.delete(within(stream))
        for (const [id, value] of sealed) void entities.put(value, [stream, id])
        void streams.put({ seq, messagesFrom }, stream)
      }
      await transaction.done
      if (isSame) return
    }
  }

  return {
    async load(stream) {
      const database = await device.openFresh()
      const transaction = database.transaction(['streams', 'entities'])
      const held = await transaction.objectStore('streams').get(stream)
      if (held === undefined) return undefined
      const entities = transaction.objectStore('entities')
      const [keys, values] = await Promise.all([
        entities.getAllKeys(within(stream)),
        entities.getAll(within(stream)),
      ])
      const opened = await Promise.all(
        values.map((sealed, index) => vault.open('read', placeOf(stream, keys[index]![1]), sealed)),
      )
      // One that does not open leaves a hole that no change would fill: the stream is fetched anew.
      if (opened.includes(undefined)) return undefined
      return { ...held, entities: opened.map((bytes) => fromBytes(bytes!) as EntityState) }
    },
    save: (stream, { from, seq, changed, all }) =>
      write(stream, (held) => {
        if (held === undefined || held.seq < from) return { ...all(), replaces: true }
        return held.seq >= seq ? undefined : { ...held, seq, entities: changed, replaces: false }
      }),
    replace: (stream, stored) => write(stream, () => ({ ...stored, replaces: true })),
    async remove(stream) {
      const database = await device.open()
      const transaction = database.transaction(['streams', 'entities', 'documents', 'words'], 'readwrite')
      void transaction.objectStore('streams').delete(stream)
      void transaction.objectStore('entities').delete(within(stream))
      if (stream.startsWith(CASE)) {
        // All of a case goes with its stream: its documents, and what was being written in it.
        const caseId = stream.slice(CASE.length)
        const documents = transaction.objectStore('documents').index('document')
        const ofCase = IDBKeyRange.bound(`case/${caseId}/`, `case/${caseId}/${LAST}`)
        for (let cursor = await documents.openCursor(ofCase); cursor; cursor = await cursor.continue()) {
          void cursor.delete()
        }
        void transaction.objectStore('words').delete(IDBKeyRange.bound(caseId, `${caseId}${LAST}`))
      }
      await transaction.done
    },
    async streams() {
      return (await device.openFresh()).getAllKeys('streams')
    },
  }
}
