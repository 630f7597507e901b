import { open } from 'node:fs/promises'

/**
 * Waits until the names in a folder are on disk. A file that was synced, under a name that was not, is gone after a
 * power cut; one that was renamed has its old name again.
 */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
