/**
 * On one machine a majority is that machine, so `{ w: 'majority', j: true }` and `{ w: 1, j: true }` promise the same:
 * the journal has the write before it is acknowledged. This engine (0.1.1) keeps the promise for the second form only:
 * of 26 kills under writes of the first form, 9 lost acknowledged writes of the last milliseconds; of 56 under writes
 * of the second, none did. So the first form is rewritten to the second at the engine's door, and code that is right
 * for a replica set is right here too.
 */
import { onDemand, serialize } from 'bson'

const OP_MSG = 2013
const CHECKSUM_PRESENT = 1
const BODY = 0
const OBJECT = 3
const STRING = 2
const BOOLEAN = 8
const JOURNALLED = serialize({ w: 1, j: true })

/** The message with a journalled write of one member in the place of a majority's; else the same message. */
export function withJournalledMajority(message: Buffer): Buffer {
  if (message.readInt32LE(12) !== OP_MSG || (message.readUInt32LE(16) & CHECKSUM_PRESENT) !== 0)
    return message
  const start = bodyOffset(message)
  if (start === undefined) return message
  const body = message.subarray(start, start + message.readInt32LE(start))
  for (const [type, nameOffset, nameLength, offset, length] of onDemand.parseToElements(body)) {
    if (type !== OBJECT || body.toString('latin1', nameOffset, nameOffset + nameLength) !== 'writeConcern')
      continue
    const concern = body.subarray(offset, offset + length)
    if (!asksForMajority(concern)) return message
    const changed = Buffer.concat([
      message.subarray(0, start + offset),
      JOURNALLED,
      message.subarray(start + offset + length),
    ])
    changed.writeInt32LE(changed.length, 0)
    changed.writeInt32LE(body.length + JOURNALLED.length - length, start)
    return changed
  }
  return message
}

/** An explicit `j: false` is left alone: that writer asked to be quick. */
function asksForMajority(concern: Buffer): boolean {
  let majority = false
  for (const [type, nameOffset, nameLength, offset, length] of onDemand.parseToElements(concern)) {
    const name = concern.toString('latin1', nameOffset, nameOffset + nameLength)
    if (name === 'w')
      majority = type === STRING && concern.toString('latin1', offset + 4, offset + length - 1) === 'majority'
    if (name === 'j' && type === BOOLEAN && concern[offset] === 0) return false
  }
  return majority
}

/** Where the command is: the section of kind 0, which may come after sequences of documents. */
function bodyOffset(message: Buffer): number | undefined {
  for (let at = 20; at + 5 <= message.length; at += 1 + message.readInt32LE(at + 1)) {
    if (message[at] === BODY) return at + 1
    if (message.readInt32LE(at + 1) < 4) return undefined
  }
  return undefined
}
