import { expect, test } from 'vitest'
import * as Y from 'yjs'
import {
  addPerson,
  BOARD_SHAPE,
  checkTransaction,
  createBoardUndo,
  readBoard,
  readCardOf,
  removePerson,
} from './index.ts'
import type { ChangeFault } from './index.ts'

const MAELLE = '0192f3c0-2222-7000-8000-0000000000aa'
const SAMUEL = '0192f3c0-2222-7000-8000-0000000000bb'
const TASK = '0192f3c0-1111-7000-8000-0000000000aa'

/** A board with a card and a task on it, as version 0.2 stored it: before cards had people. */
const STORED = [
  '020d4d00270105636172647301610127004d00057469746c650204004d010950616e73656d656e7427004d0004626f647904',
  '07004d0b030970617261677261706807004d0c0604004d0d0c54616c6f6e2067617563686527004d00056c696e6b73012800',
  '4d0005706c61636501760206636f6c756d6e77056e65656473056f72646572770356706f28004d0009637265617465644279',
  '0177066d61656c6c6528004d0009637265617465644174017718323032362d31312d32305430383a30303a30302e3030305a',
  '21004d000861726368697665640128004d1a297461736b3a30313932663363302d313131312d373030302d383030302d3030',
  '3030303030303030616101780d01002801046d65746106736368656d61017d01270107636f6c756d6e73056e656564730128',
  '000101057469746c650177074265736f696e7328000101056f726465720177024631270107636f6c756d6e730b696e2d7072',
  '6f67726573730128000104057469746c65017708456e20636f75727328000104056f726465720177025631270107636f6c75',
  '6d6e7304646f6e650128000107057469746c650177044661697428000107056f726465720177026b31270107636f6c756d6e',
  '730c6c6966652d70726f6a656374012800010a057469746c6501770d50726f6a6574206465207669652800010a056f726465',
  '720177027031014d011e01',
].join('')

function openStored(): Y.Doc {
  const doc = new Y.Doc()
  Y.applyUpdate(
    doc,
    Uint8Array.from(STORED.match(/../g)!, (byte) => Number.parseInt(byte, 16)),
  )
  return doc
}

function exchange(one: Y.Doc, other: Y.Doc) {
  Y.applyUpdate(one, Y.encodeStateAsUpdate(other))
  Y.applyUpdate(other, Y.encodeStateAsUpdate(one))
}

test('a board of before has cards with nobody on them, and keeps its links', () => {
  expect(readCardOf(openStored(), 'a')).toMatchObject({
    title: 'Pansement',
    body: 'Talon gauche',
    links: [{ type: 'task', id: TASK }],
    people: [],
  })
})

test('people are put on a card and taken off, beside its links', () => {
  const doc = openStored()
  addPerson(doc, 'a', SAMUEL)
  addPerson(doc, 'a', MAELLE)
  expect(readCardOf(doc, 'a')).toMatchObject({
    people: [MAELLE, SAMUEL],
    links: [{ type: 'task', id: TASK }],
  })
  removePerson(doc, 'a', SAMUEL)
  expect(readCardOf(doc, 'a')!.people).toEqual([MAELLE])
  expect(() => addPerson(doc, 'a', 'Maëlle Le Gallic')).toThrow(RangeError)
})

test('two who put the first person on an old card at once lose neither, and the server takes both', () => {
  const [one, two, server] = [openStored(), openStored(), openStored()]
  const faults: (ChangeFault | undefined)[] = []
  server.on('afterTransaction', (transaction: Y.Transaction) => {
    faults.push(checkTransaction(transaction, BOARD_SHAPE, { accountId: MAELLE, role: 'nurse' }))
  })
  addPerson(one, 'a', MAELLE)
  addPerson(two, 'a', SAMUEL)
  Y.applyUpdate(server, Y.encodeStateAsUpdate(one))
  Y.applyUpdate(server, Y.encodeStateAsUpdate(two))
  expect(faults.filter(Boolean)).toEqual([])
  exchange(one, two)
  for (const doc of [one, two, server]) expect(readCardOf(doc, 'a')!.people).toEqual([MAELLE, SAMUEL])
})

test('undo takes off whom one put on, and nobody that another put on', () => {
  const [mine, theirs] = [openStored(), openStored()]
  const undo = createBoardUndo(mine)
  addPerson(mine, 'a', MAELLE)
  addPerson(theirs, 'a', SAMUEL)
  exchange(mine, theirs)
  undo.undo()
  expect(readBoard(mine).columns[0]!.cards[0]!.people).toEqual([SAMUEL])
})
