import type { WebSocket } from 'ws'

/**
 * A message as its WebSocket frame, header included (RFC 6455, 5.2: final, binary, not masked). Made once for all who get
 * the message, it is one write to each socket, where ws makes a header for each and writes the two together. As engine.io
 * does with frames of socket.io's adapter; there is no deflate here that could hold one back.
 */
export function wholeFrame(message: Uint8Array): Buffer {
  const { byteLength: length } = message
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(head + length)
  frame[0] = FINAL_BINARY
  if (head === 2) frame[1] = length
  else if (head === 4) {
    frame[1] = 126
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = 127
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  frame.set(message, head)
  return frame
}

/** Sends what `wholeFrame` made, if the socket is open. */
export function sendWhole(socket: WebSocket, frame: Buffer): void {
  if (socket.readyState !== socket.OPEN) return
  ;(socket as WebSocket & WithSender)._sender.sendFrame([frame])
}

const FINAL_BINARY = 0x82

/** What ws keeps to itself, and engine.io relies on as well. */
interface WithSender {
  readonly _sender: { sendFrame(list: readonly Buffer[]): void }
}
