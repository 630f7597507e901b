/**
 * The signature of a care plan. It takes no lock: whoever signs says which text they saw, by its hash, and signs that
 * or nothing. The bytes are stored under their hash before the change that names it.
 */
import {
  acceptFlags,
  DomainError,
  signedPlan,
  type Flag,
  type PlanDocument,
  type PlanVersion,
  type Profession,
} from '@colloque/domain'
import type { ParsedInput } from '@colloque/contract'
import type { Actor } from '../../platform/actor.ts'
import type { Decision, StreamFold } from '../../platform/change-log/index.ts'
import { entity, type CommandHandlers } from '../../platform/commands.ts'
import { contributorsTo } from './contributors.ts'
import type { PlanDocuments } from './plan-documents.ts'
import { contentOf, findPlan, lastVersion, planOr, sealed } from './plan-state.ts'
import type { PlanTexts } from './plan-texts.ts'

/** That the person showed a moment ago that it is they. */
export type ProofOf = (sessionId: string) => Promise<PlanVersion['proof'] | undefined>

type Input = ParsedInput<'plan.sign'>

/** What lies outside the stream, gathered before the rule decides. */
interface Seen {
  readonly proof: PlanVersion['proof'] | undefined
  readonly document: PlanDocument | undefined
  /** The last signature's batch that the authors are counted from. */
  readonly since: number
  readonly authors: readonly string[]
}

export function signPlanCommand(parts: {
  readonly documents: PlanDocuments
  readonly texts: PlanTexts
  readonly fold: (caseId: string) => Promise<StreamFold>
  readonly proofOf: ProofOf
  readonly clock: () => Date
}): Pick<CommandHandlers, 'plan.sign'> {
  const { documents, texts, fold: foldOf, proofOf, clock } = parts

  async function look({ caseId, docSeq }: Input, actor: Actor): Promise<Seen> {
    const [proof, document, fold] = await Promise.all([
      proofOf(actor.sessionId),
      documents.at(caseId, docSeq),
      foldOf(caseId),
    ])
    const since = lastVersion(fold)?.after.docSeq ?? 0
    const authors = document && docSeq > since ? await documents.authors(caseId, since, docSeq) : []
    return { proof, document, since, authors }
  }

  /** Stores what would be signed as things stand. What may not be signed is refused by the rule, not here. */
  async function keepText(input: Input, seen: Seen): Promise<boolean> {
    const { caseId } = input
    try {
      const { schema, bytes, textHash: hash } = requireSignable(await foldOf(caseId), input, seen)
      await texts.keep({ hash, caseId, schema, bytes, at: clock() })
      return true
    } catch (error) {
      if (error instanceof DomainError) return false
      throw error
    }
  }

  return {
    'plan.sign': async (input, actor) => {
      const seen = await look(input, actor)
      const isKept = await keepText(input, seen)
      // Refusals are the rule's: the retry of a signature that went through is answered before it, proof or none.
      return ({ fold, caseId, now, newId }): Decision => {
        const signable = requireSignable(fold, input, seen)
        // Somebody else signed, or took back what stood against it, since it was looked at: the retry finds it.
        if (!isKept || signable.since !== seen.since) throw new DomainError('busy')
        const plan = planOr(fold, caseId, newId(1))
        const version: PlanVersion = {
          caseId,
          planId: plan.id,
          number: signable.number,
          docSeq: input.docSeq,
          textHash: signable.textHash,
          schema: signable.schema,
          signed: { by: actor.accountId, at: now },
          signer: { name: actor.name, profession: signingAs(actor) },
          proof: signable.proof,
          contributors: contributorsTo(fold, seen.authors),
          acceptedFlags: signable.acceptedFlags,
        }
        return {
          kind: 'plan.signed',
          entities: [
            entity('planVersion', newId(0), version),
            entity('carePlan', plan.id, signedPlan(plan.after, newId(0))),
          ],
        }
      }
    },
  }
}

/**
 * Holds what somebody wants to sign against what stands.
 * @throws invalid for a text that never was, conflict with `why` for everything that stands against the signature
 */
function requireSignable(
  fold: StreamFold,
  { caseId, docSeq, textHash, acceptedFlags }: Input,
  { proof, document }: Seen,
) {
  const refuse = (why: string) => new DomainError('conflict', { why })
  if (!proof) throw refuse('proof_needed')
  if (!document) throw new DomainError('invalid', { field: 'docSeq', why: 'unknown' })
  const last = lastVersion(fold)?.after
  if (last && docSeq < last.docSeq) throw refuse('stale')
  const content = contentOf(fold, caseId, document)
  const { bytes, hash } = sealed(content)
  if (hash !== textHash) throw refuse('changed_since_seen')
  if (last?.textHash === hash) throw refuse('already_signed')
  if (!findPlan(fold)?.after.consent?.given) throw refuse('consent')
  const flags = fold
    .all<Flag>('flag')
    .flatMap(({ id, rev, after }) => (after === null ? [] : [{ id, rev, flag: after }]))
  return {
    ...{ proof, bytes, textHash, schema: content.schema },
    number: (last?.number ?? 0) + 1,
    since: last?.docSeq ?? 0,
    acceptedFlags: acceptFlags(flags, acceptedFlags),
  }
}

/** Whoever signs has a profession: only some of them may. @throws not_found */
function signingAs({ profession }: Actor): Profession {
  if (profession === null) throw new DomainError('not_found')
  return profession
}
