import { randomFillSync } from 'node:crypto'

const DRAWN_AT_ONCE = 16_384
const drawn = Buffer.alloc(DRAWN_AT_ONCE)
let used = DRAWN_AT_ONCE

/**
 * Some bytes of the system's randomness, no byte given twice: drawn together, since each call to it costs more than
 * what it gives. They are valid until the next call: copy what is to be kept.
 * @param count at most 16 kB
 */
export function drawBytes(count: number): Buffer {
  if (used + count > DRAWN_AT_ONCE) {
    randomFillSync(drawn)
    used = 0
  }
  used += count
  return drawn.subarray(used - count, used)
}
