import { climbReadingAlert } from '@colloque/domain'
import { projections } from '../../platform/entity-projections.ts'
import { ladder } from '../../platform/escalation/escalation.job.ts'

/** Readings that crossed a threshold, until somebody takes charge. */
export const readingLadder = ladder({ projection: projections.readingAlerts, climbed: climbReadingAlert })
