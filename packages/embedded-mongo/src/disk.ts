import { statfs } from 'node:fs/promises'

/** Below this many free bytes writes are to be refused: on a full disk the engine dies without a word. */
export const ROOM_FLOOR = 200e6

/** Below this many free bytes the engine is not even started: recovery itself writes. */
export const START_FLOOR = 50e6

/** Bytes that an unprivileged writer can still put on the disk of `folder`. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
