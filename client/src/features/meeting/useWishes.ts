import { openingWish, standingWishes, type HeldWish } from '@colloque/domain'
import { useWorkspace } from '../../platform/useWorkspace.ts'

/** What people wish, the sentence of a case's opening included. Call in setup. */
export function useWishes() {
  const workspace = useWorkspace()

  function held(caseId: string): HeldWish[] {
    const recorded = workspace.list(caseId, 'personWish').map(({ id, after }) => ({ id, wish: after }))
    const sentence = workspace.patientCase(caseId)?.wish
    if (!sentence || recorded.some(({ wish }) => wish.aspect === 'project')) return recorded
    return [...recorded, { id: caseId, wish: openingWish(caseId, sentence) }]
  }
  const standing = (caseId: string) => standingWishes(held(caseId))

  return { held, standing }
}
