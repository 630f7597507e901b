import { DomainError, type PlanVersion } from '@colloque/domain'
import type { Actor } from '../../platform/actor.ts'
import type { StreamFold } from '../../platform/change-log/index.ts'
import { present, requireEntity } from '../../platform/commands.ts'
import type { QueryHandlers } from '../../platform/http/api.routes.ts'
import type { CaseAccess } from '../care-circle/access.ts'
import type { PlanDocuments } from './plan-documents.ts'
import { contentOf, findPlan, lastVersion, sealed, sha256 } from './plan-state.ts'
import type { PlanTexts } from './plan-texts.ts'

interface Parts {
  readonly access: CaseAccess
  readonly documents: PlanDocuments
  readonly texts: PlanTexts
  recordRead(accountId: string, caseId: string): Promise<void>
}

type Queries = Pick<QueryHandlers, 'casePlan' | 'planVersion' | 'planVerification'>

/** The care plan as it stands, and as it was signed. */
export function planQueries({ access, documents, texts, recordRead }: Parts): Queries {
  const enter = async (actor: Actor, caseId: string) => {
    await access.accessPatientCase(actor, caseId, 'case.read')
    await recordRead(actor.accountId, caseId)
  }
  /** A version with what is stored under its hash, asked for again after the last wait. */
  const readVersion = async (actor: Actor, caseId: string, versionId: string) => {
    await enter(actor, caseId)
    const version = requireEntity(
      await access.accessPatientCase(actor, caseId, 'case.read'),
      'planVersion',
      versionId,
    )
    const bytes = await texts.find(version.after.textHash)
    await access.accessPatientCase(actor, caseId, 'case.read')
    return { version, bytes }
  }

  return {
    casePlan: async ({ params: { id } }, actor) => {
      await enter(actor, id)
      const { document, docSeq } = await documents.latest(id)
      const fold = await access.accessPatientCase(actor, id, 'case.read')
      const content = contentOf(fold, id, document)
      const { hash: textHash } = sealed(content)
      const plan = findPlan(fold)
      const versions = fold.all<PlanVersion>('planVersion').filter(({ after }) => after !== null)
      return {
        plan: plan ? present(plan) : null,
        content,
        textHash,
        docSeq,
        state: stateOf(fold, textHash),
        versions: versions.map(present),
        seq: fold.seq,
      }
    },

    planVersion: async ({ params: { id, versionId } }, actor) => {
      const { version, bytes } = await readVersion(actor, id, versionId)
      if (!bytes) throw new DomainError('not_found', { type: 'planText' })
      return { version: present(version), text: bytes.toString('utf8') }
    },

    planVerification: async ({ params: { id, versionId } }, actor) => {
      const { version, bytes } = await readVersion(actor, id, versionId)
      const { textHash } = version.after
      const storedHash = bytes ? sha256(bytes) : null
      return { verified: storedHash === textHash, textHash, storedHash }
    },
  }
}

/** Where a plan stands: what waits for a signature is said before what was signed. */
function stateOf(fold: StreamFold, textHash: string): 'draft' | 'submitted' | 'signed' | 'modified' {
  if (findPlan(fold)?.after.submission) return 'submitted'
  const last = lastVersion(fold)
  if (!last) return 'draft'
  return last.after.textHash === textHash ? 'signed' : 'modified'
}
