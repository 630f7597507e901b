/**
 * Which page sends what, where several pages of one account share an outbox. Each page holds a Web Lock of its
 * own for as long as it lives; the browser lets go of it when the page closes or crashes, and whoever was
 * waiting for that lock takes over what it left.
 */
export interface Ownership {
  readonly id: string
  /**
   * Calls `takeOver` for each owner that is gone: before it resolves for those that are gone already, later
   * for those that still live. Never on two pages at a time for one owner.
   */
  claim(owners: ReadonlySet<string>, takeOver: (owner: string) => Promise<void>): Promise<void>
  release(): void
}

/** Where there is one process to a store: whatever was there before belongs to nobody now. */
export function soleOwnership(id: string): Ownership {
  return {
    id,
    async claim(owners, takeOver) {
      for (const owner of owners) await takeOver(owner)
    },
    release: () => undefined,
  }
}

/** Between the pages of a browser. */
export function lockOwnership(id: string, locks: LockManager): Ownership {
  const lockOf = (owner: string) => `colloque-outbox-owner:${owner}`
  const over = new AbortController()
  const watched = new Set<string>()
  const holding = new Promise<void>((held) => {
    const alive = new Promise<void>((end) => over.signal.addEventListener('abort', () => end()))
    void locks
      .request(lockOf(id), () => {
        held()
        return alive
      })
      .catch(() => held())
  })
  return {
    id,
    async claim(owners, takeOver) {
      await holding
      for (const owner of owners) {
        if (watched.has(owner)) continue
        const gone = await locks.request(lockOf(owner), { ifAvailable: true }, async (lock) => {
          if (lock) await takeOver(owner)
          return lock !== null
        })
        if (gone) continue
        watched.add(owner)
        locks
          .request(lockOf(owner), { signal: over.signal }, () => takeOver(owner))
          .catch(() => undefined)
          .finally(() => watched.delete(owner))
      }
    },
    release: () => over.abort(),
  }
}
