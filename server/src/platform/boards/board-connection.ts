import { setTimeout as wait } from 'node:timers/promises'
import type { ChangeAuthor } from '@colloque/board'
import type { WebSocket } from 'ws'
import type { Fence } from '../fence.ts'
import { CLOSE } from './close-codes.ts'
import type { CloseCode } from './close-codes.ts'
import type { Budget } from './budget.ts'
import type { BoardLimits } from './limits.ts'
import { KEEP_ALIVE, readMessage, writeRefused, writeSaved, writeStep2, writeWelcome } from './protocol.ts'
import type { ClientMessage } from './protocol.ts'
import type { Room } from './room.ts'
import { UpdateFault } from './inspect-update.ts'
import type { BoardActor, BoardGrant, BoardServerOptions } from './types.ts'
import { sendWhole, wholeFrame } from './whole-frame.ts'

/** Milliseconds for what is being stored, before a connection is sent away. */
const SAVED_WITHIN_MS = 2_000

/** Between two looks whether the fence has opened, while more is not read. */
const FENCED_MS = 100

/** A grant of somebody who has access. */
export type MemberGrant = Exclude<BoardGrant, { access: 'none' }>

interface ConnectionOptions {
  readonly socket: WebSocket
  readonly actor: BoardActor
  readonly grant: MemberGrant
  readonly room: Room
  readonly frames: Budget
  readonly bytes: Budget
  readonly limits: BoardLimits
  readonly fence: Fence
  readonly onHandled: BoardServerOptions['onHandled']
  readonly onRefused: (connection: BoardConnection, code: CloseCode, reason: string) => void
}

/** One person's socket on one document: reads frames, counts what is saved, and cuts. */
export class BoardConnection {
  readonly actor: BoardActor
  readonly room: Room
  readonly #socket: WebSocket
  readonly #frames: Budget
  readonly #bytes: Budget
  readonly #limits: BoardLimits
  readonly #fence: Fence
  readonly #onHandled: ConnectionOptions['onHandled']
  readonly #onRefused: ConnectionOptions['onRefused']
  #grant: MemberGrant
  #open = true
  /** On performance.now(); 0 when it reads. */
  #pausedUntil = 0
  #discarded = false
  #alive = true
  /** Sync frames (step 2 and update) that the room has tried, and the changes of them that wait for storage there. */
  #tried = 0
  #outstanding = 0
  #onAllSaved: (() => void) | undefined
  /** Updates that came before the client's step 2 was taken in; undefined after. */
  #early: Uint8Array[] | undefined = []
  /** Whether its step 2 has come, and is not taken in yet. */
  #hasStep2 = false
  /** What it had when it connected, by its own word. */
  #stateVector: Uint8Array | undefined
  #earlyBytes = 0

