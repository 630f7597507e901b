import { deserialize, serialize, type Document } from 'bson'
import { expect, test } from 'vitest'
import { withJournalledMajority } from './journalled.ts'

const COMMAND = { insert: 'notes', documents: [{ writeConcern: { w: 'majority' } }], $db: 'colloque' }

test.each([
  [
    { w: 'majority', j: true },
    { w: 1, j: true },
  ],
  [{ w: 'majority' }, { w: 1, j: true }],
  [
    { j: true, wtimeout: 1000, w: 'majority' },
    { w: 1, j: true },
  ],
  [
    { w: 'majority', j: false },
    { w: 'majority', j: false },
  ],
  [{ w: 1 }, { w: 1 }],
  [{}, {}],
])('%j becomes %j', (writeConcern, expected) => {
  const sent = message(body({ ...COMMAND, writeConcern, ordered: true }))
  expect(bodyOf(withJournalledMajority(sent))).toEqual({ ...COMMAND, writeConcern: expected, ordered: true })
})

test('a command without a write concern stays as it is, whatever its documents hold', () => {
  const sent = message(body(COMMAND))
  expect(withJournalledMajority(sent)).toBe(sent)
})

test('the command is found behind a sequence of documents, which stays whole', () => {
  const documents = sequence('documents', [{ n: 1 }, { n: 2 }])
  const sent = message(documents, body({ insert: 'notes', writeConcern: { w: 'majority', j: true } }))
  const passed = withJournalledMajority(sent)
  expect(passed.readInt32LE(0)).toBe(passed.length)
  expect(passed.subarray(20, 20 + documents.length)).toEqual(documents)
  expect(deserialize(passed.subarray(20 + documents.length + 1))).toEqual({
    insert: 'notes',
    writeConcern: { w: 1, j: true },
  })
})

function message(...sections: Buffer[]): Buffer {
  const whole = Buffer.concat([Buffer.alloc(20), ...sections])
  whole.writeInt32LE(whole.length, 0)
  whole.writeInt32LE(2013, 12)
  return whole
}

function body(command: Document): Buffer {
  return Buffer.concat([Buffer.of(0), serialize(command)])
}

function sequence(name: string, documents: Document[]): Buffer {
  const content = Buffer.concat([
    Buffer.from(`${name}\0`),
    ...documents.map((document) => serialize(document)),
  ])
  const section = Buffer.concat([Buffer.of(1, 0, 0, 0, 0), content])
  section.writeInt32LE(section.length - 1, 1)
  return section
}

function bodyOf(whole: Buffer): Document {
  expect(whole.readInt32LE(0)).toBe(whole.length)
  return deserialize(whole.subarray(21))
}
