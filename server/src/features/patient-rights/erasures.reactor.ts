/**
 * What follows from an erasure outside the change that records it: bytes of files, documents, signed texts, drafts,
 * what search finds, the other streams of a case. Done again until it is done, on whichever node is alive; each step
 * can be done twice.
 */
import { parseDocName } from '@colloque/board'
import {
  ERASING_KINDS,
  type CaseLink,
  type Change,
  type ErasedCase,
  type Erasure,
  type StreamName,
} from '@colloque/domain'
import { v5 } from 'uuid'
import type { AuditTrail } from '../../platform/audit/index.ts'
import type { BoardServer } from '../../platform/boards/index.ts'
import type { ChangeLog, ReactorCommand, ReactorDefinition } from '../../platform/change-log/index.ts'
import { caseLinked } from '../care-circle/case-links.reactor.ts'
import { eraseOnce, takeOut, takeOutAll } from './erase-document.ts'
import { redactRest } from './whole-stream.ts'

export interface ErasureParts {
  readonly changes: Pick<ChangeLog, 'fold'>
  boards(): Pick<BoardServer, 'view' | 'authors' | 'erase' | 'names'>
  readonly files: { remove(file: { stream: StreamName; fileId: string }): Promise<void> }
  /** What was moved into a case by mistake of place is held beside the log. @param ids all of the case without them */
  readonly movedMessages: { forget(caseId: string, ids?: ReadonlySet<string>): Promise<void> }
  /** @param threadIds the whole stream without them */
  readonly drafts: { forgetIn(stream: StreamName, threadIds?: readonly string[]): Promise<void> }
  readonly planTexts: { remove(caseId: string): Promise<void> }
  passages(): { catchUp(docNames: readonly string[]): Promise<void>; drop(docName: string): Promise<void> }
  readonly audit: Pick<AuditTrail, 'record'>
}

/** What a reactor does at each change. */
export function createErasures(parts: ErasureParts): Required<Pick<ReactorDefinition, 'on' | 'effect'>> {
  const { changes, boards, files, movedMessages, drafts, planTexts, passages, audit } = parts

  const byOf = (id: string) => `system:erasure:${id}`

  /** The other streams of the case, and what is left of this one. */
  async function commandsOf(change: Change): Promise<ReactorCommand[]> {
    if (change.kind !== ERASING_KINDS.case) return []
    const rest = (stream: StreamName): ReactorCommand => ({
      stream,
      input: { rest: true },
      decide: redactRest,
    })
    const found = erasureOf(change)
    if (!found?.erasure.circle) return [rest(change.stream)]
    const { caseId, by, at, basis, circle } = found.erasure
    const others: StreamName[] = [`shared:${caseId}`, ...circle.partIds.map((id): StreamName => `part:${id}`)]
    // A stream that never was must not begin with its erasure.
    const begun = await Promise.all(
      others.map(async (stream) => ((await changes.fold(stream)).seq > 0 ? [rest(stream)] : [])),
    )
    const erasedCase: ErasedCase = { caseId, by, at, basis }
    const left: CaseLink = { caseId, status: 'left' }
    return [
      ...circle.accountIds.map((accountId) => caseLinked(accountId, left)),
      {
        stream: `team:${circle.teamId}`,
        input: erasedCase,
        decide: () => ({
          kind: 'case.erased',
          entities: [{ type: 'erasedCase', id: v5('erased', caseId), after: erasedCase }],
        }),
      },
      rest(change.stream),
      ...begun.flat(),
    ]
  }

  async function eraseDocument(id: string, { caseId, document }: Erasure): Promise<void> {
    if (!document) return
    const { kind, path } = document
    const name = `case/${caseId}/${kind}`
    await eraseOnce(boards(), name, byOf(id), (doc) => {
      if (path !== null) takeOut(doc, kind, path)
    })
    await passages().catchUp([name])
  }

  async function eraseCase(id: string, { caseId }: Erasure): Promise<void> {
    for (const name of await boards().names()) {
      const document = parseDocName(name)
      if (!document || !('caseId' in document) || document.caseId !== caseId) continue
      await eraseOnce(boards(), name, byOf(id), (doc) => takeOutAll(doc, document.kind))
      await passages().catchUp([name])
      await passages().drop(name)
    }
    await planTexts.remove(caseId)
    await movedMessages.forget(caseId)
  }

  async function follow(change: Change): Promise<void> {
    const kinds: readonly string[] = Object.values(ERASING_KINDS)
    if (!kinds.includes(change.kind)) return
    const { stream, entities, by, kind } = change
    const gone = entities.filter(({ after }) => after === null)
    for (const { type, id } of gone) if (type === 'file') await files.remove({ stream, fileId: id })
    const found = erasureOf(change)
    if (kind === ERASING_KINDS.case) await drafts.forgetIn(stream)
    if (!found) return
    const { id, erasure } = found
    if (erasure.scope === 'entries') {
      const ids = gone.map((one) => one.id)
      await drafts.forgetIn(stream, ids)
      await movedMessages.forget(erasure.caseId, new Set(ids))
    }
    if (erasure.scope === 'document') await eraseDocument(id, erasure)
    if (erasure.scope === 'case') await eraseCase(id, erasure)
    await audit.record({
      ...{ trail: `case:${erasure.caseId}`, kind: 'erasure.done', accountId: by, sessionId: null },
      detail: { erasure: id, scope: erasure.scope, basis: erasure.basis },
    })
  }

  return { on: commandsOf, effect: follow }
}

function erasureOf({ entities }: Change): { id: string; erasure: Erasure } | undefined {
  const found = entities.find(({ type, after }) => type === 'erasure' && after !== null)
  return found && { id: found.id, erasure: found.after as Erasure }
}