  constructor(options: ConnectionOptions) {
    this.actor = options.actor
    this.#grant = options.grant
    this.room = options.room
    this.#socket = options.socket
    this.#frames = options.frames
    this.#bytes = options.bytes
    this.#limits = options.limits
    this.#fence = options.fence
    this.#onHandled = options.onHandled
    this.#onRefused = options.onRefused
    options.socket.on('message', (data: Buffer, isBinary: boolean) => this.#receive(data, isBinary))
    options.socket.on('pong', () => (this.#alive = true))
    options.socket.on('close', () => this.#leave())
  }

  get readOnly(): boolean {
    return this.#grant.access !== 'write'
  }

  /** Whose changes come through it: what a document's rules ask of them. */
  get author(): ChangeAuthor {
    return { accountId: this.actor.accountId, role: this.#grant.role }
  }

  /** From this turn on: what has come and is not being stored yet is measured by it. Tells the client. */
  setGrant(grant: MemberGrant): void {
    if (!this.#open) return
    const { access } = grant
    const isSame = this.#grant.access === access
    this.#grant = grant
    if (isSame) return
    this.send(writeWelcome({ access, seq: this.room.seq }))
  }

  makeReadOnly(): void {
    this.setGrant({ ...this.#grant, access: 'read' })
  }

  get isOpen(): boolean {
    return this.#open
  }

  /** Whether what it sent and is not yet being stored shall not be. */
  get isDiscarded(): boolean {
    return this.#discarded
  }

  /** Sends a message, or cuts a reader that is too slow to take it. */
  send(message: Uint8Array): void {
    this.sendWhole(wholeFrame(message))
  }

  /** Sends a message that others get too, as its frame. */
  sendWhole(frame: Buffer): void {
    if (!this.#open) return
    if (this.#socket.bufferedAmount > this.#limits.bufferedBytes) {
      this.#leave()
      this.#socket.terminate()
      return
    }
    sendWhole(this.#socket, frame)
  }

  /** Every 20 s: something for the client to hear, and a ping that a dead peer does not answer. */
  keepAlive(): void {
    if (!this.#alive) {
      this.#leave()
      this.#socket.terminate()
      return
    }
    this.#alive = false
    this.#socket.ping()
    this.send(KEEP_ALIVE)
  }

  /** Ends it in this turn: nothing is sent after, nothing that comes is read, nothing unsent is stored. */
  close(code: CloseCode, reason: string): void {
    if (!this.#open) return
    this.#discarded = code >= 4400 && code < 4500
    this.#leave()
    this.#socket.resume()
    this.#socket.close(code, reason)
    setTimeout(() => this.#socket.terminate(), 1000).unref()
  }

  /** Has the client come back to another server, once what it sent so far was told saved; within two seconds. */
  async sendAway(): Promise<void> {
    if (!this.#open) return
    const late = wait(SAVED_WITHIN_MS, undefined, { ref: false })
    if (this.#outstanding > 0)
      await Promise.race([late, new Promise<void>((resolve) => (this.#onAllSaved = resolve))])
    this.close(CLOSE.moving, 'moving')
  }

  /** Refuses what it sent, and has the client start over. */
  refuse(code: CloseCode, reason: string): void {
    if (!this.#open) return
    this.send(writeRefused({ code: reason }))
    this.#frames.take(this.#limits.refusalFrames, performance.now())
    this.#onRefused(this, code, reason)
    this.close(code, reason)
  }

  /** The room tries the next frames: what became of them is told with `confirm`, `confirmUnchanged` or `refuse`. */
  trying(frames: number): void {
    this.#tried += frames
  }

  /** The room took a change of this connection and has yet to store it. */
  awaitStorage(): void {
    this.#outstanding += 1
  }

  /** The room stored one of them, in batch `seq`. @param count the frames that came up to it */
  confirm(count: number, seq: number): void {
    this.#outstanding -= 1
    this.send(writeSaved(this.#outstanding === 0 ? this.#tried : count, seq))
    if (this.#outstanding === 0) this.#onAllSaved?.()
  }

  /** The room took frames that changed nothing: saved, unless something before them is under way. */
  confirmUnchanged(seq: number): void {
    if (this.#outstanding === 0) this.send(writeSaved(this.#tried, seq))
  }

  /** Frames of step 2 or update tried so far. Those that came while a batch is under way are not among them yet. */
  get tried(): number {
    return this.#tried
  }

  #receive(data: Buffer, isBinary: boolean): void {
    if (!this.#open) return
    const now = performance.now()
    const wait = Math.max(this.#frames.take(1, now), this.#bytes.take(data.byteLength, now))
    if (wait > 0) this.#pause(wait)
    if (!isBinary) return this.refuse(CLOSE.malformed, 'malformed')
    if (!this.#fence.isOpen) this.#pause(FENCED_MS)
    this.#fence.whenOpen(() => this.#handle(data))
  }

  #handle(data: Buffer): void {
    if (!this.#open) return
    const start = performance.now()
    try {
      this.#take(readMessage(data))
    } catch (error) {
      if (error instanceof UpdateFault) this.refuse(CLOSE.resyncNeeded, error.code)
      else this.refuse(CLOSE.malformed, 'malformed')
    }
    this.#onHandled?.('frame', performance.now() - start, data)
  }

  #take(message: ClientMessage): void {
    switch (message.type) {
      case 'step1':
        return this.#answerStep1(message.stateVector)
      case 'step2':
        return this.#takeStep2(message.update)
      case 'update':
        return this.#takeUpdate(message.update)
      case 'presence':
        return this.room.receivePresence(this, message.presence)
      case 'queryPresence':
        return this.room.sendPresence(this)
      case 'ignored':
    }
  }

  #answerStep1(stateVector: Uint8Array): void {
    this.room.checkCopy(stateVector)
    this.#stateVector ??= stateVector
    const answer = writeStep2(this.room.missingFrom(stateVector))
    // A few bytes ask for a whole document: it counts as if the client had sent it.
    const wait = this.#bytes.take(answer.byteLength, performance.now())
    if (wait > 0) this.#pause(wait)
    this.send(answer)
  }

  #takeStep2(update: Uint8Array): void {
    if (!this.#early || this.#hasStep2) return this.#takeUpdate(update)
    this.#hasStep2 = true
    const updates = [update, ...this.#early]
    this.#early = updates
    const asked = this.readOnly ? undefined : this.room.isApartFromSigned(this.#stateVector, updates)
    if (!asked) return this.#takeCopy()
    asked.then(
      (isApart) => (isApart ? this.refuse(CLOSE.resyncNeeded, 'signed') : this.#takeCopy()),
      () => this.close(CLOSE.storageDown, 'unavailable'),
    )
  }

  /** Its step 2, and what came until now. */
  #takeCopy(): void {
    const updates = this.#early ?? []
    this.#early = undefined
    if (!this.#open) return
    this.room.receive(this, updates)
  }

  #takeUpdate(update: Uint8Array): void {
    if (!this.#early) return this.room.receive(this, [update])
    this.#early.push(update)
    this.#earlyBytes += update.byteLength
    if (this.#earlyBytes > this.#limits.frameBytes) this.refuse(CLOSE.malformed, 'no_step2')
  }

  /** Reads no more for a while. What ws has buffered still comes, and makes the pause longer. */
  #pause(ms: number): void {
    const isPaused = this.#pausedUntil > 0
    this.#pausedUntil = performance.now() + Math.min(ms, 30_000)
    if (isPaused) return
    this.#socket.pause()
    this.#resumeLater()
  }

  #resumeLater(): void {
    const left = this.#fence.isOpen ? this.#pausedUntil - performance.now() : FENCED_MS
    if (left > 0) {
      setTimeout(() => this.#resumeLater(), left + 1).unref()
      return
    }
    this.#pausedUntil = 0
    this.#socket.resume()
  }

  #leave(): void {
    if (!this.#open) return
    this.#open = false
    this.room.leave(this)
  }
}
