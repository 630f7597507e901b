import { parseDocName } from '@colloque/board'
import type { BoardRefusal, BoardServerOptions } from '../platform/boards/index.ts'
import type { Parts } from './parts.ts'

/** What goes into the trail of the documents of a case: who opened one, was refused one, or may only read one and wrote. */
export function auditedDocuments(
  { audit, changes, reads, logger }: Pick<Parts, 'audit' | 'changes' | 'reads' | 'logger'>,
  access: Pick<BoardServerOptions, 'authorise' | 'signedUpTo'>,
): Pick<BoardServerOptions, 'authorise' | 'signedUpTo' | 'onRefused'> {
  return {
    ...access,
    authorise: async (actor, document) => {
      const grant = await access.authorise(actor, document)
      // On disk before a word of the document goes out.
      if (grant.access !== 'none' && 'caseId' in document)
        await reads.record(actor.accountId, document.caseId)
      return grant
    },
    onRefused: (refusal) => {
      note(refusal).catch((error: unknown) => {
        logger.error({ name: (error as Error).name }, 'a refusal was not recorded')
      })
    },
  }

  async function note({ accountId, sessionId, document, reason }: BoardRefusal): Promise<void> {
    const isWrite = reason === 'read_only'
    // Without an account nobody is known, and another reason is a fault, not an attempt.
    if (accountId === undefined || !(isWrite || reason === 'access' || reason === 'name')) return
    const parsed = document === undefined ? undefined : parseDocName(document)
    const caseId = parsed && 'caseId' in parsed ? parsed.caseId : undefined
    const exists = caseId !== undefined && (await changes.fold(`case:${caseId}`)).seq > 0
    audit.note({
      // Names that were made up are not told apart: one may make up any number of them.
      trail: exists ? `case:${caseId}` : `account:${accountId}`,
      kind: isWrite ? 'write.refused' : 'document.refused',
      ...{ accountId, sessionId: sessionId ?? null, oncePerQuarter: true },
      detail: exists && parsed ? { document: parsed.kind } : { why: reason },
    })
  }
}
