import type { CircleMember, EntityOf, Escalation, PatientCase, StreamName } from '@colloque/domain'
import { trusted } from 'mongoose'
import { v5 } from 'uuid'
import type { ChangeLog, Decide } from '../change-log/index.ts'
import { entity } from '../commands.ts'
import type { JobDefinition } from '../jobs/index.ts'
import type { ProjectionReader } from '../reader.ts'

/** What climbs: urgent messages, severe flags, and readings that crossed a threshold. */
type ClimbingType = 'message' | 'flag' | 'readingAlert'

/** How the entities of one type climb. */
export interface Ladder<Type extends ClimbingType = ClimbingType> {
  /** Indexed by `escalation.nextAt`. */
  readonly projection: { readonly name: string; readonly type: Type }
  /** The entity after its next step, with those newly asked. */
  climbed(state: EntityOf<Type>, circle: readonly CircleMember[], now: string): EntityOf<Type>
}

/** Keeps the type of a ladder's entities together while they stand in one list. */
export const ladder = <Type extends ClimbingType>(of: Ladder<Type>): Ladder => of as unknown as Ladder

/**
 * Takes what presses up its ladder once its delay is over, whether anybody is connected or not. The steps that
 * fell due while every server stood still are taken one after the other, each at its own run.
 */
export function escalationJob(
  changes: ChangeLog,
  reader: ProjectionReader,
  ladders: readonly Ladder[],
): JobDefinition {
  return {
    name: 'escalate',
    every: '5 seconds',
    run: async (now) => {
      for (const of of ladders) {
        const due = await reader
          .model(of.projection)
          .find({ 'escalation.nextAt': trusted({ $lte: now.toISOString() }) } as never)
          .limit(200)
          .lean()
        for (const { _id, stream, escalation } of due as unknown as Due[]) {
          // The same on every node: a step is taken once. A ladder that begins again has other times.
          const commandId = v5(`escalate ${escalation.nextAt}`, _id)
          await changes.execute({
            ...{ stream, commandId, by: 'system:escalation' },
            input: { id: _id, step: escalation.nextAt },
            decide: step(of, _id, escalation.nextAt),
          })
        }
      }
    },
  }
}

interface Due {
  readonly _id: string
  readonly stream: StreamName
  readonly escalation: Escalation & { readonly nextAt: string }
}

/** One step, decided on the circle of this moment; none when somebody has answered meanwhile. */
function step({ projection: { type }, climbed }: Ladder, id: string, due: string): Decide {
  const unchanged = { unchanged: { type, id } }
  return (fold, { now }) => {
    const state = fold.get<EntityOf<ClimbingType>>(type, id)?.after
    if (!state?.caseId || state.escalation?.nextAt !== due || due > now) return unchanged
    const isClosed = fold.get<PatientCase>('patientCase', state.caseId)?.after?.status === 'closed'
    const circle = fold.all<CircleMember>('circleMember').flatMap(({ after }) => after ?? [])
    return isClosed
      ? {
          kind: `${type}.escalationEnded`,
          entities: [entity(type, id, { ...state, escalation: { ...state.escalation, nextAt: null } })],
        }
      : { kind: `${type}.escalated`, entities: [entity(type, id, climbed(state, circle, now))] }
  }
}
