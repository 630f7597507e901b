import * as Y from 'yjs'
import type { BoardLimits } from './limits.ts'

/**
 * A first look at an update before Yjs applies it. A truncated update would be half applied, a declared
 * count would be allocated before a byte of it is read, an unknown root would be made: here they are refused
 * by reading alone. Whatever Yjs would then leave pending is refused after applying it to the shadow.
 */
export type DecodedUpdate = ReturnType<typeof Y.decodeUpdate> & {
  /** Bytes of the update before its deletes. */
  readonly structsEnd: number
}

export class UpdateFault extends Error {
  readonly code: string

  constructor(code: string) {
    super(code)
    this.code = code
  }
}

const MAX_CLIENT = 0xffff_ffff

/** @throws UpdateFault when the update is malformed or beyond the limits */
export function inspectUpdate(
  update: Uint8Array,
  roots: { readonly [name: string]: unknown },
  limits: BoardLimits,
): DecodedUpdate {
  const decoded = decode(update, limits.structs)
  const nextClock = new Map<number, number>()
  const origins = new Map<string, number>()
  for (const struct of decoded.structs) {
    const { client, clock } = struct.id
    if (client > MAX_CLIENT) throw new UpdateFault('client_id')
    if (struct.length <= 0 || !Number.isSafeInteger(clock + struct.length)) throw new UpdateFault('clock')
    const expected = nextClock.get(client)
    if (struct instanceof Y.Skip || (expected !== undefined && expected !== clock))
      throw new UpdateFault('pending')
    nextClock.set(client, clock + struct.length)
    if (struct instanceof Y.Item) checkItem(struct, roots, origins, limits)
  }
  return decoded
}

/** Counts what it reads, and stops at a limit. */
class BoundedDecoder extends Y.UpdateDecoderV1 {
  structsEnd = 0
  #left: number

  constructor(decoder: ConstructorParameters<typeof Y.UpdateDecoderV1>[0], most: number) {
    super(decoder)
    this.#left = most
  }

  get position(): number {
    return this.restDecoder.pos
  }

  override readInfo(): number {
    if ((this.#left -= 1) < 0) throw new UpdateFault('too_many_structs')
    return super.readInfo()
  }

  /** Before the deletes of each client: before the first there is only their count. */
  override resetDsCurVal(): void {
    this.structsEnd ||= this.restDecoder.pos
    super.resetDsCurVal()
  }

  override readDsLen(): number {
    if ((this.#left -= 1) < 0) throw new UpdateFault('too_many_structs')
    return super.readDsLen()
  }
}

/** Reads all of the update, and no more structs or deletes than the limit, whatever counts it declares. */
function decode(update: Uint8Array, most: number): DecodedUpdate {
  let reader: BoundedDecoder | undefined
  // Yjs makes the decoder itself, with `new`: a function that gives one. A class made here for each update would cost more
  // than reading most of them.
  function Decoder(decoder: ConstructorParameters<typeof Y.UpdateDecoderV1>[0]) {
    return (reader = new BoundedDecoder(decoder, most))
  }
  try {
    const decoded = Y.decodeUpdateV2(update, Decoder as unknown as typeof Y.UpdateDecoderV1)
    // Version 2 of the format reads as an empty update with something after it.
    if (reader?.position !== update.byteLength) throw new UpdateFault('malformed')
    return { ...decoded, structsEnd: reader.structsEnd - varUintLength(decoded.ds.clients.size) }
  } catch (error) {
    throw error instanceof UpdateFault ? error : new UpdateFault('malformed')
  }
}

function checkItem(
  item: Y.Item,
  roots: { readonly [name: string]: unknown },
  origins: Map<string, number>,
  limits: BoardLimits,
): void {
  // Before it is integrated, an item's parent is the name of a root, an id, or to be copied from a neighbour.
  const parent: unknown = item.parent
  if (typeof parent === 'string' && !Object.hasOwn(roots, parent)) throw new UpdateFault('root')
  const origin = item.origin
    ? idOf(item.origin)
    : `${parent instanceof Y.ID ? idOf(parent) : parent}/${item.parentSub}`
  const count = (origins.get(origin) ?? 0) + 1
  if (count > limits.sameOrigin) throw new UpdateFault('same_origin')
  origins.set(origin, count)
}

/** Bytes of a number as lib0 writes it. */
const varUintLength = (value: number) => Math.max(1, Math.ceil((32 - Math.clz32(value)) / 7))

const idOf = ({ client, clock }: Y.ID) => `${client}:${clock}`

/** The furthest that the update takes each client, and the client ids in it. */
export function checkAdvance(decoded: DecodedUpdate, doc: Y.Doc, limits: BoardLimits): void {
  const ends = new Map<number, number>()
  for (const { id, length } of decoded.structs) ends.set(id.client, id.clock + length)
  let unknown = 0
  for (const [client, end] of ends) {
    const state = Y.getState(doc.store, client)
    if (state === 0) unknown += 1
    if (end - state > limits.clockAdvance) throw new UpdateFault('clock')
  }
  if (unknown > limits.newClients) throw new UpdateFault('too_many_clients')
}
