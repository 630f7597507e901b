/** Parts of a case: streams whose access hangs on two folds, their own and their case's. */
import { parseStream, type CircleMember, type Part, type StreamName } from '@colloque/domain'
import type { ChangeLog, StreamFold } from './change-log/index.ts'

/** The part that a stream is, if it is one. */
export const partIn = (fold: StreamFold): Part | undefined => fold.all<Part>('part')[0]?.after ?? undefined

/** The case of what is shared with the patient and relatives; undefined for any other stream. */
export function sharedCaseOf(stream: StreamName): string | undefined {
  const parsed = parseStream(stream)
  return parsed?.kind === 'shared' ? parsed.id : undefined
}

/**
 * The fold that holds the circle: of a part its case's, as memory has it.
 * @returns undefined where memory has let go of the case
 */
export function circleOf(changes: Pick<ChangeLog, 'cachedFold'>, fold: StreamFold): StreamFold | undefined {
  const shared = sharedCaseOf(fold.stream)
  if (shared !== undefined) return changes.cachedFold(`case:${shared}`)
  const part = partIn(fold)
  return part ? changes.cachedFold(`case:${part.caseId}`) : fold
}

/** Who is or was in the circle around a stream; of a part those alone that see it. */
export function membersAround(fold: StreamFold, circle: StreamFold): CircleMember[] {
  const memberIds = partIn(fold)?.memberIds
  const sees = ({ accountId }: CircleMember) =>
    !memberIds || (accountId !== null && memberIds.includes(accountId))
  return circle
    .all<CircleMember>('circleMember')
    .flatMap(({ after }) => (after && sees(after) ? [after] : []))
}
