/**
 * One direction of a TCP connection over a line that is far away and loses packets, as far as its two ends notice:
 * each segment takes half a round trip; one that is lost is sent again after the sender's timer has run out, twice as
 * long each time; and what comes behind it waits, since bytes are handed over in order.
 *
 * Harder than a real line: no fast retransmission, so that every loss costs a whole timer. Easier: no limit of bytes per
 * second, and no slow start. Source of the timers: RFC 6298.
 */
export interface LineOptions {
  readonly roundTripMs: number
  /** Of 1: how many segments are lost, first or again. */
  readonly loss: number
  /** From 0 to 1. */
  readonly random: () => number
}

/** Payload of an Ethernet frame without the headers of IP and TCP, about. */
export const SEGMENT_BYTES = 1_400
const SHORTEST_TIMER_MS = 200
/** Before anything has been measured. */
const FIRST_TIMER_MS = 1_000

export interface SlowLine {
  /**
   * When a chunk that is handed over now arrives at the other end.
   * @param now ms, of whichever clock; never before the call before
   * @returns ms of the same clock
   */
  arrival(now: number, bytes: number): number
}

/** @param openAt when the connection is there, see `handshakeMs`; nothing is sent before */
export function createSlowLine({ roundTripMs, loss, random }: LineOptions, openAt = 0): SlowLine {
  let lastArrival = openAt
  const timer = SHORTEST_TIMER_MS + roundTripMs
  return {
    arrival(now, bytes) {
      const sentAt = Math.max(now, openAt)
      const segments = Math.max(1, Math.ceil(bytes / SEGMENT_BYTES))
      for (let segment = 0; segment < segments; segment++)
        lastArrival = Math.max(lastArrival, sentAt + roundTripMs / 2 + lostFor(timer, loss, random))
      return lastArrival
    },
  }
}

/** How long until a connection is there: a round trip, and the timers of what of it was lost. */
export const handshakeMs = ({ roundTripMs, loss, random }: LineOptions): number =>
  roundTripMs + lostFor(FIRST_TIMER_MS, loss, random) + lostFor(FIRST_TIMER_MS, loss, random)

/** What a segment loses by being lost: its timers, each twice the one before. */
function lostFor(timer: number, loss: number, random: () => number): number {
  let [lost, next] = [0, timer]
  while (random() < loss) {
    lost += next
    next *= 2
  }
  return lost
}
