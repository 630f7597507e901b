import { DraftFold } from './fold.ts'
import type { Pending } from './pending.ts'
import { draftChange, type DraftedChange } from './stored-change.ts'
import type { Stream } from './stream.ts'

const MOST_CHANGES = 64
/** Keeps an insert well under what MongoDB takes in one message. */
const MOST_TEXT = 8 * 1024 * 1024

export interface Entry extends DraftedChange {
  readonly pending: Pending
}

/** A command that makes no change: refused, or nothing to do. It may have made one before, long ago. */
export interface Changeless {
  readonly pending: Pending
  /** Changes of the batch that it was decided on: it holds only if they become durable. */
  readonly behind: number
  readonly unchanged?: { readonly type: string; readonly id: string }
  readonly refusal?: unknown
}

export interface Batch {
  readonly entries: readonly Entry[]
  readonly changeless: readonly Changeless[]
  readonly rest: Pending[]
}

/** Decides as many commands as one insert may carry, each on the fold as those before it leave it. */
export function decideBatch(
  stream: Stream,
  waiting: readonly Pending[],
  now: string,
  version: number,
): Batch {
  const entries: Entry[] = []
  const changeless: Changeless[] = []
  const draft = new DraftFold(stream.fold)
  let hash = stream.hash
  let text = 0
  let next = 0
  for (; next < waiting.length && entries.length < MOST_CHANGES && text < MOST_TEXT; next += 1) {
    const pending = waiting[next] as Pending
    const fold = entries.length === 0 ? stream.fold : draft
    try {
      const drafted = draftChange(pending.command, fold, hash, now, version)
      if ('unchanged' in drafted) {
        changeless.push({ pending, behind: entries.length, unchanged: drafted.unchanged })
        continue
      }
      draft.apply(drafted.change)
      hash = drafted.stored.hash
      text += drafted.size
      entries.push({ pending, ...drafted })
    } catch (refusal) {
      changeless.push({ pending, behind: entries.length, refusal })
    }
  }
  return { entries, changeless, rest: waiting.slice(next) }
}
