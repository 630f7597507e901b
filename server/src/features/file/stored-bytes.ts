/** Bytes that lie somewhere, read in pieces: 25 MB are never in memory at once. */
export interface StoredBytes {
  readonly size: number
  /** The bytes from `start` up to `end`, or to where there are no more. */
  read(start: number, end: number): Promise<Buffer>
}

const BLOCK = 64 * 1024
const KEPT = 4

/** Small reads close to one another, as those of a directory, become one read of a block. */
export function inBlocks(bytes: StoredBytes): StoredBytes {
  const blocks = new Map<number, Promise<Buffer>>()
  const block = (n: number): Promise<Buffer> => {
    const held = blocks.get(n)
    if (held) return held
    const read = bytes.read(n * BLOCK, Math.min((n + 1) * BLOCK, bytes.size))
    blocks.set(n, read)
    const [oldest] = blocks.keys()
    if (blocks.size > KEPT && oldest !== undefined) blocks.delete(oldest)
    return read
  }
  return {
    size: bytes.size,
    async read(start, end) {
      const last = Math.min(end, bytes.size)
      const parts: Buffer[] = []
      for (let at = start; at < last;) {
        const n = Math.floor(at / BLOCK)
        const part = (await block(n)).subarray(at - n * BLOCK, last - n * BLOCK)
        if (part.length === 0) break
        parts.push(part)
        at += part.length
      }
      return Buffer.concat(parts)
    },
  }
}
