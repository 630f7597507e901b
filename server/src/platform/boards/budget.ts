/**
 * A bucket that fills at a steady rate up to a burst. Taking may leave it in debt; the caller then waits, and
 * reads nothing more from its socket meanwhile, so that the sender is slowed by TCP itself.
 */
export class Budget {
  readonly #perSecond: number
  readonly #burst: number
  #left: number
  #at: number

  constructor(perSecond: number, burst: number, now: number) {
    this.#perSecond = perSecond
    this.#burst = burst
    this.#left = burst
    this.#at = now
  }

  /** Takes an amount. @returns milliseconds to wait before the next one, 0 when there is enough */
  take(amount: number, now: number): number {
    const refill = ((now - this.#at) / 1000) * this.#perSecond
    this.#left = Math.min(this.#burst, this.#left + Math.max(0, refill)) - amount
    this.#at = now
    return this.#left >= 0 ? 0 : Math.ceil((-this.#left / this.#perSecond) * 1000)
  }
}
