import type { ParsedDocName } from '@colloque/board'
import type * as Y from 'yjs'
import type { Fence } from '../fence.ts'
import type { BoardStore } from './board-store.ts'
import { EpochEnded } from './document-epoch.ts'
import { readMessage } from './protocol.ts'
import { Room } from './room.ts'
import type { BoardDoorbell, BoardPresenceChannel, BoardServerOptions } from './types.ts'
import type { BoardLimits } from './limits.ts'

interface RoomsOptions {
  readonly store: BoardStore
  readonly limits: BoardLimits
  readonly clock: () => Date
  readonly logger: BoardServerOptions['logger']
  readonly initialise: NonNullable<BoardServerOptions['initialise']>
  readonly fence: Fence
  readonly doorbell: BoardDoorbell | undefined
  readonly presenceChannel: BoardPresenceChannel | undefined
  readonly onStored: BoardServerOptions['onStored']
  readonly signedUpTo: BoardServerOptions['signedUpTo']
  readonly onHandled: BoardServerOptions['onHandled']
}

/** The documents that this node has in memory: each loaded once, dropped when nobody has used it for a while. */
export class Rooms {
  readonly #options: RoomsOptions
  readonly #rooms = new Map<string, Promise<Room>>()
  readonly #loaded = new Map<string, Room>()
  #polling = false

  constructor(options: RoomsOptions) {
    this.#options = options
  }

  get all(): Iterable<Room> {
    return this.#loaded.values()
  }

  /**
   * Runs a use of a document, which stays in memory at least for as long; again, where its epoch ended meanwhile.
   * @throws when it cannot be read
   */
  async use<T>(document: ParsedDocName, work: (room: Room) => Promise<T> | T): Promise<T> {
    for (;;) {
      try {
        return await this.#use(document, work)
      } catch (error) {
        if (!(error instanceof EpochEnded)) throw error
      }
    }
  }

  async #use<T>(document: ParsedDocName, work: (room: Room) => Promise<T> | T): Promise<T> {
    const room = await this.#open(document)
    room.holds += 1
    try {
      return await work(room)
    } finally {
      room.holds -= 1
      room.idleSince = performance.now()
    }
  }

  /** Looks at a document where it is in memory anyway. @returns undefined where it is not, or not any more */
  async viewHeld<T>(name: string, look: (doc: Y.Doc, seq: number) => T): Promise<T | undefined> {
    return this.#loaded.get(name)?.view(look).catch(unlessEpochEnded)
  }

  /** Pulls one document, if it is here and behind. */
  async catchUp(name: string, seq: number): Promise<void> {
    const room = this.#loaded.get(name)
    if (!room || room.seq >= seq) return
    await room.catchUp().catch(unlessEpochEnded)
  }

  /** Presence on another node, if the document is here. @throws when malformed */
  receivePresence(name: string, frame: Uint8Array): void {
    const message = readMessage(frame)
    if (message.type === 'presence') this.#loaded.get(name)?.receivePresenceElsewhere(message.presence)
  }

  /** Looks at the tails of all documents here: stands in for rings that were lost, or where there is no bell. */
  async poll(): Promise<void> {
    if (this.#polling) return
    this.#polling = true
    try {
      await this.#lookAtTails()
    } finally {
      this.#polling = false
    }
  }

  async #lookAtTails(): Promise<void> {
    const held = [...this.#loaded.values()].map((room) => ({ doc: room.document.name, seq: room.seq }))
    for (const name of await this.#options.store.grown(held)) await this.catchUp(name, Infinity)
  }

  /** Has snapshots written of what nobody writes in just now. */
  async rest(now: number): Promise<void> {
    await Promise.all([...this.#loaded.values()].map((room) => room.rest(now)))
  }

  /** Drops what nobody has used for long enough. Its last state is stored already. */
  evictIdle(now: number): void {
    for (const room of [...this.#loaded.values()]) {
      if (!room.isQuiet || now - room.idleSince < this.#options.limits.idleMs) continue
      this.#forget(room)
      void room.evict()
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#loaded.values()].map((room) => room.settled()))
    for (const room of this.#loaded.values()) room.destroy()
    this.#rooms.clear()
    this.#loaded.clear()
  }

  #open(document: ParsedDocName): Promise<Room> {
    const { name } = document
    const known = this.#rooms.get(name)
    if (known) return known
    const opening = this.#load(document)
    this.#rooms.set(name, opening)
    return opening
  }

  async #load(document: ParsedDocName): Promise<Room> {
    const { name } = document
    const room: Room = new Room({
      ...this.#options,
      document,
      onStored: (seq) => {
        this.#options.doorbell?.ring(name, seq)
        this.#options.onStored?.(document, seq)
      },
      onPresence: (frame) => this.#options.presenceChannel?.publish(name, frame),
      onFailed: () => this.#forget(room),
    })
    try {
      await room.load()
    } catch (error) {
      this.#rooms.delete(name)
      throw error
    }
    this.#loaded.set(name, room)
    return room
  }

  #forget(room: Room): void {
    const { name } = room.document
    if (this.#loaded.get(name) !== room) return
    this.#loaded.delete(name)
    this.#rooms.delete(name)
  }
}

/** Then the room has told its connections, and left. */
function unlessEpochEnded(error: unknown): undefined {
  if (!(error instanceof EpochEnded)) throw error
}
