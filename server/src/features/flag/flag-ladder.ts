import { climbFlag } from '@colloque/domain'
import { projections } from '../../platform/entity-projections.ts'
import { ladder } from '../../platform/escalation/escalation.job.ts'

/** Severe flags, until a prescriber has seen them. */
export const flagLadder = ladder({ projection: projections.flags, climbed: climbFlag })
