/** The treatment over time, and what is told of it from home. */
import { DomainError, type Medication, type TreatmentStep } from '@colloque/domain'
import type { ChangeLog } from '../../platform/change-log/index.ts'
import { projections } from '../../platform/entity-projections.ts'
import type { QueryHandlers } from '../../platform/http/api.routes.ts'
import type { ProjectionReader } from '../../platform/reader.ts'
import type { CaseAccess } from '../care-circle/access.ts'

interface Parts {
  readonly changes: Pick<ChangeLog, 'historyOf'>
  readonly access: CaseAccess
  readonly reader: ProjectionReader
  recordRead(accountId: string, caseId: string): Promise<void>
}

export function treatmentQueries({
  changes,
  access,
  reader,
  recordRead,
}: Parts): Pick<QueryHandlers, 'caseTreatmentHistory' | 'caseReports'> {
  /** Every change of one line, the first one first. */
  async function stepsOf(medicationId: string): Promise<TreatmentStep[]> {
    const states = await changes.historyOf(medicationId)
    return states.map(({ seq, at, by, kind, after }, index) => ({
      ...{ seq, at, by, kind, medicationId },
      before: (states[index - 1]?.after ?? null) as Medication | null,
      after: after as Medication | null,
    }))
  }

  return {
    caseTreatmentHistory: async ({ params: { id }, search: { cursor, limit } }, actor) => {
      const from = cursor === undefined ? undefined : positionOf(cursor)
      await access.accessPatientCase(actor, id, 'case.read')
      await recordRead(actor.accountId, id)
      const lines = (await access.accessPatientCase(actor, id, 'case.read')).all<Medication>('medication')
      const steps = (await Promise.all(lines.map((line) => stepsOf(line.id)))).flat()
      // Whoever has left the circle meanwhile is told nothing.
      const { seq } = await access.accessPatientCase(actor, id, 'case.read')
      const older = steps.sort(newestFirst).filter((step) => !from || newestFirst(from, step) < 0)
      const items = older.slice(0, limit)
      const last = items.at(-1)
      const next = older.length > limit && last ? `${last.seq} ${last.medicationId}` : null
      return { items, seq, next }
    },

    caseReports: async ({ params: { id }, search }, actor) => {
      await access.accessPatientCase(actor, id, 'case.read')
      await recordRead(actor.accountId, id)
      const answer = await reader.list(projections.treatmentReports, `case:${id}`, search)
      await access.accessPatientCase(actor, id, 'case.read')
      return answer
    },
  }
}

type Position = Pick<TreatmentStep, 'seq' | 'medicationId'>

/** Lines that were changed in one act stand in the order of their ids. */
const newestFirst = (one: Position, other: Position) =>
  other.seq - one.seq || (one.medicationId < other.medicationId ? -1 : 1)

/** @throws invalid for a cursor that no page gave */
function positionOf(cursor: string): Position {
  const [, seq, medicationId] = /^(\d{1,15}) (\S+)$/.exec(cursor) ?? []
  if (seq === undefined || medicationId === undefined) throw new DomainError('invalid', { field: 'cursor' })
  return { seq: Number(seq), medicationId }
}
