import type { Draft } from '@colloque/contract'
import { createListeners, type Unlisten } from './listeners.ts'

/** One write a second at most of a draft. */
const COALESCE_MS = 1_000

/** What the person is writing, in step over their devices. Whoever shows drafts keeps them; this carries them. */
export interface Drafts {
  /** Words of this device. Empty ones say that they were sent, or given up. */
  write(draft: Draft): void
  /** Another device's, as they are written. */
  onDraft(listener: (draft: Draft) => void): Unlisten
  /** After each connection: all that the server holds. What was written here and not told goes out after it. */
  onLoaded(listener: (drafts: readonly Draft[]) => void): Unlisten
  receive(draft: Draft): void
  reload(drafts: readonly Draft[]): void
  close(): void
}

const placeOf = ({ stream, threadId }: Draft) => `${stream} ${threadId ?? ''}`

/** @param tell tries to tell the server; false when there is no connection */
export function createDrafts(tell: (draft: Draft) => boolean): Drafts {
  const arrived = createListeners<[Draft]>()
  const loaded = createListeners<[readonly Draft[]]>()
  const untold = new Map<string, Draft>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function flush(): void {
    timer = undefined
    for (const [place, draft] of untold) if (tell(draft)) untold.delete(place)
  }
  const isOlder = (draft: Draft) => (untold.get(placeOf(draft))?.at ?? 0) > draft.at

  return {
    write(draft) {
      untold.set(placeOf(draft), draft)
      // Sent words are gone everywhere at once.
      if (draft.text === '') flush()
      else timer ??= setTimeout(flush, COALESCE_MS)
    },
    onDraft: arrived.add,
    onLoaded: loaded.add,
    receive(draft) {
      if (!isOlder(draft)) arrived.tell(draft)
    },
    reload(drafts) {
      loaded.tell(drafts.filter((draft) => !isOlder(draft)))
      flush()
    },
    close() {
      clearTimeout(timer)
      flush()
    },
  }
}
