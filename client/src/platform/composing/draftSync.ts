/** Drafts in step over the person's devices: between what this device keeps and what the server carries. */
import type { Draft } from '@colloque/contract'
import type { StreamName } from '@colloque/domain'
import type { ColloqueClient } from '@colloque/sdk'
import type { DraftChannel } from './drafts.ts'
import { keepWords, keptWords, removeDrafts } from './keptDrafts.ts'

export interface SharedPlace {
  readonly stream: StreamName
  readonly threadId: string | null
}

/** The key of a draft: those of a case stand under its bare id. */
export function draftPlace({ stream, threadId }: SharedPlace): string {
  const place = stream.startsWith('case:') ? stream.slice('case:'.length) : stream
  return threadId === null ? place : `${place}.${threadId}`
}

function sharedPlace(place: string): SharedPlace | undefined {
  const [stream = '', threadId = null, ...more] = place.split('.')
  if (more.length > 0 || threadId === 'note') return undefined
  return { stream: (stream.includes(':') ? stream : `case:${stream}`) as StreamName, threadId }
}

/** Longer ones stay here: they could not be sent either. */
const MOST = 10_000

export function draftChannel(client: ColloqueClient, place: SharedPlace): DraftChannel {
  return {
    tell: (words) => {
      if (client.account && words.text.length <= MOST) client.drafts.write({ ...place, ...words })
    },
    onWords(listener) {
      const isOurs = (draft: { stream: string; threadId: string | null }) =>
        draft.stream === place.stream && draft.threadId === place.threadId
      const off = [
        client.drafts.onDraft((draft) => {
          if (isOurs(draft)) listener(draft)
        }),
        client.drafts.onLoaded((drafts) => drafts.filter(isOurs).forEach(listener)),
      ]
      return () => off.forEach((end) => end())
    },
  }
}

/** Keeps the drafts of places that are not open, and tells the server of what was written here without it. */
export function keepDraftsInStep(client: ColloqueClient, accountId: string): () => void {
  const placeOf = ({ stream, threadId }: Draft) => draftPlace({ stream: stream as StreamName, threadId })
  const keep = (draft: Draft) => keepWords(accountId, placeOf(draft), draft)
  const off = [
    client.drafts.onDraft(keep),
    client.drafts.onLoaded((drafts) => {
      const held = new Map(drafts.map((draft) => [placeOf(draft), draft.at]))
      drafts.forEach(keep)
      for (const [place, words] of keptWords(accountId)) {
        const shared = sharedPlace(place)
        if (shared && words.text.length <= MOST && words.at > (held.get(place) ?? 0))
          client.drafts.write({ ...shared, ...words })
      }
    }),
    client.replica.onDropped((stream, code) => {
      // A session that is over says nothing of the circle: its words stay for whoever signs in again.
      if (code === 'not_found') removeDrafts(accountId, draftPlace({ stream, threadId: null }))
    }),
  ]
  return () => off.forEach((end) => end())
}
