import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/**
 * The wire, as the stock y-websocket client speaks it, version 1 of the update format. Each frame is
 * `[type: varUint, ...]`:
 *
 *   0 sync        [0, varUint8Array state vector]   step 1: "this is what I have"
 *                 [1, varUint8Array update]         step 2: "this is what you lack"
 *                 [2, varUint8Array update]         update
 *   1 awareness   [varUint8Array: count, then for each: client, clock, JSON]
 *   3 query       "send me everybody's presence"
 *   100 saved     [count: varUint, seq: varUint]    ours
 *   101 refused   [JSON string { code }]            ours
 *   102 returned  [JSON string { text }]            ours
 *   103 welcome   [JSON string { access, seq }]     ours
 *
 * Both sides speak first: each sends its step 1 when the connection opens, and answers the other's with step
 * 2. Updates that come before the client's step 2 are kept until it has come: they may build on offline edits
 * that are still under way.
 *
 * `saved`: the first `count` frames of step 2 or update that came in on this connection are on disk; `seq` is
 * the number of the batch that made it so. `refused` comes just before the close. `returned`: words that
 * fell into something that another had deleted, given back to their author. `welcome` comes first of all:
 * `access` is `write` or `read`.
 */
const SYNC = 0
const AWARENESS = 1
const AUTH = 2
const QUERY_AWARENESS = 3
const SAVED = 100
const REFUSED = 101
const RETURNED = 102
const WELCOME = 103

const STEP_1 = 0
const STEP_2 = 1
const UPDATE = 2

export type ClientMessage =
  | { readonly type: 'step1'; readonly stateVector: Uint8Array }
  | { readonly type: 'step2' | 'update'; readonly update: Uint8Array }
  | { readonly type: 'presence'; readonly presence: Uint8Array }
  | { readonly type: 'queryPresence' | 'ignored' }

/** Reads a frame. @throws for one that no client of ours or stock client sends */
export function readMessage(frame: Uint8Array): ClientMessage {
  const decoder = decoding.createDecoder(frame)
  const message = readBody(decoder)
  if (decoding.hasContent(decoder)) throw new Error('bytes after the message')
  return message
}

function readBody(decoder: decoding.Decoder): ClientMessage {
  switch (decoding.readVarUint(decoder)) {
    case SYNC:
      return readSync(decoder)
    case AWARENESS:
      return { type: 'presence', presence: readBytes(decoder) }
    case QUERY_AWARENESS:
      return { type: 'queryPresence' }
    case AUTH:
      decoder.pos = decoder.arr.length
      return { type: 'ignored' }
    default:
      throw new Error('unknown message type')
  }
}

function readSync(decoder: decoding.Decoder): ClientMessage {
  switch (decoding.readVarUint(decoder)) {
    case STEP_1:
      return { type: 'step1', stateVector: readBytes(decoder) }
    case STEP_2:
      return { type: 'step2', update: readBytes(decoder) }
    case UPDATE:
      return { type: 'update', update: readBytes(decoder) }
    default:
      throw new Error('unknown sync message')
  }
}

/** As lib0's own, which would make a view past the end of the frame. */
function readBytes(decoder: decoding.Decoder): Uint8Array {
  const length = decoding.readVarUint(decoder)
  if (length > decoder.arr.length - decoder.pos) throw new Error('unexpected end of frame')
  return decoding.readUint8Array(decoder, length)
}

export function writeStep1(stateVector: Uint8Array): Uint8Array {
  return write(SYNC, (encoder) => {
    encoding.writeVarUint(encoder, STEP_1)
    encoding.writeVarUint8Array(encoder, stateVector)
  })
}

export function writeStep2(update: Uint8Array): Uint8Array {
  return write(SYNC, (encoder) => {
    encoding.writeVarUint(encoder, STEP_2)
    encoding.writeVarUint8Array(encoder, update)
  })
}

export function writeUpdate(update: Uint8Array): Uint8Array {
  return write(SYNC, (encoder) => {
    encoding.writeVarUint(encoder, UPDATE)
    encoding.writeVarUint8Array(encoder, update)
  })
}

export interface PresenceEntry {
  readonly client: number
  readonly clock: number
  /** JSON; `null` when the client left. */
  readonly state: string
}

/** @throws when malformed, or longer than `most` entries */
export function readPresence(bytes: Uint8Array, most: number): PresenceEntry[] {
  const decoder = decoding.createDecoder(bytes)
  const count = decoding.readVarUint(decoder)
  if (count > most) throw new Error('too many presence entries')
  const entries: PresenceEntry[] = []
  for (let index = 0; index < count; index += 1) {
    const client = decoding.readVarUint(decoder)
    const clock = decoding.readVarUint(decoder)
    entries.push({ client, clock, state: decoding.readVarString(decoder) })
  }
  return entries
}

export function writePresence(entries: readonly PresenceEntry[]): Uint8Array {
  const inner = encoding.createEncoder()
  encoding.writeVarUint(inner, entries.length)
  for (const { client, clock, state } of entries) {
    encoding.writeVarUint(inner, client)
    encoding.writeVarUint(inner, clock)
    encoding.writeVarString(inner, state)
  }
  return write(AWARENESS, (encoder) => encoding.writeVarUint8Array(encoder, encoding.toUint8Array(inner)))
}

/** A presence message about nobody: an application message that every client takes in silence. */
export const KEEP_ALIVE = writePresence([])

export function writeSaved(count: number, seq: number): Uint8Array {
  return write(SAVED, (encoder) => {
    encoding.writeVarUint(encoder, count)
    encoding.writeVarUint(encoder, seq)
  })
}

export function writeRefused(refusal: { code: string }): Uint8Array {
  return write(REFUSED, (encoder) => encoding.writeVarString(encoder, JSON.stringify(refusal)))
}

export function writeReturned(returned: { text: string }): Uint8Array {
  return write(RETURNED, (encoder) => encoding.writeVarString(encoder, JSON.stringify(returned)))
}

export function writeWelcome(welcome: { access: 'write' | 'read'; seq: number }): Uint8Array {
  return write(WELCOME, (encoder) => encoding.writeVarString(encoder, JSON.stringify(welcome)))
}

function write(type: number, body: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, type)
  body(encoder)
  return encoding.toUint8Array(encoder)
}
