import {
  foldText,
  isSharedWithAnybody,
  looksAlike,
  type CircleMember,
  type Message,
  type PatientCase,
  type StreamName,
} from '@colloque/domain'
import { LRUCache } from 'lru-cache'
import type { Actor } from '../../platform/actor.ts'
import type { ChangeLog } from '../../platform/change-log/index.ts'
import { professionalOf } from '../../platform/circle.ts'
import { present, requireEntity } from '../../platform/commands.ts'
import type { QueryHandlers } from '../../platform/http/api.routes.ts'
import type { ProjectionReader } from '../../platform/reader.ts'
import type { CaseAccess } from '../care-circle/access.ts'
import type { PartsOf } from '../care-circle/parts.ts'

interface Parts {
  readonly changes: ChangeLog
  readonly access: CaseAccess
  readonly reader: ProjectionReader
  readonly casesOf: CasesOf
  readonly partsOf: PartsOf
  readonly clock: () => Date
  readMarksOf(accountId: string): Promise<Map<string, number>>
  recordRead(accountId: string, caseId: string): Promise<void>
}

export type CasesOf = (actor: { readonly accountId: string }) => Promise<string[]>

/**
 * The ids of the cases of whose circle somebody is: proposed by the projection, and by the changes of this node
 * that the projection may not hold yet; confirmed by each fold.
 */
export function createCasesOf(
  changes: ChangeLog,
  reader: ProjectionReader,
  circleMembers: { name: string; type: 'circleMember' },
  clock: () => Date,
): CasesOf {
  /** Cases that an account has just joined. Longer than a projection can lag on a node that is alive. */
  const joined = new LRUCache<string, Set<string>>({ max: 10_000, ttl: 60_000 })
  changes.onChange(({ entities }) => {
    for (const { type, after } of entities) {
      if (type !== 'circleMember' || after === null) continue
      const { accountId, caseId } = after as CircleMember
      if (accountId !== null) joined.set(accountId, (joined.get(accountId) ?? new Set()).add(caseId))
    }
  })

  return async ({ accountId }) => {
    const found = await reader
      .model(circleMembers)
      .find({ accountId, status: 'active', view: 'case' } as never)
      .lean()
    const projected = (found as unknown as CircleMember[]).map(({ caseId }) => caseId)
    const caseIds = [...new Set([...projected, ...(joined.get(accountId) ?? [])])].sort()
    const confirmed = await Promise.all(
      caseIds.map(async (caseId) => {
        const stream: StreamName = `case:${caseId}`
        const fold = changes.cachedFold(stream) ?? (await changes.fold(stream))
        return professionalOf(fold, accountId, clock().toISOString()) ? [caseId] : []
      }),
    )
    return confirmed.flat()
  }
}

export function patientCaseQueries({
  changes,
  access,
  readMarksOf,
  recordRead,
  casesOf,
  partsOf,
  clock,
}: Parts): Pick<QueryHandlers, 'cases' | 'lookAlikes' | 'case'> {
  const caseLine = async (actor: Actor, caseId: string, readSeq: number) => {
    const fold = await changes.fold(`case:${caseId}`)
    if (!professionalOf(fold, actor.accountId, clock().toISOString())) return []
    const held = requireEntity(fold, 'patientCase', caseId)
    const unread = fold
      .all<Message>('message')
      .filter(
        ({ createdSeq, after }) =>
          createdSeq > readSeq && after !== null && after.authorId !== actor.accountId,
      )
    const newest = fold.all<Message>('message').at(-1)
    const latest = newest ? { kind: 'message', at: newest.createdAt, by: newest.createdBy } : null
    return [{ ...present(held), ...held.after, id: caseId, seq: fold.seq, unread: unread.length, latest }]
  }

  const linesOf = async (actor: Actor) => {
    const marks = await readMarksOf(actor.accountId)
    const lines = await Promise.all(
      (await casesOf(actor)).map((id) => caseLine(actor, id, marks.get(`case:${id}`) ?? 0)),
    )
    return lines.flat()
  }

  return {
    cases: async ({ search: { q, status, cursor, limit } }, actor) => {
      const words = foldText(q ?? '').split(' ')
      const matches = ({ patient, reason }: PatientCase) => {
        const text = ` ${foldText([patient.birthName, patient.usedName ?? '', patient.firstNames, reason].join(' '))}`
        return words.every((word) => text.includes(` ${word}`))
      }
      const lines = (await linesOf(actor))
        .filter((line) => matches(line) && (status === undefined || line.status === status))
        .sort((one, other) => (one.id < other.id ? -1 : 1))
        .filter(({ id }) => cursor === undefined || id > cursor)
      const items = lines.slice(0, limit)
      await Promise.all(items.map(({ id }) => recordRead(actor.accountId, id)))
      return { items, seq: 0, next: lines.length > limit ? (items.at(-1)?.id ?? null) : null }
    },

    lookAlikes: async ({ search: { birthName, usedName, firstNames, birthDate } }, actor) => {
      const asked = {
        birthName,
        usedName: usedName ?? null,
        firstNames,
        birthDate,
        sex: 'female' as const,
        phone: null,
        address: null,
        ins: null,
      }
      const lines = (await linesOf(actor)).filter(({ patient }) => looksAlike(patient, asked))
      return { items: lines.map(({ id, patient, reason }) => ({ id, patient, reason })) }
    },

    case: async ({ params: { id } }, actor) => {
      await access.accessPatientCase(actor, id, 'case.read')
      await recordRead(actor.accountId, id)
      const parts = await partsOf(actor, id)
      const hasShared = (await changes.fold(`shared:${id}`)).seq > 0
      // Read again after the wait: the answer and its seq belong together, and the actor may have left meanwhile.
      const fold = await access.accessPatientCase(actor, id, 'case.read')
      const circle = fold.all<CircleMember>('circleMember')
      const isShared = hasShared || isSharedWithAnybody(circle.flatMap(({ after }) => after ?? []))
      return {
        case: present(requireEntity(fold, 'patientCase', id)),
        circle: circle.map(present),
        streams: [fold.stream, ...(isShared ? [`shared:${id}`] : []), ...parts],
        seq: fold.seq,
      }
    },
  }
}
