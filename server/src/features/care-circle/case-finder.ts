import { foldText, type PatientCase } from '@colloque/domain'
import { trusted } from 'mongoose'
import type { Actor } from '../../platform/actor.ts'
import type { PatientIdentity } from '../../platform/commands.ts'
import { projections } from '../../platform/entity-projections.ts'
import { createRateLimit } from '../../platform/http/limits.ts'
import type { ProjectionReader } from '../../platform/reader.ts'

/** Emergencies of one account in an hour: more are a search, not a rescue. */
const TRIES = 5
const HOUR_SECONDS = 3_600

/**
 * Finds the case of a person of the house by their whole identity, for somebody outside their circle: nothing is
 * listed, nothing is completed, and tries are few.
 * @returns undefined where there is none, or more than one that answers to it
 */
export function createCaseFinder(
  reader: ProjectionReader,
): (identity: PatientIdentity, actor: Actor) => Promise<string | undefined> {
  const tries = createRateLimit(TRIES, HOUR_SECONDS)
  return async ({ birthName, firstNames, birthDate }, { accountId, teamIds }) => {
    await tries.take(accountId)
    const found = await reader
      .model(projections.cases)
      .find({ teamId: trusted({ $in: [...teamIds] }), 'patient.birthDate': birthDate } as never)
      .lean()
    const [name, first] = [foldText(birthName), firstOf(firstNames)]
    const answering = (found as unknown as (PatientCase & { _id: string })[]).filter(
      ({ patient }) =>
        [patient.birthName, patient.usedName].some((known) => known !== null && foldText(known) === name) &&
        firstOf(patient.firstNames) === first,
    )
    return answering.length === 1 ? answering[0]?._id : undefined
  }
}

const firstOf = (names: string) => foldText(names).split(' ')[0]
