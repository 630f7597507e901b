/**
 * Closing the minutes of a case. As with a plan, whoever signs proves who they are, names the text that they saw by its
 * hash, and signs that or nothing; the bytes are stored before the change that names them. Unlike a plan, nothing is
 * written in it afterwards: words that came after what was seen are read first.
 */
import { isDeepStrictEqual } from 'node:util'
import type { ParsedInput } from '@colloque/contract'
import {
  DomainError,
  MINUTES_CONTENT_SCHEMA,
  minutesSigners,
  type AgendaItem,
  type CircleMember,
  type FiledMinutes,
  type Meeting,
  type PlanBlock,
} from '@colloque/domain'
import type { Actor } from '../../platform/actor.ts'
import type { ChangeLog, StreamFold } from '../../platform/change-log/index.ts'
import { entity, requireEntity, type CommandHandlers } from '../../platform/commands.ts'
import { meetingOf } from './find-meeting.ts'
import { contentIn, decisionsOf, sealedMinutes, type MinutesDocuments } from './minutes.ts'

export interface MinutesTexts {
  keep(text: { hash: string; caseId: string; schema: number; bytes: Buffer; at: Date }): Promise<void>
}

type Input = ParsedInput<'minutes.sign'>

/** What lies outside the stream, gathered before the rule decides. */
interface Seen {
  readonly proof: FiledMinutes['proof'] | undefined
  readonly meeting: Meeting
  readonly discussion: PlanBlock[]
  /** Whether the document still reads as it did at the batch that was seen. */
  readonly isLatest: boolean
}

export function signMinutesCommand(parts: {
  readonly changes: ChangeLog
  readonly documents: MinutesDocuments
  readonly texts: MinutesTexts
  /** That the person showed a moment ago that it is they. */
  readonly proofOf: (sessionId: string) => Promise<FiledMinutes['proof'] | undefined>
  readonly clock: () => Date
}): Pick<CommandHandlers, 'minutes.sign'> {
  const { changes, documents, texts, proofOf, clock } = parts

  async function look({ docSeq }: Input, item: AgendaItem, { sessionId }: Actor): Promise<Seen> {
    const { caseId, meetingId } = item
    const meeting = await meetingOf(changes, item)
    if (!meeting || meetingId === null) throw new DomainError('conflict', { why: 'no_meeting' })
    const [proof, discussion, latest] = await Promise.all([
      proofOf(sessionId),
      documents.at(caseId, meetingId, docSeq),
      documents.latest(caseId, meetingId),
    ])
    if (!discussion) throw new DomainError('invalid', { field: 'docSeq', why: 'unknown' })
    return { proof, meeting, discussion, isLatest: isDeepStrictEqual(latest.discussion, discussion) }
  }

  /** Stores what would be signed as things stand. What may not be signed is refused by the rule, not here. */
  async function keepText(input: Input, caseId: string, seen: Seen, actor: Actor): Promise<boolean> {
    try {
      const { bytes } = requireSignable(await changes.fold(`case:${caseId}`), input, seen, actor)
      const { textHash: hash } = input
      await texts.keep({ hash, caseId, schema: MINUTES_CONTENT_SCHEMA, bytes, at: clock() })
      return true
    } catch (error) {
      if (error instanceof DomainError) return false
      throw error
    }
  }

  return {
    'minutes.sign': async (input, actor) => {
      const { agendaItemId, docSeq, textHash } = input
      const stream = await changes.locate(agendaItemId)
      const held = stream && (await changes.fold(stream)).get<AgendaItem>('agendaItem', agendaItemId)?.after
      if (!held) throw new DomainError('not_found', { type: 'agendaItem' })
      const seen = await look(input, held, actor)
      const isKept = await keepText(input, held.caseId, seen, actor)
      // Refusals are the rule's: the retry of a signature that went through is answered before it, proof or none.
      return ({ fold, now, newId }) => {
        const { item, meeting, proof } = requireSignable(fold, input, seen, actor)
        // What stood against it was taken back since it was looked at: the retry finds it.
        if (!isKept) throw new DomainError('busy')
        const { caseId, participants } = item
        const filed: FiledMinutes = {
          ...{ caseId, agendaItemId, textHash, docSeq, participants, proof },
          ...{ meetingId: item.meetingId ?? '', title: meeting.title, heldAt: meeting.startsAt },
          decisionIds: decisionsOf(fold, agendaItemId).flatMap(({ id, after }) =>
            after.withdrawn === null ? [id] : [],
          ),
          signed: { by: actor.accountId, at: now },
        }
        return { kind: 'minutes.filed', entities: [entity('filedMinutes', newId(0), filed)] }
      }
    },
  }
}

/**
 * Holds what somebody wants to sign against what stands.
 * @throws conflict with `why` for everything that stands against the signature; invalid for whoever does not sign
 */
function requireSignable(
  fold: StreamFold,
  { agendaItemId, textHash }: Input,
  { proof, meeting, discussion, isLatest }: Seen,
  { accountId }: Actor,
) {
  const refuse = (why: string) => new DomainError('conflict', { why })
  const { after: item } = requireEntity(fold, 'agendaItem', agendaItemId)
  if (item.status !== 'discussed') throw refuse('not_discussed')
  if (isFiled(fold, item)) throw refuse('filed')
  const circle = fold.all<CircleMember>('circleMember').flatMap(({ after }) => after ?? [])
  if (!minutesSigners(item, circle).includes(accountId))
    throw new DomainError('invalid', { field: 'agendaItemId', why: 'not_the_chair' })
  if (!proof) throw refuse('proof_needed')
  const { bytes, hash } = sealedMinutes(contentIn(fold, agendaItemId, item, meeting, discussion))
  if (!isLatest || hash !== textHash) throw refuse('changed_since_seen')
  return { item, meeting, proof, bytes }
}

const isFiled = (fold: StreamFold, { caseId, meetingId }: AgendaItem) =>
  fold
    .all<FiledMinutes>('filedMinutes')
    .some(({ after }) => after?.caseId === caseId && after.meetingId === meetingId)
