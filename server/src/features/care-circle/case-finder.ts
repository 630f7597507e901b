import { foldText, type PatientCase } from '@colloque/domain'
import { trusted } from 'mongoose'
import type { Actor } from '../../platform/actor.ts'
import type { AuditTrail } from '../../platform/audit/index.ts'
import type { ChangeLog } from '../../platform/change-log/index.ts'
import type { PatientIdentity } from '../../platform/commands.ts'
import { projections } from '../../platform/entity-projections.ts'
import type { RateLimits } from '../../platform/http/limits.ts'
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
  changes: Pick<ChangeLog, 'listed'>,
  audit: Pick<AuditTrail, 'note'>,
  limits: RateLimits,
): (identity: PatientIdentity, actor: Actor) => Promise<string | undefined> {
  const tries = limits('emergencies', TRIES, HOUR_SECONDS)
  /** With whoever tried, since no case is known. */
  const refused = ({ accountId, sessionId }: Actor, why: 'unknown' | 'too_many') =>
    audit.note({
      ...{ trail: `account:${accountId}`, kind: 'breakGlass.refused', accountId, sessionId },
      ...{ detail: { why }, oncePerQuarter: why === 'too_many' },
    })
  return async ({ birthName, firstNames, birthDate }, actor) => {
    const { accountId, teamIds } = actor
    try {
      await tries.take(accountId)
    } catch (error) {
      refused(actor, 'too_many')
      throw error
    }
    // Whoever was taken in a moment ago is found too.
    await changes.listed()
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
    const [only] = answering.length === 1 ? answering : []
    if (!only) refused(actor, 'unknown')
    return only?._id
  }
}

const firstOf = (names: string) => foldText(names).split(' ')[0]
