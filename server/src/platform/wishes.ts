/** What a person wants, as the stream of their case holds it. */
import type { PersonWish, WishesOfCase } from '@colloque/domain'
import type { StreamFold } from './change-log/index.ts'
import { requireEntity } from './commands.ts'

/** @throws not_found when the case was erased */
export function wishesOf(fold: StreamFold, caseId: string): WishesOfCase {
  const held = fold
    .all<PersonWish>('personWish')
    .flatMap(({ id, after }) => (after === null ? [] : [{ id, wish: after }]))
  return { caseId, sentence: requireEntity(fold, 'patientCase', caseId).after.wish, held }
}
