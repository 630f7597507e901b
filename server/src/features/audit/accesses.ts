import { DomainError, type Account, type CircleMember, type Profession } from '@colloque/domain'
import type { mongo } from 'mongoose'
import type { Actor } from '../../platform/actor.ts'
import { caseActivity, trailSince, type DayOfPerson } from '../../platform/audit/index.ts'
import type { StreamFold } from '../../platform/change-log/index.ts'
import type { CaseAccess } from '../care-circle/access.ts'

export interface NamedAccess extends DayOfPerson {
  readonly name: string | null
  readonly profession: Profession | null
}

/** Who has seen and written a case. */
export interface Accesses {
  /**
   * For whoever may read the case; itself on record as a read.
   * @throws not_found
   */
  of(actor: Actor, caseId: string): Promise<{ items: NamedAccess[]; since: string | null }>
}

export function createAccesses(options: {
  readonly db: mongo.Db
  readonly access: Pick<CaseAccess, 'accessPatientCase'>
  account(accountId: string): Promise<Account | undefined>
  recordRead(accountId: string, caseId: string): Promise<void>
}): Accesses {
  const { db, access, account, recordRead } = options

  const personOf = async (circle: StreamFold, accountId: string) => {
    const member = circle
      .all<CircleMember>('circleMember')
      .find(({ after }) => after?.accountId === accountId)?.after
    const person = member ?? (await account(accountId))
    return { name: person?.name ?? null, profession: person?.profession ?? null }
  }

  return {
    of: async (actor, caseId) => {
      await access.accessPatientCase(actor, caseId, 'case.read')
      await recordRead(actor.accountId, caseId)
      const [days, since] = await Promise.all([caseActivity(db, caseId), trailSince(db, caseId)])
      // After the last long wait: the circle may have been left meanwhile.
      const circle = await access.accessPatientCase(actor, caseId, 'case.read')
      const accountIds = [...new Set(days.map(({ accountId }) => accountId))]
      const people = new Map(
        await Promise.all(accountIds.map(async (id) => [id, await personOf(circle, id)] as const)),
      )
      const nobody = { name: null, profession: null }
      return { items: days.map((day) => ({ ...day, ...(people.get(day.accountId) ?? nobody) })), since }
    },
  }
}

/** One page of what `of` answers. @throws invalid for a cursor that is none */
export function pageOfAccesses(
  items: readonly NamedAccess[],
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): { items: NamedAccess[]; next: string | null } {
  const [, day = '', accountId = ''] = /^(\d{4}-\d{2}-\d{2}) ([\w-]+)$/.exec(cursor ?? '') ?? []
  if (cursor !== undefined && day === '') throw new DomainError('invalid', { field: 'cursor' })
  const isAfter = (one: NamedAccess) =>
    cursor === undefined || one.day < day || (one.day === day && one.accountId > accountId)
  const rest = items.filter(isAfter)
  const page = rest.slice(0, limit)
  const last = page.at(-1)
  return { items: page, next: last && rest.length > limit ? `${last.day} ${last.accountId}` : null }
}
