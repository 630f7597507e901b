import type { StreamName } from '@colloque/domain'
import { canonicalJson, chainHash, saltedHash } from './hash.ts'
import type { LogStore, StoredChange } from './ports.ts'

export type ChainReport =
  | { readonly ok: true; readonly seq: number; readonly hash: string }
  | {
      readonly ok: false
      readonly badSeq: number
      readonly reason: 'gap' | 'fork' | 'hash' | 'content' | 'another' | 'cut' | 'blanked'
    }

/**
 * Reads a whole stream and verifies that nothing was altered, inserted or removed before its head: each change chains
 * on the one before, its words match their salted hash, and words are missing only where a later change redacts them.
 * A cut at the end, or a stream that was written anew, shows by hashes that were kept outside before.
 * @param kept hashes by seq
 */
export async function verifyChain(
  store: Pick<LogStore, 'read'>,
  stream: StreamName,
  kept: ReadonlyMap<number, string> = new Map(),
): Promise<ChainReport> {
  let hash = ''
  let seq = 0
  /** seq of the first blanked state of each entity that no redaction has explained yet. */
  const blanked = new Map<string, number>()
  for (;;) {
    const page = await store.read(stream, seq, 500)
    for (const change of page) {
      const bad = (reason: 'gap' | 'hash' | 'content' | 'another'): ChainReport => ({
        ok: false,
        badSeq: seq + 1,
        reason,
      })
      if (change.seq === seq) return { ok: false, badSeq: seq, reason: 'fork' }
      if (change.seq !== seq + 1) return bad('gap')
      if (chainHash(hash, change) !== change.hash) return bad('hash')
      if (!contentsMatch(change)) return bad('content')
      if ((kept.get(change.seq) ?? change.hash) !== change.hash) return bad('another')
      for (const { id, after, salt } of change.entities) {
        if (salt === null && !blanked.has(id)) blanked.set(id, change.seq)
        if (salt !== null && after === null) blanked.delete(id)
      }
      hash = change.hash
      seq = change.seq
    }
    if (page.length === 0) break
  }
  const unexplained = Math.min(...blanked.values())
  if (Number.isFinite(unexplained)) return { ok: false, badSeq: unexplained, reason: 'blanked' }
  if ([...kept.keys()].some((known) => known > seq)) return { ok: false, badSeq: seq + 1, reason: 'cut' }
  return { ok: true, seq, hash }
}

function contentsMatch(change: StoredChange): boolean {
  return change.entities.every(({ after, salt, content }) =>
    salt === null ? after === null : saltedHash(salt, canonicalJson(after)) === content,
  )
}
