/**
 * Knows whether everything written on a board is on the server's disk. Counts the frames that carry edits on
 * the present socket, and believes `saved` only when it covers all of them, and the socket has carried the
 * client's whole state (step 2) since it opened: that is how offline edits get there.
 */
export class BoardSaves {
  #sent = 0
  #sentState = false
  /** Whether an edit sent a frame; one that did not waits for the next step 2. */
  #frameOfEdit = false
  #gap = false
  #unsavedSince: Date | undefined
  readonly #now: () => Date

  constructor(now: () => Date) {
    this.#now = now
  }

  get unsavedSince(): Date | undefined {
    return this.#unsavedSince
  }

  /** A new socket counts from zero. */
  opened(): void {
    this.#sent = 0
    this.#sentState = false
    this.#frameOfEdit = false
    this.#gap = false
  }

  /** A frame went out; only step 2 and update are counted, as on the server. */
  sent(frame: unknown): void {
    if (!(frame instanceof Uint8Array) || frame[0] !== 0 || (frame[1] !== 1 && frame[1] !== 2)) return
    this.#sent += 1
    if (frame[1] === 2) this.#frameOfEdit = true
    else {
      this.#sentState = true
      this.#gap = false
    }
  }

  /** The person edited; called after the frame of it, if there was one. @param at when, where it was before this page */
  edited(at?: Date): void {
    if (this.#sentState && !this.#frameOfEdit) this.#gap = true
    this.#frameOfEdit = false
    this.#unsavedSince ??= at ?? this.#now()
  }

  /**
   * The server has the first `count` frames of this socket on disk.
   * @returns false where it has more than were sent: on this socket nothing can be told saved any more
   */
  confirmed(count: number): boolean {
    if (this.#sentState && !this.#gap && count === this.#sent) this.#unsavedSince = undefined
    return count <= this.#sent
  }
}
