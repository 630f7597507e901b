/**
 * A reading that crosses a threshold makes an alert, wherever it was entered: in a note, with a task, from home. One
 * place sees to it, after the reading is on record: no reading waits for its alert.
 */
import {
  crossAgain,
  parseStream,
  raiseReadingAlert,
  type ChangedEntity,
  type EscalationSettings,
  type Measurement,
  type PatientCase,
  type Raised,
  type Reachable,
  type ReadingAlert,
  type StreamName,
} from '@colloque/domain'
import type {
  Decide,
  ReactorCommand,
  ReactorDefinition,
  StreamFold,
} from '../../platform/change-log/index.ts'
import { entity } from '../../platform/commands.ts'
import { crossedBy } from '../../platform/readings.ts'

/** Who can be reached, and what the house has set. */
export interface Surroundings {
  readonly escalation: EscalationSettings
  reachableIn(fold: StreamFold): Reachable
}

/** A reading that comes after so long is history: nobody is called for it. */
const OLD_MS = 7 * 86_400_000

/** @param surroundingsOf by the stream of a case */
export function readingAlertsReactor(
  surroundingsOf: (stream: StreamName) => Promise<Surroundings>,
): ReactorDefinition {
  return {
    name: 'reading-alerts',
    on: async (change) => {
      const taken = change.entities.filter(isNewReading)
      if (parseStream(change.stream)?.kind !== 'case' || taken.length === 0) return []
      const around = await surroundingsOf(change.stream)
      return taken.map(({ id }): ReactorCommand => ({
        stream: change.stream,
        input: { reading: id },
        decide: alertFor(id, around),
      }))
    },
  }
}

const isNewReading = ({ type, rev, after }: ChangedEntity) =>
  type === 'measurement' && rev === 1 && after !== null

/** Decides on the thresholds as they stand; a reading that crosses none changes nothing. */
function alertFor(id: string, around: Surroundings): Decide {
  return (fold, { now, newId }) => {
    const reading = fold.get<Measurement>('measurement', id)?.after
    const unchanged = { unchanged: { type: 'measurement', id } }
    // Erased or moved meanwhile.
    if (!reading || Date.parse(now) - Date.parse(reading.takenAt) > OLD_MS) return unchanged
    const crossed = crossedBy(fold, id, reading)
    if (!crossed || isClosed(fold, reading.caseId)) return unchanged
    const { rule, threshold } = crossed
    const { caseId, kind, takenAt, takenBy } = reading
    const raised: Raised = {
      ...{ caseId, kind, rule, thresholdBy: threshold.by, source: threshold.source },
      reading: { measurementId: id, takenAt, takenBy },
    }
    const reachable = around.reachableIn(fold)
    const open = openAlert(fold, kind)
    if (!open?.after) {
      const alert = raiseReadingAlert(raised, reachable, around.escalation, now)
      return { kind: 'readingAlert.raised', entities: [entity('readingAlert', newId(0), alert)] }
    }
    const again = crossAgain(open.after, raised, reachable, around.escalation, now)
    return { kind: 'readingAlert.crossedAgain', entities: [entity('readingAlert', open.id, again)] }
  }
}

const openAlert = (fold: StreamFold, kind: Measurement['kind']) =>
  fold
    .all<ReadingAlert>('readingAlert')
    .find(({ after }) => after?.kind === kind && after.status !== 'closed')

const isClosed = (fold: StreamFold, caseId: string) =>
  fold.get<PatientCase>('patientCase', caseId)?.after?.status === 'closed'
