/**
 * What a relative or the person tells from home goes into the case, where the pharmacist and the circle find it; what
 * is erased here goes there too. What the circle makes of it stays there.
 */
import {
  DomainError,
  ERASING_KINDS,
  foldText,
  newToldReport,
  parseStream,
  type ChangedEntity,
  type Measurement,
  type Medication,
  type PatientCase,
  type SharedReading,
  type SharedReport,
} from '@colloque/domain'
import { v5 } from 'uuid'
import type { ReactorCommand, ReactorDefinition, StreamFold } from '../../platform/change-log/index.ts'
import { entity } from '../../platform/commands.ts'

/** What becomes of what is told, by type. */
const BECOMES = { sharedReport: 'treatmentReport', sharedReading: 'measurement' } as const
type Told = keyof typeof BECOMES
const isTold = (type: string): type is Told => Object.hasOwn(BECOMES, type)

/** The entity of the case that something told becomes: an id is that of one entity in one stream alone. */
const toldAs = ({ type, id }: { readonly type: Told; readonly id: string }) => ({
  type: BECOMES[type],
  id: v5(BECOMES[type], id),
})

/** What was told and stands in `shared:`, with what it became in the case. */
export const toldEntities = (shared: StreamFold) =>
  (Object.keys(BECOMES) as Told[]).flatMap((type) =>
    shared
      .all(type)
      .flatMap(({ id, after }) => (after === null ? [] : [{ type, id, of: toldAs({ type, id }) }])),
  )

export const toldToCircleReactor: ReactorDefinition = {
  name: 'told-to-circle',
  on: ({ stream, entities }) => {
    const place = parseStream(stream)
    if (place?.kind !== 'shared') return []
    return entities.flatMap((changed) => {
      if (!isTold(changed.type)) return []
      return [changed.after === null ? erasing(place.id, changed) : telling(place.id, changed)]
    })
  },
}

const requireCase = (fold: StreamFold, caseId: string) => {
  if (!fold.get<PatientCase>('patientCase', caseId)?.after) throw new DomainError('not_found')
}

function telling(caseId: string, changed: ChangedEntity): ReactorCommand {
  const of = toldAs(changed as { type: Told; id: string })
  return {
    stream: `case:${caseId}`,
    input: { told: changed.id },
    decide: (fold) => {
      requireCase(fold, caseId)
      if (changed.type === 'sharedReport') {
        const report = changed.after as SharedReport
        const after = newToldReport(report, linesNamed(fold, report.medicationName))
        return { kind: 'report.made', entities: [entity('treatmentReport', of.id, after)] }
      }
      const { kind, value, value2, at, authorId } = changed.after as SharedReading
      const after: Measurement = {
        ...{ caseId, kind, value, value2, takenAt: at, takenBy: authorId },
        messageId: null,
      }
      return { kind: 'measurement.told', entities: [entity('measurement', of.id, after)] }
    },
  }
}

function erasing(caseId: string, { type, id }: ChangedEntity): ReactorCommand {
  const of = toldAs({ type: type as Told, id })
  return {
    stream: `case:${caseId}`,
    input: { erased: id },
    decide: (fold) => {
      const held = fold.get(of.type, of.id)
      if (!held) throw new DomainError('not_found')
      return held.after === null
        ? { unchanged: of }
        : { kind: ERASING_KINDS.entries, entities: [{ ...of, after: null }] }
    },
  }
}

/** Lines of the treatment that somebody may mean by a name on a box: « doliprane » of « Doliprane 1 000 mg ». */
function linesNamed(fold: StreamFold, name: string | null): string[] {
  const words = foldText(name ?? '')
  if (words === '') return []
  return fold
    .all<Medication>('medication')
    .flatMap(({ id, after }) =>
      after && after.status !== 'stopped' && ` ${foldText(after.name)} `.startsWith(` ${words} `) ? [id] : [],
    )
    .slice(0, 10)
}
